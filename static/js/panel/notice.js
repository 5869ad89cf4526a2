/** What staff must not miss though they look elsewhere: the stream went, or is back. Said once, until it is read. */
import { need } from "../page/dom.js";
import { say } from "../page/words.js";
import { clock } from "./times.js";

/** @import { Stream } from "../feed/events.d.ts" */

const bar = need(document, "#notice");
const title = document.title;
/** @type {Stream["status"] | null} */
let last = null;

/** The first one is what was there already, and no news. @param {Stream} stream */
export function notice(stream) {
  const was = last;
  last = stream.status;
  if (was === null || was === stream.status) return;
  bar.dataset.status = stream.status;
  need(bar, '[data-f="text"]').textContent = say(`notice_${stream.status}`, { time: clock(stream.since) });
  bar.hidden = false;
  document.title = stream.status === "on_air" ? title : `● ${say(stream.status)} · ${title}`;
}

need(bar, "button").addEventListener("click", () => {
  bar.hidden = true;
  document.title = title;
});
