/**
 * Whether sound comes out: its position must move about as fast as time does. A browser says "playing" over a position that
 * stands still when its sound device is gone, Firefox lets it move every other second, and libraries push it on by tenths of
 * a second to free it. Pure.
 */

/** Between two looks; a machine that slept longer says nothing of the sound. */
const LONGEST_LOOK_S = 1.5;
/** What moves for so long plays well, whatever was before. */
const SURE_S = 3;
/** Of the time that passed. */
const LEAST = 0.8;
const MOST = 2;

export class SoundClock {
  /** Seconds for which it has stood still since it last played well. */
  still = 0;
  /** Seconds for which it has moved without a break. */
  moving = 0;
  #position = 0;
  #at = 0;

  get isSure() {
    return this.moving >= SURE_S;
  }

  /** The sound begins. @param {number} position seconds @param {number} now milliseconds */
  begin(position, now) {
    this.still = this.moving = 0;
    this.#note(position, now);
  }

  /**
   * To be called about once a second.
   * @param {number} position seconds; NaN where the browser says that something is wrong @param {number} now milliseconds
   */
  look(position, now) {
    const passed = (now - this.#at) / 1000;
    const moved = position - this.#position;
    this.#note(position, now);
    if (moved > passed * LEAST && moved < passed * MOST) {
      this.moving += passed;
      if (this.isSure) this.still = 0;
    } else {
      this.still += Math.min(LONGEST_LOOK_S, passed);
      this.moving = 0;
    }
  }

  /** @param {number} position @param {number} now */
  #note(position, now) {
    this.#position = position;
    this.#at = now;
  }
}
