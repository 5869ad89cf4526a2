/** A headline in the station's other languages, as the fields of a form: `headline.fil`, `body.fil`. */
import { field, oneLine, values } from "../fields.js";

/** @typedef {{ headline: string, body?: string }} Half */

/** The languages that `form` has fields for. @param {HTMLFormElement} form */
function languagesOf(form) {
  return [...form.querySelectorAll("[data-half]")].map((part) => /** @type {HTMLElement} */ (part).dataset.half ?? "");
}

/** What was written in other languages; nothing where none was. @param {HTMLFormElement} form @returns {Record<string, Half> | undefined} */
export function halves(form) {
  const said = values(form);
  const written = languagesOf(form).flatMap((tag) => {
    const headline = oneLine(said[`headline.${tag}`] ?? "");
    const body = (said[`body.${tag}`] ?? "").trim();
    return headline ? [[tag, body ? { headline, body } : { headline }]] : [];
  });
  return written.length ? Object.fromEntries(written) : undefined;
}

/** The language of a text without a headline, if there is one: nobody would see it. @param {HTMLFormElement} form */
export function headless(form) {
  const said = values(form);
  return languagesOf(form).find((tag) => said[`body.${tag}`]?.trim() && !oneLine(said[`headline.${tag}`] ?? ""));
}

/** Puts the other languages into `form`, and opens those that have something. @param {HTMLFormElement} form @param {Record<string, Half>} [texts] */
export function fillHalves(form, texts = {}) {
  for (const tag of languagesOf(form)) {
    field(form, `headline.${tag}`).value = texts[tag]?.headline ?? "";
    field(form, `body.${tag}`).value = texts[tag]?.body ?? "";
    form.querySelector(`[data-half="${tag}"]`)?.toggleAttribute("open", Boolean(texts[tag]));
  }
}
