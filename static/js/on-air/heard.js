/**
 * What the listener hears runs behind the studio. While the sound plays, the card, its progress and the rotation
 * follow the moment that is heard; otherwise the studio's. Breaking headlines never wait.
 */
import { serverNow } from "../clock/time.js";

const LONGEST_DELAY_S = 120;
const TREMBLE_S = 0.1;
let behind = 0;
let least = false;
/** @type {Set<() => void>} */
const watchers = new Set();

/**
 * The player's word: seconds that the ear is behind the studio, or `null` when it cannot know or nothing plays;
 * `atLeast` where it may be more.
 * @param {number | null} seconds @param {boolean} [atLeast]
 */
export function setHeardBehind(seconds, atLeast = false) {
  least = atLeast;
  const next = seconds !== null && Number.isFinite(seconds) ? Math.min(LONGEST_DELAY_S, Math.max(0, seconds)) : 0;
  // Measuring trembles; the page should not.
  if (next !== 0 && behind !== 0 && Math.abs(next - behind) < TREMBLE_S) return;
  if (next === behind) return;
  behind = next;
  for (const watch of watchers) watch();
}

/** Whether it may be more than `heardBehind`. */
export function isLeast() {
  return least;
}

/** Seconds; 0 while nothing plays. */
export function heardBehind() {
  return behind;
}

/** Milliseconds since the epoch of the moment that is heard. */
export function heardNow() {
  return serverNow() - behind * 1000;
}

/** @param {() => void} watch @param {AbortSignal} [signal] */
export function onHeardChange(watch, signal) {
  watchers.add(watch);
  signal?.addEventListener("abort", () => watchers.delete(watch), { once: true });
}
