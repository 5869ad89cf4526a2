/** The station's templates: choosing one asks for its blanks, and writes the headline as they are filled in. */
import { element } from "../../page/dom.js";
import { field } from "../fields.js";
import { fillHalves } from "./halves.js";

/** @import { Half } from "./halves.js" */
/** @typedef {Half & { name: string, priority: string, blanks: string[], texts?: Record<string, Half> }} Template */

const BLANK = /\{([a-z][a-z0-9_]*)\}/g;

/** `wrote` is called when the form has other words. @param {HTMLFormElement} form @param {() => void} wrote */
export function templates(form, wrote) {
  const box = document.querySelector("#templates");
  const choice = document.querySelector("#template");
  const blanks = document.querySelector("#blanks");
  if (!(box instanceof HTMLElement) || !(choice instanceof HTMLSelectElement) || !blanks) return;
  /** @type {Template[]} */
  const all = JSON.parse(box.dataset.templates ?? "[]");
  choice.addEventListener("change", () => {
    const chosen = all[Number(choice.value)];
    blanks.replaceChildren();
    if (choice.value === "" || !chosen) return;
    blanks.append(...chosen.blanks.map((name) => {
      const input = element("input", { type: "text", dir: "auto", autocomplete: "off", "data-blank": name });
      input.addEventListener("input", () => write(form, chosen, blanks, wrote));
      return element("label", { class: "field" }, element("span", { class: "field__name" }, name.replaceAll("_", " ")), input);
    }));
    field(form, "priority").value = chosen.priority;
    write(form, chosen, blanks, wrote);
    blanks.querySelector("input")?.focus();
  });
  form.addEventListener("reset", () => blanks.replaceChildren());
}

/** @param {HTMLFormElement} form @param {Template} template @param {Element} blanks @param {() => void} wrote */
function write(form, { headline, body, texts }, blanks, wrote) {
  const said = Object.fromEntries([...blanks.querySelectorAll("input")].map((input) => [input.dataset.blank, input.value.trim()]));
  /** @param {string} [text] */
  const fill = (text = "") => text.replace(BLANK, (blank, name) => said[name] || blank);
  field(form, "headline").value = fill(headline);
  field(form, "body").value = fill(body);
  const halves = Object.entries(texts ?? {}).map(([tag, half]) => [tag, { headline: fill(half.headline), body: fill(half.body) }]);
  fillHalves(form, Object.fromEntries(halves));
  wrote();
}
