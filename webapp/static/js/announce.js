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

export function announceHeadlines() {
  board.subscribe("breaking", (_, cause) => {
    if (cause?.name !== "breaking" || document.hidden) return;
    const { action, item } = cause.data;
    // What was taken back must not be read out by whoever comes to the region later.
    if (action !== "published") for (const id of ["assertive", "polite"]) document.getElementById(id).textContent = "";
    if (action in SAYINGS) announce(SAYINGS[action](item), item.priority === "flash" && action === "published");
  });
}
