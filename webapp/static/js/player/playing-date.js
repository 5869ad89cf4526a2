/**
 * Seconds behind the studio by the playing date of a stream (EXT-X-PROGRAM-DATE-TIME), bounded against dates that jump:
 * a new value far from the last is believed only when it stays. Pure.
 */

const MOST_S = 300;
const JUMP_S = 4;
const STAYS = 3;

export class DelayFilter {
  #believed = null;
  #odd = 0;

  /** `playing` and `now` in milliseconds; `null` where the stream gives no date. Returns seconds, or `null`. */
  take(playing, now) {
    const delay = (now - playing) / 1000;
    if (playing === null || !(delay > -JUMP_S && delay < MOST_S)) return this.#believed;
    const jumps = this.#believed !== null && Math.abs(delay - this.#believed) > JUMP_S;
    this.#odd = jumps ? this.#odd + 1 : 0;
    if (!jumps || this.#odd >= STAYS) {
      this.#believed = Math.max(0, delay);
      this.#odd = 0;
    }
    return this.#believed;
  }
}
