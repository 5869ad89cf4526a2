/** What is on the air, and the button. */
import { boxed, clock, link, make } from "../core/make.js";
import { AIR_WORDS } from "./words.js";
import { playable } from "./sound.js";

/** @import { Held, View } from "../core/types.d.ts" */
/** @import { Sound } from "./sound.js" */

export const CSS_OF_AIR = `
  .in{display:grid;grid-template-columns:auto 1fr;gap:.25em .875em;align-items:center}
  .in>div{min-inline-size:0}
  button{all:unset;box-sizing:border-box;display:grid;place-items:center;inline-size:3em;block-size:3em;border-radius:50%;cursor:pointer;
    background:#c4122c;color:#fff}
  button:focus-visible{outline:3px solid var(--f);outline-offset:2px}
  button::before{content:"";border-block:.6em solid transparent;border-inline-start:1em solid;margin-inline-start:.25em}
  button[aria-pressed=true]::before{border:0;margin:0;inline-size:1em;block-size:1em;background:currentColor}
  .what{font-weight:700;line-height:1.3}
  .off .k b{color:var(--q)}`;

/** @param {Held} held @param {View} view @param {Sound | null} sound */
export function box({ station, on_air: air, stream }, view, sound) {
  const words = AIR_WORDS[view.lang];
  const status = stream?.status ?? "unknown";
  const streams = status === "off_air" ? [] : playable(stream?.streams ?? []);
  const kicker = make("p", { className: "k" }, make("b", { textContent: words[status] }), link(station.url, station.name));
  if (view.oldSince) kicker.append(` · ${words.as_of} `, clock(view.oldSince, view));
  const title = air?.programme ? [air.programme.title, air.segment?.title].filter(Boolean).join(": ") : words.nothing;
  const facts = make("div", { className: status === "off_air" ? "off" : "" }, kicker, make("p", { className: "what", dir: "auto", textContent: title }));
  const more = make("small");
  if (air?.ends_at && air.programme) more.append(`${words.until} `, clock(air.ends_at, view));
  if (air?.next) {
    const { title: following } = air.next.segment ?? air.next.programme;
    more.append(more.childNodes.length ? " · " : "", `${words.next} `, clock(air.next.starts_at, view), `: ${following}`);
  }
  if (more.childNodes.length) facts.append(more);
  if (sound?.state === "failed") facts.append(make("p", { className: "k" }, link(station.url, words.elsewhere)));
  return boxed(station.name, view, ...(streams.length && sound ? [button(sound, streams, words, station.name)] : []), facts);
}

/** @param {Sound} sound @param {ReturnType<typeof playable>} streams @param {typeof AIR_WORDS["en"]} words @param {string} station */
function button(sound, streams, words, station) {
  const plays = sound.state === "on" || sound.state === "waiting";
  const node = make("button", { type: "button", name: "play", onclick: () => sound.toggle(streams) });
  node.setAttribute("aria-pressed", String(plays));
  node.setAttribute("aria-label", `${words.listen}: ${station}`);
  if (sound.state === "waiting") node.setAttribute("aria-busy", "true");
  return node;
}
