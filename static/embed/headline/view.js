/** One headline as it stands, or the tombstone in its place. */
import { worded } from "../../js/page/worded.js";
import { boxed, clock, link, make } from "../core/make.js";
import { HEADLINE_WORDS } from "./words.js";

/** @import { Followed, Held, View } from "../core/types.d.ts" */

export const CSS_OF_HEADLINE = `
  .text{font-size:1.25em;font-weight:700;line-height:1.25;padding-block:.125em .25em}
  .gone .text{font-weight:400}
  .flash.box{border-inline-start:.375em solid #c4122c}`;

/** @param {Followed | null} item @param {Held["station"]} station @param {View} view */
export function box(item, station, view) {
  const words = HEADLINE_WORDS[view.lang];
  const name = make("p", { className: "k" }, link(station.url, station.name));
  if (view.oldSince) name.append(` · ${words.as_of} `, clock(view.oldSince, view));
  if (!item) return boxed(station.name, view, make("p", { className: "k", textContent: words.none }), name);
  const address = `${view.home}breaking/${encodeURIComponent(item.id)}`;
  if (item.state === "withdrawn") return tombstone(item, address, station, view, name);
  const { headline, foreign } = worded({ ...item, headline: item.headline ?? "" }, view.lang);
  const kicker = make("p", { className: "k" }, make("b", { textContent: words[item.priority] ?? "" }), clock(item.published_at, view));
  if (foreign) kicker.append(` · ${foreign.toUpperCase()}`);
  if (item.state === "expired" && item.ended_at) kicker.append(` · ${words.over} `, clock(item.ended_at, view));
  const text = make("p", { className: "text" }, link(address, headline));
  if (foreign) text.lang = foreign;
  const corrections = item.corrections.slice(-1).map(({ at, reason }) =>
    make("p", { className: "k" }, make("b", { textContent: words.corrected }), clock(at, view), " ", make("bdi", { textContent: reason })));
  const whole = boxed(station.name, view, kicker, text, ...corrections, name);
  if (item.priority === "flash" && item.state === "current") whole.classList.add("flash");
  return whole;
}

/** @param {Followed} item @param {string} address @param {Held["station"]} station @param {View} view @param {Node} name */
function tombstone({ reason = "", ended_at: ended }, address, station, view, name) {
  const words = HEADLINE_WORDS[view.lang];
  const kicker = make("p", { className: "k" }, make("b", { textContent: words.withdrawn }));
  if (ended) kicker.append(clock(ended, view));
  const text = make("p", { className: "text" }, link(address, words.gone));
  const whole = boxed(station.name, view, kicker, text, make("p", { className: "k", dir: "auto", textContent: reason }), name);
  whole.classList.add("gone");
  return whole;
}
