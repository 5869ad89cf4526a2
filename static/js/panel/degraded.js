/** What does not work as it should though listeners are served: shown to staff until it is well again. */
import { need } from "../page/dom.js";
import { say } from "../page/words.js";
import { clock, day } from "./times.js";

/** @import { Degraded } from "./types.d.ts" */

const notice = need(document, "#degraded");
const list = need(notice, "ul");
let shown = "";

/** Written only when it changes, so it is read out once. @param {Degraded[]} degraded */
export function showDegraded(degraded) {
  const fresh = JSON.stringify(degraded);
  if (fresh === shown) return;
  shown = fresh;
  notice.hidden = degraded.length === 0;
  list.replaceChildren(...degraded.map(row));
}

/** @param {Degraded} degraded */
function row({ what, detail, since }) {
  const item = document.createElement("li");
  const title = document.createElement("strong");
  const key = `degraded_${what}`;
  title.textContent = say(key) === key ? say("degraded") : say(key);
  const words = document.createElement("span");
  words.lang = "en"; // a sentence for the person on call, the same as in the log
  words.textContent = detail;
  const time = document.createElement("time");
  time.dateTime = since;
  time.textContent = say("degraded_since", { time: `${day(since)}, ${clock(since)}` });
  item.append(title, " ", words, " ", time);
  return item;
}
