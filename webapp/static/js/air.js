/** What is on the air as this listener hears it. Watchers are called when the moment that is heard comes to another block. */
import { heardNow, onHeardChange } from "./heard.js";
import { board } from "./site.js";
import { everySecond } from "./time.js";
import { add, at, tookEffect } from "./timeline.js";

let timeline = [{ air: board.state.on_air, from: -Infinity }];
let current = board.state.on_air;
const watchers = new Set();

export function airNow() {
  return current;
}

/** Calls `render(on_air)` on each change until `signal` aborts. */
export function watchAir(render, signal) {
  watchers.add(render);
  signal?.addEventListener("abort", () => watchers.delete(render), { once: true });
}

board.subscribe("on_air", (air, cause) => {
  if (cause?.name === "on_air") timeline = add(timeline, air, tookEffect(air, cause.data.at));
  else if (cause) timeline = timeline.map((entry, i) => (i === timeline.length - 1 ? { ...entry, air } : entry));
  else timeline = [{ air, from: -Infinity }];
  look();
});
onHeardChange(look);
everySecond(look);

function look() {
  const air = at(timeline, heardNow());
  if (air === current) return;
  current = air;
  for (const render of watchers) render(air);
}
