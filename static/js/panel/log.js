/** The activity log: who did what, newest first. */
import { element, need } from "../page/dom.js";
import { say } from "../page/words.js";
import { exactClock } from "./times.js";

/** @import { LogEntry } from "./types.d.ts" */

/** What a change was made to may be, or begin with, one of the newsroom's own codes: the rest came from people. */
const CODE = /^(flash|bulletin|urgent|on_air|silent|off_air|unknown|nothing on)(?:: |$)/;
const COUNT = /^(\d+) programmes$/;

/** Drawn only where there is something new. @param {LogEntry[]} entries */
export function showLog(entries) {
  const list = need(document, "#log");
  const newest = entries[0]?.at ?? "";
  need(document, "#log-empty").hidden = entries.length > 0;
  if (list.dataset.newest === newest && list.children.length === entries.length) return;
  list.dataset.newest = newest;
  list.replaceChildren(...entries.map(row));
}

/** @param {LogEntry} entry */
function row({ at, by, did, what, rehearsal }) {
  const deed = say(`did ${did}`).replace(/^did /, "");
  const count = COUNT.exec(what);
  const [code, name] = CODE.exec(what) ?? ["", ""];
  const rest = count ? say("programmes", { n: Number(count[1]) }) : what.slice(code.length);
  const mark = rehearsal ? [element("span", { class: "rehearsal-mark" }, say("in_rehearsal")), " "] : [];
  return element("li", {}, element("time", { datetime: at }, exactClock(at)), " ", ...mark, element("strong", { dir: "auto" }, by), ` ${deed} `,
    name && say(name.replace(" ", "_")) + (rest && ": "), element("bdi", {}, rest));
}
