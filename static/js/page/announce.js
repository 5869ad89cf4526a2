/**
 * What a screen reader is told of headlines: politely, at once only for a flash, one summary when many come together.
 * Progress, clocks and counts say nothing here.
 */
import { setText } from "./dom.js";
import { board } from "./site.js";
import { say } from "./words.js";

const MANY = 3;
let waiting = [];
let timer;

export function announce(text, now = false) {
  if (now) return speak("assertive", text);
  waiting.push(text);
  clearTimeout(timer);
  timer = setTimeout(flush, 400);
}

function flush() {
  speak("polite", waiting.length > MANY ? say("newer", { n: waiting.length }) : waiting.join(". "));
  waiting = [];
}

/** The region is emptied first, so that the same words twice are said twice. */
function speak(id, text) {
  const region = document.getElementById(id);
  region.textContent = "";
  setTimeout(() => setText(region, text), 50);
}

const SAYINGS = {
  published: (item) => `${say(item.priority)}: ${item.headline}`,
  corrected: (item) => `${say("correction")}: ${item.headline}`,
  withdrawn: (item) => `${say("withdrawn")}: ${item.reason ?? say("withdrawn_notice")}`,
};

/** Of which headlines the regions may still speak. */
const said = new Set();

function hush() {
  said.clear();
  for (const id of ["assertive", "polite"]) document.getElementById(id).textContent = "";
}

export function announceHeadlines() {
  board.subscribe("breaking", (items, cause) => {
    // What was taken back, or is over, must not be read out by whoever comes to the region later.
    const standing = new Set(items.map(({ id }) => id));
    if ((cause?.data.action ?? "published") !== "published" || [...said].some((id) => !standing.has(id))) hush();
    if (cause?.name !== "breaking" || document.hidden) return;
    const { action, item } = cause.data;
    said.add(item.id);
    if (action in SAYINGS) announce(SAYINGS[action](item), item.priority === "flash" && action === "published");
  });
}
