/**
 * The order of events: no gap, no repeat. Pure, so that tests run the very code that pages run.
 *
 *     receive(place, name, data) → { place, steps }
 *
 * A place is the last event a listener has (`epoch`, `seq`), what came too early (`held`), and whether a resume was
 * asked for (`waiting`). Steps are what to do, in order:
 *     { do: "replace", board }      a whole snapshot
 *     { do: "apply", name, data }   the next event
 *     { do: "resume" }              ask for what is missing after (epoch, seq)
 */

/** @import { Snapshot } from "./events.d.ts" */
/** @import { Spot } from "../types.d.ts" */

/** @typedef {{ epoch: string, seq: number }} Numbered whatever has its number in a history: an event's data, or a board */
/** @typedef {Numbered & { succeeds?: Numbered[] }} Epoch another epoch, and those that it goes on from */
/** @typedef {{ name: string, data: Numbered }} Early */
/** @typedef {{ epoch: string | null, seq: number, held: Early[], waiting: boolean }} Place */
/** @typedef {{ do: "replace", board: Snapshot } | { do: "apply", name: string, data: Numbered } | { do: "resume" }} Step */
/** @typedef {{ place: Place, steps: Step[] }} Outcome */

/** Past it early events are let go, and the resume brings them. */
export const HELD_EVENTS = 500;

/** @param {string | null} [epoch] @param {number} [seq] @returns {Place} */
export function begin(epoch = null, seq = 0) {
  return { epoch, seq, held: [], waiting: false };
}

/** What a server wants to hear from a listener that connects or resumes. @param {Place} place @returns {Spot} */
export function spot(place) {
  return place.epoch === null ? {} : { epoch: place.epoch, seq: place.seq };
}

/** The connection went: whatever was asked for will be asked again by the next one. @param {Place} place @returns {Place} */
export function dropped(place) {
  return { ...place, waiting: false };
}

/** @param {Place} place @param {string} name @param {unknown} data whatever came @returns {Outcome} */
export function receive(place, name, data) {
  if (!isNumbered(data)) return { place, steps: [] };
  if (name === "snapshot") return snapshot(place, /** @type {Snapshot} */ (data));
  return name === "epoch" ? epoch(place, data) : event(place, name, data);
}

/** @param {unknown} data @returns {data is Numbered} */
function isNumbered(data) {
  if (data === null || typeof data !== "object") return false;
  return "epoch" in data && typeof data.epoch === "string" && "seq" in data && Number.isSafeInteger(data.seq);
}

/** @param {Place} place @param {Snapshot} data @returns {Outcome} */
function snapshot(place, data) {
  const older = data.epoch === place.epoch && data.seq < place.seq;
  if (older) return { place, steps: [] };
  const held = place.held.filter((early) => early.data.epoch === data.epoch);
  return drain({ epoch: data.epoch, seq: data.seq, held, waiting: false }, [{ do: "replace", board: data }]);
}

/**
 * Another epoch begins: who has everything up to it goes on, all others ask.
 * @param {Place} place @param {Epoch} data @returns {Outcome}
 */
function epoch(place, data) {
  if (data.epoch === place.epoch || data.seq < place.seq) return { place, steps: [] };
  const former = data.succeeds?.find((one) => one.epoch === place.epoch);
  if (former && place.seq <= former.seq && place.seq === data.seq) {
    const held = place.held.filter((early) => early.data.epoch === data.epoch);
    return drain({ epoch: data.epoch, seq: data.seq, held, waiting: false }, []);
  }
  return { place: { ...place, waiting: true }, steps: place.waiting ? [] : [{ do: "resume" }] };
}

/** @param {Place} place @param {string} name @param {Numbered} data @returns {Outcome} */
function event(place, name, data) {
  const foreign = data.epoch !== place.epoch;
  if (!foreign && data.seq <= place.seq) return { place, steps: [] };
  if (!foreign && data.seq === place.seq + 1) {
    return drain({ ...place, seq: data.seq }, [{ do: "apply", name, data }]);
  }
  const held = place.held.length < HELD_EVENTS ? [...place.held, { name, data }] : [];
  return { place: { ...place, held, waiting: true }, steps: place.waiting ? [] : [{ do: "resume" }] };
}

/**
 * Applies what was held and now follows on. What still waits for a gap has been asked for, or is now.
 * @param {Place} place @param {Step[]} steps those before; more are added @returns {Outcome}
 */
function drain(place, steps) {
  let { seq } = place;
  /** @type {Early[]} */
  const held = [];
  for (const early of [...place.held].sort((a, b) => a.data.seq - b.data.seq)) {
    const ours = early.data.epoch === place.epoch;
    if (ours && early.data.seq <= seq) continue;
    if (ours && early.data.seq === seq + 1) {
      seq += 1;
      steps.push({ do: "apply", ...early });
    } else {
      held.push(early);
    }
  }
  const behind = held.length > 0;
  if (behind && !place.waiting) steps.push({ do: "resume" });
  return { place: { epoch: place.epoch, seq, held, waiting: behind }, steps };
}
