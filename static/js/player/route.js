/**
 * Which of the station's streams to play. Pure: streams come in the operator's order of preference, and those that browsers
 * most likely refuse here are marked `mixed`.
 */

/** @import { StreamSource } from "../feed/events.d.ts" */
/** @typedef {StreamSource & { mixed?: boolean }} Candidate */
/** @typedef {{ chosen?: string | null, saving?: boolean }} Wish what the listener asked for: a stream by its id, little data */

const HOME_MS = 30_000;
const LONGEST_HOME_MS = 600_000;

/**
 * The one chosen by hand, else the first that is not known to be off; with `saving` the thinnest in its language.
 * @param {Candidate[]} streams @param {Wish} [wish] @returns {Candidate | undefined}
 */
export function preferred(streams, { chosen = null, saving = false } = {}) {
  const byHand = streams.find(({ id }) => id === chosen);
  const on = (/** @type {Candidate} */ { status }) => status !== "off_air";
  const first = byHand ?? streams.find((stream) => on(stream) && !stream.mixed) ?? streams.find(on) ?? streams[0];
  return saving && first ? thinnest(streams, first) : first;
}

/**
 * The one that would play if all were well. Who hears it does not leave it, whatever the monitor says of it.
 * @param {Candidate[]} streams @param {Wish} wish
 */
export function ideal(streams, wish) {
  const id = preferred(streams.map((stream) => ({ ...stream, status: /** @type {const} */ ("on_air") })), wish)?.id;
  return streams.find((stream) => stream.id === id);
}

/** @param {Candidate[]} streams @param {Candidate} first */
function thinnest(streams, first) {
  const alike = streams.filter(({ status, language, mixed, bitrate_kbps: rate }) =>
    rate && !mixed && status !== "off_air" && language === first.language);
  return alike.reduce((best, stream) => ((stream.bitrate_kbps ?? Infinity) < (best.bitrate_kbps ?? Infinity) ? stream : best), first);
}

/**
 * Browsers refuse sound without TLS on a page that has it, or ask for it with TLS in vain; but not from this very machine.
 * @param {string} url @param {string} page
 */
export function isMixed(url, page) {
  const { protocol, hostname } = new URL(url, page);
  return page.startsWith("https:") && protocol === "http:" && !/^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname);
}

/**
 * The next to try when `failed` does not play: in order, those known to be off, or refused here, last.
 * @param {Candidate[]} streams @param {Candidate} [failed] @returns {Candidate | undefined}
 */
export function after(streams, failed) {
  const i = streams.findIndex(({ id }) => id === failed?.id);
  const round = [...streams.slice(i + 1), ...streams.slice(0, i + 1)];
  const others = round.filter(({ id, status }) => id !== failed?.id && status !== "off_air");
  return others.find(({ mixed }) => !mixed) ?? others[0] ?? round[0];
}

/**
 * The way back to the preferred stream from a backup. It is tried once the monitor has it on the air and some time has
 * passed, twice as long after each time that it failed again: what the monitor hears need not reach this listener.
 */
export class WayHome {
  #wait = HOME_MS;
  #from = 0;

  /** The preferred stream failed here at `now` (milliseconds). @param {number} now */
  failed(now) {
    this.#from = now + this.#wait;
    this.#wait = Math.min(LONGEST_HOME_MS, this.#wait * 2);
  }

  /** It plays: next time it is as if for the first time. */
  arrived() {
    this.#wait = HOME_MS;
  }

  /** @param {Candidate} home @param {number} now milliseconds */
  isOpen(home, now) {
    return home.status === "on_air" && !home.mixed && now >= this.#from;
  }
}
