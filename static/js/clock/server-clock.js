/**
 * The server's clock as a device can know it: half the round trip taken off, the best of several answers kept. Pure.
 *
 * A device's clock can be set, and stands still for nobody's sleep; its steady clock (`performance.now()`) is never set,
 * and stands still in some sleeps. Where they part, what was known of the server's clock is in doubt.
 */

const JUMP_MS = 250;
/** A good quartz wanders so much a millisecond: an old answer loses to a fresh one. */
const WANDERS = 1e-4;

export class ServerClock {
  #ahead = 0;
  #doubt = Infinity;
  #roundTrip = 0;
  #learned = 0;
  #apart = null;

  /** The server's time at the device's time `device`. */
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

  /** An answer: the server said `told`, `took` ms after it was asked, with so much `doubt`; it came at `device`, `steady`. */
  learn({ told, took, doubt, device, steady }) {
    if (Number.isNaN(told) || doubt > this.#doubt + (steady - this.#learned) * WANDERS) return;
    this.#ahead = told + took / 2 - device;
    this.#doubt = doubt;
    this.#roundTrip = took;
    this.#learned = steady;
  }

  /** Milliseconds by which the device's clock left the steady one since the last look; 0 for what is only wandering. */
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
