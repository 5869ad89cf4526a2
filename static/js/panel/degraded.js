/** What does not work as it should though listeners are served: told to staff until it is well again. */
import { day, clock, word } from "./say.js";

const notice = document.getElementById("degraded");
const list = notice.querySelector("ul");
let shown = "";

/** `degraded` as `/panel/state.json` has it: `[{what, detail, since}]`. Written only when it changes, so it is read out once. */
export function showDegraded(degraded) {
  const told = JSON.stringify(degraded);
  if (told === shown) return;
  shown = told;
  notice.hidden = degraded.length === 0;
  list.replaceChildren(...degraded.map(row));
}

function row({ what, detail, since }) {
  const item = document.createElement("li");
  const title = document.createElement("strong");
  const key = `degraded_${what}`;
  title.textContent = word(key) === key ? word("degraded") : word(key);
  const words = document.createElement("span");
  words.lang = "en"; // a sentence for the person on call, the same as in the log
  words.textContent = detail;
  const time = document.createElement("time");
  time.dateTime = since;
  time.textContent = word("degraded_since", { time: `${day(since)}, ${clock(since)}` });
  item.append(title, " ", words, " ", time);
  return item;
}
