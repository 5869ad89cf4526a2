/**
 * Seconds behind the studio by the playing date of a stream (EXT-X-PROGRAM-DATE-TIME). Pure.
 *
 * What is kept is the studio's time of the media's zero: it stays where it is through stalls, seeks and sleeps, so the
 * delay is right at once after each. A date that jumps against the media is believed only when it stays.
 */

const LONGEST_DELAY_S = 300;
const JUMP_S = 4;
const STAYS = 3;

export class PlayingDate {
  /** @type {number | null} */
  #zero = null;
  /** @type {number | null} */
  #other = null;
  #times = 0;

  /**
   * `playing`: the date of what plays at `position` (seconds), `null` where the stream gives none; `now`: the studio's
   * clock. Dates in milliseconds. Returns seconds behind, or `null`.
   * @param {number | null} playing @param {number} position @param {number} now
   */
  take(playing, position, now) {
    const behind = playing === null ? NaN : (now - playing) / 1000;
    if (playing !== null && behind > -JUMP_S && behind < LONGEST_DELAY_S) this.#learn(playing - position * 1000);
    return this.#zero === null ? null : Math.max(0, (now - this.#zero) / 1000 - position);
  }

  /** @param {number} zero */
  #learn(zero) {
    if (this.#zero === null || near(zero, this.#zero)) {
      this.#zero = zero;
      this.#times = 0;
      return;
    }
    this.#times = near(zero, this.#other) ? this.#times + 1 : 1;
    this.#other = zero;
    if (this.#times < STAYS) return;
    this.#zero = zero;
    this.#times = 0;
  }
}

/** @param {number} a @param {number | null} b milliseconds */
function near(a, b) {
  return b !== null && Math.abs(a - b) < JUMP_S * 1000;
}
