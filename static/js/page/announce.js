/**
 * What a screen reader says of headlines: politely, at once only for a flash, one summary when many come together.
 * Progress, clocks and counts say nothing here.
 */
import { need, setText } from "./dom.js";
import { headlineLanguage, only } from "./page.js";
import { board } from "./site.js";
import { isFor, worded } from "./worded.js";
import { say } from "./words.js";

/** @import { BreakingItem } from "../feed/events.d.ts" */

/** More at once are said as their number. */
const SAID_SINGLY = 3;
/** @type {string[]} */
let waiting = [];
/** @type {ReturnType<typeof setTimeout>} */
let timer;

/** @param {string} text @param {boolean} [now] whether it may interrupt */
export function announce(text, now = false) {
  if (now) return speak("assertive", text);
  waiting.push(text);
  clearTimeout(timer);
  timer = setTimeout(flush, 400);
}

function flush() {
  speak("polite", waiting.length > SAID_SINGLY ? say("newer", { n: waiting.length }) : waiting.join(". "));
  waiting = [];
}

/**
 * The region is emptied first, so that the same words twice are said twice.
 * @param {"assertive" | "polite"} id @param {string} text
 */
function speak(id, text) {
  const region = need(document, `#${id}`);
  region.textContent = "";
  setTimeout(() => setText(region, text), 50);
}

/** @type {Record<string, ((item: BreakingItem) => string) | undefined>} */
const SAYINGS = {
  published: (item) => `${say(item.priority)}: ${worded(item, headlineLanguage).headline}`,
  corrected: (item) => `${say("correction")}: ${worded(item, headlineLanguage).headline}`,
  withdrawn: (item) => `${say("withdrawn")}: ${item.reason ?? say("withdrawn_notice")}`,
};

/** Of which headlines the regions may still speak. @type {Set<string>} */
const said = new Set();

function hush() {
  said.clear();
  for (const id of ["assertive", "polite"]) need(document, `#${id}`).textContent = "";
}
export function announceHeadlines() {
  board.subscribe("breaking", (items, cause) => {
    // What was taken back, or is over, must not be read out by whoever comes to the region later.
    const standing = new Set(items.map(({ id }) => id));
    const action = cause?.name === "breaking" ? cause.data.action : "published";
    if (action !== "published" || [...said].some((id) => !standing.has(id))) hush();
    if (cause?.name !== "breaking" || document.hidden) return;
    const { item } = cause.data;
    if (only && !isFor(item, only)) return;
    said.add(item.id);
    const words = SAYINGS[action]?.(item);
    if (words) announce(words, item.priority === "flash" && action === "published");
  });
}
