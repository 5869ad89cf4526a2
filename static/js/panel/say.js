/** Words, times, and telling people what became of what they did. */

import { Refused, Unanswered, Unconfirmed } from "./send.js";

const words = JSON.parse(document.getElementById("panel-words").textContent);

/** The panel's word for `key`, with `{names}` filled in. */
export function word(key, values = {}) {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

/** A headline is one line, however it was pasted. */
export function oneLine(text) {
  return text.replace(/\s+/g, " ").trim();
}

const clockTime = new Intl.DateTimeFormat(document.documentElement.lang || "en", {
  timeStyle: "medium",
  timeZone: document.body.dataset.zone,
});

const dayMonth = new Intl.DateTimeFormat(document.documentElement.lang || "en", {
  dateStyle: "medium",
  timeZone: document.body.dataset.zone,
});

/** The date of `at` at the station. */
export function day(at) {
  return at ? dayMonth.format(new Date(at)) : "";
}

export function clock(at) {
  return at ? clockTime.format(new Date(at)) : "";
}

/** `40 s`, `12 min`, `3 h`: how long ago. */
export function age(at, now = Date.now()) {
  const seconds = Math.max(0, Math.round((now - new Date(at).getTime()) / 1000));
  if (seconds < 90) return `${seconds} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

/** Writes `text` into a status line; `kind` is good, bad or wait. Written only when it changes, so it is read out once. */
export function tell(line, text, kind = "good") {
  delete line.dataset.open;
  line.className = `told told--${kind}`;
  if (line.textContent !== text) line.textContent = text;
}

/** Says in `line` why `error` happened, and marks the fields of `form` that it names. */
export function explain(error, line, form) {
  if (error instanceof Unanswered) {
    const which = error instanceof Unconfirmed ? "unconfirmed" : "unanswered";
    tell(line, word(`${which}_${error.why}`, { status: error.status }), "bad");
    line.dataset.open = "";
    return;
  }
  if (!(error instanceof Refused)) return tell(line, error.message, "bad");
  const elsewhere = (error.problem.errors ?? []).filter((wrong) => !markNamed(form, wrong)).map(wrongWith);
  const { status, problem } = error;
  const text = status === 422 && problem.errors ? word(elsewhere.length ? "refused_for" : "refused_marked") : refusal(status, problem);
  tell(line, [text, ...new Set(elsewhere)].join(" "), "bad");
}

/** The newsroom answers again: whoever was left without an answer is told so where they wait for it. */
document.addEventListener("airwire:back", () => {
  for (const line of document.querySelectorAll(".told[data-open]")) tell(line, word("answers_again"), "wait");
});

const REFUSALS = { 401: "signed_out", 403: "refused_role", 404: "refused_gone", 409: "refused_stale", 429: "refused_often" };

function refusal(status, problem) {
  return word(REFUSALS[status] ?? "refused", { status, n: problem.retry_after_s ?? 10 });
}

/** What is asked for under one name stands in the form under another. */
const INPUTS = { programme: "segment", until: "minutes", ends_at: "end", starts_at: "start" };

function markNamed(form, wrong) {
  const input = form?.elements.namedItem(wrong.field) ?? form?.elements.namedItem(INPUTS[wrong.field]);
  if (!(input instanceof HTMLElement) || !input.closest(".field")?.querySelector(".field__error")) return false;
  mark(input, wrongWith(wrong));
  return true;
}

/** The server's code for what is wrong with a field, in words; what has none is told as wrong and no more. */
function wrongWith({ code, limit }) {
  const key = `wrong_${code}`;
  return word(key, { limit }) === key ? word("wrong_wrong") : word(key, { limit });
}

export function mark(field, problem) {
  // What a hidden field has was chosen in another one beside it.
  const input = field.type === "hidden" ? field.closest(".field")?.querySelector("input") ?? field : field;
  input.closest("details")?.setAttribute("open", "");
  input.setAttribute("aria-invalid", "true");
  const place = input.closest(".field")?.querySelector(".field__error");
  if (place) place.textContent = problem;
  input.focus();
}

export function unmark(form) {
  for (const input of form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
  for (const place of form.querySelectorAll(".field__error")) place.textContent = "";
}
