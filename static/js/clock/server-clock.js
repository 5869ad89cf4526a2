/**
 * The server's clock as a device can know it: half the round trip taken off, the best of several answers kept. Pure.
 *
 * A device's clock can be set, and stands still for nobody's sleep; its steady clock (`performance.now()`) is never set,
 * and stands still in some sleeps. Where they part, what was known of the server's clock is in doubt.
 */

const JUMP_MS = 250;
/** Milliseconds a millisecond by which a good quartz may wander: an old answer loses to a fresh one. */
const WANDER = 1e-4;

export class ServerClock {
  #ahead = 0;
  #doubt = Infinity;
  #roundTrip = 0;
  #learned = 0;
  /** @type {number | null} */
  #apart = null;

  /** The server's time at the device's time `device`. @param {number} device */
  at(device) {
    return device + this.#ahead;
  }

  /** Milliseconds to the server and back, as far as is known. */
  get roundTrip() {
    return this.#roundTrip;
  }

  get isKnown() {
    return this.#doubt < Infinity;
  }

  /**
   * An answer: the server said `says`, `took` ms after it was asked, with so much `doubt`; it came at `device`, `steady`.
   * All in milliseconds; a `says` that is NaN teaches nothing.
   * @param {{ says: number, took: number, doubt: number, device: number, steady: number }} answer
   */
  learn({ says, took, doubt, device, steady }) {
    if (Number.isNaN(says) || doubt > this.#doubt + (steady - this.#learned) * WANDER) return;
    this.#ahead = says + took / 2 - device;
    this.#doubt = doubt;
    this.#roundTrip = took;
    this.#learned = steady;
  }

  /**
   * Milliseconds by which the device's clock left the steady one since the last look; 0 for what is only wandering.
   * @param {number} device @param {number} steady
   */
  look(device, steady) {
    const apart = device - steady;
    const jump = this.#apart === null ? 0 : apart - this.#apart;
    this.#apart = apart;
    if (Math.abs(jump) < JUMP_MS) return 0;
    this.#doubt = Infinity;
    // Forward it may have slept. Back is never a sleep: the clock was set.
    if (jump < 0) this.#ahead -= jump;
    return jump;
  }
}
