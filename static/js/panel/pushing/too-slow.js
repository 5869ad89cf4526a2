/** Somebody or the clock was faster at a headline that waits: what is so now, and what can still be done. */
import { element } from "../../page/dom.js";
import { say } from "../../page/words.js";
import { openForm } from "../headlines.js";
import { showStatus } from "../status.js";
import { changeLines } from "./changes.js";

/** @import { Problem } from "../send.js" */
/** @import { WaitingHeadline } from "../types.d.ts" */

/**
 * Says it in `place`, at the headline, or in `outcome` where that has gone. What the headline is now, if it still waits.
 * @param {WaitingHeadline} item @param {Problem} problem @param {HTMLElement} place @param {HTMLElement} outcome
 * @returns {WaitingHeadline | undefined}
 */
export function tooSlow(item, problem, place, outcome) {
  const { type, current } = problem;
  if (type === "urn:airwire:problem:too-late") return tooLate(item, Boolean(current), outcome);
  if (type === "urn:airwire:problem:too-early") return void showStatus(place, say("too_early"), "wait");
  showStatus(place, say("stale_decide"), "bad");
  place.prepend(...changeLines(problem));
  return current?.id === item.id && current.state ? current : undefined;
}

/** What is out cannot be taken back, but withdrawn. @param {WaitingHeadline} item @param {boolean} isOut @param {HTMLElement} outcome */
function tooLate({ id, headline }, isOut, outcome) {
  showStatus(outcome, say(isOut ? "too_late" : "stale_gone"), "bad");
  if (!isOut) return undefined;
  const withdraw = element("button", { type: "button", class: "button button--danger", onclick: () => openForm(id, "withdraw") }, say("withdraw_it"));
  withdraw.setAttribute("aria-label", `${say("withdraw_it")}: ${headline}`);
  outcome.append(" ", withdraw);
  withdraw.focus();
  return undefined;
}
