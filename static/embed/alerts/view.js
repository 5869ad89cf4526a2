/** The bar of alerts: each with its area, its end and what to do. A list that changes is read out. */
import { boxed, clock, cut, link, make } from "../core/make.js";
import { AREA_CHARS, saidIn } from "../core/alert.js";
import { SHARED_WORDS } from "../core/words.js";

/** @import { AlertItem } from "../../js/feed/events.d.ts" */
/** @import { Held, View } from "../core/types.d.ts" */

const SHOWN = 3;
const INSTRUCTION_CHARS = 280;

export const CSS_OF_ALERTS = `
  .box{border-color:#8a5a00;border-inline-start-width:.375em}
  .in{padding-block:.5em}
  li p{font-size:.875em}`;

/** @param {AlertItem[]} alerts @param {Held["station"]} station @param {View} view */
export function bar(alerts, station, view) {
  const words = SHARED_WORDS[view.lang];
  const rows = alerts.slice(0, SHOWN).map((alert) => {
    const said = saidIn(alert, view.lang);
    const where = said.area ? `${cut(said.area, AREA_CHARS)} · ` : "";
    const facts = make("p", { className: "k" }, make("b", { textContent: words[alert.severity] }), `${where}${words.until} `, clock(alert.until, view));
    const row = make("li", {}, facts, link(view.home, said.headline));
    if (said.instruction) row.append(make("p", { dir: "auto", textContent: cut(said.instruction, INSTRUCTION_CHARS) }));
    return row;
  });
  const source = make("p", { className: "k" }, link(station.url, station.name), ...(alerts.length > SHOWN ? [` +${alerts.length - SHOWN}`] : []));
  if (view.oldSince) source.append(` · ${words.as_of} `, clock(view.oldSince, view));
  const whole = boxed(station.name, view, make("ul", {}, ...rows), source);
  whole.setAttribute("role", "region");
  whole.setAttribute("aria-live", "polite");
  return whole;
}
