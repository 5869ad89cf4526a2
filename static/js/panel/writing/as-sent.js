/** A form that was sent: its answer empties it of what went out, and leaves what was typed after the press. */

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field */

/** What a form had when it was sent. */
export class AsSent {
  /** @type {Map<Field, string>} */
  #sent;

  /** @param {HTMLFormElement} form as it is sent */
  constructor(form) {
    this.form = form;
    this.#sent = new Map(fieldsOf(form).map((field) => [field, content(field)]));
  }

  /** The fields in which something was typed or chosen since. */
  get typedSince() {
    return fieldsOf(this.form).filter((field) => this.#sent.get(field) !== content(field));
  }

  /** Empties the fields that are as they were sent. Whether others were typed in since, and stay. */
  empty() {
    const since = new Set(this.typedSince.flatMap((field) => [field, ...besides(field)]));
    if (!since.size) {
      this.form.reset();
      return false;
    }
    for (const field of this.#sent.keys()) if (!since.has(field)) putBack(field);
    return true;
  }
}

/** @param {HTMLFormElement} form @returns {Field[]} */
function fieldsOf(form) {
  return /** @type {Field[]} */ ([...form.elements].filter((one) => one.matches("input, textarea, select")));
}

/** @param {Field} field */
function content(field) {
  return isTicked(field) ? String(field.checked) : field.value;
}

/** What is one with `field` for who writes: the slug that stands for the words of a picker. @param {Field} field @returns {Iterable<Field>} */
function besides(field) {
  return field.closest("[data-picker]")?.querySelectorAll("input") ?? [];
}

/** @param {Field} field as it was when the page came */
function putBack(field) {
  if (isTicked(field)) field.checked = field.defaultChecked;
  else if (field instanceof HTMLSelectElement) field.selectedIndex = Math.max(0, [...field.options].findIndex((option) => option.defaultSelected));
  // A hidden field's default is what it has: of a form that is emptied it stands for a choice.
  else field.value = field.type === "hidden" ? "" : field.defaultValue;
}

/** @param {Field} field @returns {field is HTMLInputElement} */
function isTicked(field) {
  return field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio");
}
