/** What is on the air as this listener hears it. Watchers are called when the moment that is heard comes to another block. */
import { airWithout } from "../feed/apply.js";
import { heardNow, onHeardChange } from "./heard.js";
import { board } from "../page/site.js";
import { everySecond, serverNow } from "../clock/time.js";
import { add, at, tookEffect, tookEffectBefore } from "./timeline.js";

/** @import { OnAir } from "../feed/events.d.ts" */
/** @import { Entry } from "./timeline.js" */

const LONGEST_WAIT_MS = 60_000;

/** @type {Entry[]} */
let timeline = [{ air: board.state.on_air, from: -Infinity }];
let current = board.state.on_air;
/** @type {ReturnType<typeof setTimeout>} */
let turning;
/** @type {Set<(air: OnAir) => void>} */
const watchers = new Set();

export function airNow() {
  return current;
}

/**
 * Calls `render(on_air)` on each change until `signal` aborts.
 * @param {(air: OnAir) => void} render @param {AbortSignal} [signal]
 */
export function watchAir(render, signal) {
  watchers.add(render);
  signal?.addEventListener("abort", () => watchers.delete(render), { once: true });
}

board.subscribe("on_air", (air, cause) => {
  const { from, air: before } = timeline.at(-1) ?? { from: -Infinity };
  if (!cause) timeline = add(timeline, air, tookEffectBefore(air, before, serverNow()));
  else if (cause.name === "on_air") timeline = add(timeline, air, tookEffect(air, cause.data.at));
  else timeline = add(timeline, air, from);
  look();
});
// Withdrawn means gone, also beside a segment that some still hear.
board.subscribe("article", ({ action, slug }) => {
  if (action === "withdrawn") timeline = timeline.map((entry) => ({ ...entry, air: airWithout(entry.air, slug) }));
  look();
});
onHeardChange(look);
everySecond(look);

function look() {
  const moment = heardNow();
  const air = at(timeline, moment) ?? current;
  clearTimeout(turning);
  const next = timeline.find(({ from }) => from > moment);
  if (next) turning = setTimeout(look, Math.min(next.from - moment, LONGEST_WAIT_MS));
  if (air === current) return;
  current = air;
  for (const render of watchers) render(air);
}
