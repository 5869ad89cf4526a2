/** The player's settings: which stream, when to stop by itself, and how far the page should follow the ear. */
import { element, setChildren, setText } from "../page/dom.js";
import { heardBehind } from "../on-air/heard.js";
import { refresh } from "../page/navigate.js";
import { isSaving } from "../page/saver.js";
import { say } from "../page/words.js";
import { sleepAfter, sleepLeft, sleepMinutes } from "./sleep.js";

/** @import { Player } from "./player.js" */

const SLEEP_MIN = [15, 30, 45, 60, 90];
const NUDGE_S = 2;

/** @param {HTMLElement} place @param {Player} player */
export function drawSettings(place, player) {
  setChildren(place, volume(player), streams(player), sleep(), nudge(player), saver(player));
}

/** @param {Player} player */
function volume(player) {
  const range = element("input", { type: "range", min: 0, max: 100, step: 5, value: Math.round(player.volume * 100) });
  range.addEventListener("input", () => player.setVolume(Number(range.value) / 100));
  return element("label", { class: "player__volume-row" }, say("volume"), range);
}

/** @param {Player} player */
function streams(player) {
  if (player.streams.length < 2) return null;
  /** @type {HTMLSelectElement} */
  const select = element("select", { onchange: () => player.choose(select.value) }, ...player.streams.map(({ id, title, status }) => {
    const words = status === "off_air" ? `${title} (${say("off_air")})` : title;
    return element("option", { value: id, selected: id === player.current?.id }, words);
  }));
  return element("label", {}, say("stream"), select);
}

function sleep() {
  const chosen = sleepMinutes();
  /** @type {HTMLSelectElement} */
  const select = element("select", { onchange: () => sleepAfter(Number(select.value)) },
    element("option", { value: 0 }, say("sleep_off")),
    ...SLEEP_MIN.map((n) => {
      const words = n === chosen ? say("sleep_left", { n: sleepLeft() }) : say("sleep_min", { n });
      return element("option", { value: n, selected: n === chosen }, words);
    }));
  return element("label", {}, say("sleep"), select);
}

/** Pictures go or come with the page fetched anew. */
/** @param {Player} player */
function saver(player) {
  const box = element("input", { type: "checkbox", checked: isSaving() });
  box.addEventListener("change", () => { player.setSaver(box.checked); refresh(); });
  return element("label", { class: "player__saver" }, box, element("span", {}, say("saver"), element("small", {}, say("saver_hint"))));
}

/** @param {Player} player */
function nudge(player) {
  const output = element("output", {});
  const show = () => setText(output, say("nudge_now", { n: Math.round(heardBehind()) }));
  const by = (/** @type {number} */ seconds) => () => { player.setNudge(player.nudge + seconds); show(); };
  show();
  return element("fieldset", {}, element("legend", {}, say("nudge")),
    element("div", { class: "player__nudge" },
      element("button", { type: "button", onclick: by(NUDGE_S) }, say("later")), output,
      element("button", { type: "button", onclick: by(-NUDGE_S) }, say("earlier"))));
}
