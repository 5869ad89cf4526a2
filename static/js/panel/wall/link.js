/**
 * Whether the newsroom still answers a screen that nobody touches: one question at a time, each with an end, for weeks. Pure but
 * for what it is given.
 */

const EVERY_MS = 5000;
const SLOW_MS = 15_000;
/** After so many questions without an answer it is told; a single lost one is not. */
const TOLD_AFTER = 2;

/**
 * What is to be done after an answer or its failure. `started` and `now` are milliseconds; `builds` are the page's own and the one
 * that was just seen.
 * @param {{ failures: number, started: number, now: number, own: string, seen: string | null, restartMs: number }} state
 * @returns {{ act: "show" | "reload" | "wait" | "tell", nextMs: number }}
 */
export function next({ failures, started, now, own, seen, restartMs }) {
  if (failures) return { act: failures >= TOLD_AFTER ? "tell" : "wait", nextMs: failures >= TOLD_AFTER ? SLOW_MS : EVERY_MS };
  if (seen !== own || now - started >= restartMs) return { act: "reload", nextMs: SLOW_MS };
  return { act: "show", nextMs: EVERY_MS };
}
