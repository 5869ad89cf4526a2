/** Words, times, and telling people what became of what they did. */

import { Refused, Unanswered, Unconfirmed } from "./send.js";

const words = JSON.parse(document.getElementById("panel-words").textContent);

/** The panel's word for `key`, with `{names}` filled in. */
export function word(key, values = {}) {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
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
  line.className = `told told--${kind}`;
  if (line.textContent !== text) line.textContent = text;
}

/** Says in `line` why `error` happened, and marks the fields of `form` that it names. */
export function explain(error, line, form) {
  if (error instanceof Unanswered) {
    const which = error instanceof Unconfirmed ? "unconfirmed" : "unanswered";
    tell(line, word(`${which}_${error.why}`, { status: error.status }), "bad");
  } else if (error instanceof Refused && error.status === 401) {
    tell(line, word("signed_out"), "bad");
  } else {
    tell(line, error.message, "bad");
  }
  for (const { field, problem } of error.problem?.errors ?? []) {
    const input = form?.elements.namedItem(field);
    if (input instanceof HTMLElement) mark(input, problem);
  }
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
