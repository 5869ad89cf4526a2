/** What staff must not miss though they look elsewhere: the stream went, or is back. Said once, until it is read. */
import { clock, word } from "./say.js";

const bar = document.getElementById("notice");
const title = document.title;
let last = null;

/** `stream` as the board has it. The first one is what was there already, and no news. */
export function notice(stream) {
  const was = last;
  last = stream.status;
  if (was === null || was === stream.status) return;
  bar.dataset.status = stream.status;
  bar.querySelector('[data-f="text"]').textContent = word(`notice_${stream.status}`, { time: clock(stream.since) });
  bar.hidden = false;
  document.title = stream.status === "on_air" ? title : `● ${word(stream.status)} · ${title}`;
}

bar.querySelector("button").addEventListener("click", () => {
  bar.hidden = true;
  document.title = title;
});
