/**
 * How far behind the studio an endless stream without dates is (Icecast, SHOUTcast). Pure; seconds, but for `now` (milliseconds).
 *
 * Its server sends a newcomer the last seconds at once and everything else in its time: so the first sound is that much older
 * than the moment the answer began, and each second that passes without a second of playing adds one. Positions count from
 * wherever the browser likes: Chromium's from the start of an Ogg stream's encoder.
 */

export class PlainDelay {
  /** @type {number | null} */
  #began = null;
  /** @type {number | null} */
  #first = null;
  #from = 0;
  #seen = 0;
  #least = Infinity;

  /** The server began to answer. @param {number} now */
  answered(now) {
    this.#began ??= now;
  }

  /** The first sound, at `position`; `from`: where what is buffered begins. @param {number} position @param {number} from */
  started(position, from) {
    if (this.#first === null) [this.#first, this.#from] = [position, from];
  }

  /** `ahead`: what the server sent at once; `null` where nobody measured it, then at least what is `buffered` (its end).
   * @param {{ now: number, position: number, ahead: number | null, buffered: number | null }} moment */
  behind({ now, position, ahead, buffered }) {
    const late = this.#late(now, position);
    if (late === null) return null;
    if (ahead !== null) return ahead + late;
    if (buffered !== null) this.#seen = Math.max(this.#seen, buffered - this.#from - this.#elapsed(now));
    return this.#seen === 0 ? null : this.#seen + late;
  }

  /** What a new beginning would win back: a browser always sits on some seconds before the first sound.
   * @param {number} now @param {number} position */
  lost(now, position) {
    const late = this.#late(now, position);
    if (late === null) return null;
    this.#least = Math.min(this.#least, late);
    return late - this.#least;
  }

  /** @param {number} now @param {number} position */
  #late(now, position) {
    return this.#began === null || this.#first === null ? null : this.#elapsed(now) - (position - this.#first);
  }

  /** @param {number} now */
  #elapsed(now) {
    return (now - (this.#began ?? now)) / 1000;
  }
}
