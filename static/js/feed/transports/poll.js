/** The last choice: asking for the snapshot, often while the page is seen, seldom while it is hidden, less after failures. */

/** @import { Spot, Transport, TransportEvents } from "../../types.d.ts" */

const SEEN_MS = [10_000, 20_000];
const HIDDEN_MS = [30_000, 60_000];
const LONGEST_WAIT_MS = 300_000;
const PATIENT_FAILURES = 5;

/**
 * Milliseconds until the next question; `chance` is between 0 and 1.
 * @param {boolean} hidden @param {number} failures @param {number} chance
 */
export function interval(hidden, failures, chance) {
  const [least, most] = hidden ? HIDDEN_MS : SEEN_MS;
  return Math.min(LONGEST_WAIT_MS, (least + (most - least) * chance) * 2 ** Math.max(0, failures - PATIENT_FAILURES + 1));
}

/**
 * A snapshot needs no place: it is the whole board.
 * @param {() => Spot} _place @param {TransportEvents} on @returns {Transport}
 */
export function openPolling(_place, on) {
  let failures = 0;
  let closed = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  async function ask() {
    clearTimeout(timer);
    try {
      // "no-cache" is a conditional request: an unchanged board costs the server a 304.
      const answer = await fetch("/api/v1/snapshot", { cache: "no-cache" });
      if (!answer.ok) throw new Error(`snapshot: ${answer.status}`);
      const board = await answer.json();
      if (closed) return;
      failures = 0;
      on.up();
      on.message("snapshot", board);
    } catch {
      failures += 1;
      if (!closed) on.down();
    }
    if (!closed) timer = setTimeout(ask, interval(document.hidden, failures, Math.random()));
  }

  ask();
  return {
    resume: ask,
    wake: ask,
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}
