/** What somebody else changed first, for who was slower. */
import { element } from "../../page/dom.js";
import { say } from "../../page/words.js";
import { clock } from "../times.js";

/** @import { Problem } from "../send.js" */

/** Who was faster, and what is another now: a line each. @param {Problem} problem */
export function changeLines(problem) {
  const rows = Object.entries(problem.changed ?? {}).map(([name, { was, now }]) => {
    const [before, after] = [was, now].map((value) => inWords(name, value));
    return element("p", {}, `${say(name)}: `, element("del", { dir: "auto" }, before), " → ", element("ins", { dir: "auto" }, after));
  });
  const head = say("stale", { by: problem.by ?? "?", did: say(problem.did ?? "changed"), time: clock(problem.at) });
  return [element("p", {}, head), ...rows];
}

/** What a part of a headline is, for people. @param {string} name @param {unknown} value */
function inWords(name, value) {
  if (!value) return "–";
  if (name === "priority") return say(String(value));
  if (typeof value === "object") return Object.values(value).map(({ headline }) => headline).join(" · ");
  return name === "expires_at" || name === "at" ? clock(String(value)) : String(value);
}
