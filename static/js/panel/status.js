/** What became of what somebody did: in a status region of theirs, or beside the fields that are wrong. */
import { say } from "../page/words.js";
import { mark } from "./fields.js";
import { Refused, Unanswered, Unconfirmed } from "./send.js";

/** @import { FieldProblem, Problem } from "./send.js" */

/**
 * Writes `text` into the status region `place`. Written only when it changes, so it is read out once.
 * @param {HTMLElement} place @param {string} text @param {"good" | "bad" | "wait"} [kind]
 */
export function showStatus(place, text, kind = "good") {
  delete place.dataset.open;
  place.className = `outcome outcome--${kind}`;
  if (place.textContent !== text) place.textContent = text;
}

/**
 * Says in `place` why `error` happened, and marks the fields of `form` that it names.
 * @param {unknown} error @param {HTMLElement} place @param {HTMLFormElement} [form]
 */
export function showFailure(error, place, form) {
  if (error instanceof Unanswered) {
    const which = error instanceof Unconfirmed ? "unconfirmed" : "unanswered";
    showStatus(place, say(`${which}_${error.why}`, { status: String(error.status) }), "bad");
    place.dataset.open = "";
    return;
  }
  if (!(error instanceof Refused)) return showStatus(place, String(error instanceof Error ? error.message : error), "bad");
  const { status, problem } = error;
  const elsewhere = (problem.errors ?? []).filter((wrong) => !markNamed(form, wrong)).map(inWords);
  const text = status === 422 && problem.errors ? say(elsewhere.length ? "refused_for" : "refused_marked") : refusal(status, problem);
  showStatus(place, [text, ...new Set(elsewhere)].join(" "), "bad");
}

/** The newsroom answers again: whoever was left without an answer reads so where they wait for it. */
document.addEventListener("airwire:back", () => {
  for (const place of document.querySelectorAll(".outcome[data-open]")) showStatus(place, say("answers_again"), "wait");
});

/** @type {Record<number, string>} */
const REFUSALS = { 401: "signed_out", 403: "refused_role", 404: "refused_gone", 409: "refused_stale", 429: "refused_often" };

/** @param {number} status @param {Problem} problem */
function refusal(status, problem) {
  return say(REFUSALS[status] ?? "refused", { status: String(status), n: problem.retry_after_s ?? 10 });
}

/** What is asked for under one name stands in the form under another. @type {Record<string, string>} */
const INPUTS = { programme: "segment", until: "minutes", ends_at: "end", starts_at: "start" };

/**
 * Whether the field that is wrong is in `form`, and marked now.
 * @param {HTMLFormElement | undefined} form @param {FieldProblem} wrong
 */
function markNamed(form, wrong) {
  const input = form?.elements.namedItem(wrong.field) ?? form?.elements.namedItem(INPUTS[wrong.field] ?? "");
  if (!(input instanceof HTMLElement) || !input.closest(".field")?.querySelector(".field__error")) return false;
  mark(/** @type {HTMLInputElement} */ (input), inWords(wrong));
  return true;
}

/**
 * The server's code for what is wrong with a field, in words; what has none is wrong and no more.
 * @param {FieldProblem} wrong
 */
function inWords({ code, limit }) {
  const key = `wrong_${code}`;
  return say(key, { limit }) === key ? say("wrong_wrong") : say(key, { limit });
}
