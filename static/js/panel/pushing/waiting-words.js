/** What is said of a headline that waits: for whom, until when, and what its button does. */
import { serverNow } from "../../clock/time.js";
import { say } from "../../page/words.js";
import { clock, day } from "../times.js";

/** @import { WaitingHeadline } from "../types.d.ts" */
/**
 * Who is at the desk: the person who reads this, the others, and who of them writes at which item.
 * @typedef {{ me: string, others: string[], writers: Map<string, string> }} Desk
 */

/** Whether two names are one account's. @param {string} one @param {string} other */
export function same(one, other) {
  return one.toLowerCase() === other.toLowerCase();
}

/** Whether it is for this person to approve. @param {WaitingHeadline} item @param {Desk} desk */
export function asksMe(item, { me }) {
  return item.state === "pending" && !same(item.changed_by ?? item.by, me);
}

/** @param {WaitingHeadline} item @param {Desk} desk */
export function stateInWords(item, desk) {
  const by = item.changed_by ?? item.by;
  const time = item.until ? clock(item.until) : "";
  if (item.state === "pending") {
    if (asksMe(item, desk)) return say(item.corrects ? "asks_correction" : "asks_approval", { by });
    if (isLongEnough(item)) return say("waits_alone");
    return desk.others.length ? say("waits_pending", { people: desk.others.join(", ") }) : say("waits_nobody");
  }
  const writer = desk.writers.get(item.id);
  if (item.state === "draft" && writer) return say("waits_draft_written", { by, name: writer });
  if (item.state === "scheduled") return say("waits_scheduled", { time: whenOut(item), by });
  const isOthers = item.state === "held" && !same(item.by, desk.me);
  return say(isOthers ? "waits_held_by" : `waits_${item.state}`, { time, by });
}

/** When it goes out: with its day, where that was chosen. @param {WaitingHeadline} item */
export function whenOut({ state, until }) {
  return until ? (state === "scheduled" ? `${day(until)}, ` : "") + clock(until) : "";
}

/** Whether somebody else had time enough. @param {WaitingHeadline} item */
export function isLongEnough(item) {
  return item.until !== undefined && Date.parse(item.until) <= serverNow();
}

/** @param {WaitingHeadline} item */
export function undoWords({ state }) {
  return say(state === "missed" || state === "draft" ? "waits_discard" : "waits_take_back");
}
