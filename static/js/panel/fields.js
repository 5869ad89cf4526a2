/** A form's fields: their values, and what is wrong with one, said beside it. */

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field */

/** A headline is one line, however it was pasted. @param {string} text */
export function oneLine(text) {
  return text.replace(/\s+/g, " ").trim();
}

/**
 * The field `name` of `form`. Throws where the form has none.
 * @param {HTMLFormElement} form @param {string} name @returns {HTMLInputElement}
 */
export function field(form, name) {
  const found = form.elements.namedItem(name);
  if (!found) throw new Error(`the form has no field ${name}`);
  // Radio buttons and other fields have as much of an input as is used here: a value, a type and the focus.
  return /** @type {HTMLInputElement} */ (found);
}

/** What the fields of `form` say, by name. @param {HTMLFormElement} form @returns {Record<string, string>} */
export function values(form) {
  return Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
}

/** Says `problem` beside `input`, and takes the reader there. @param {Field} input @param {string} problem */
export function mark(input, problem) {
  // What a hidden field has was chosen in another one beside it.
  const seen = input.type === "hidden" ? input.closest(".field")?.querySelector("input") ?? input : input;
  seen.closest("details")?.setAttribute("open", "");
  seen.setAttribute("aria-invalid", "true");
  const place = seen.closest(".field")?.querySelector(".field__error");
  if (place) place.textContent = problem;
  seen.focus();
}

/** Takes back what was said beside the fields of `form`. @param {HTMLFormElement} form */
export function unmark(form) {
  for (const input of form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
  for (const place of form.querySelectorAll(".field__error")) place.textContent = "";
}
