/** The station's templates: choosing one asks for its blanks, and writes the headline as they are filled in. */
import { element } from "../../page/dom.js";
import { say } from "../../page/words.js";
import { field } from "../fields.js";
import { fillHalves, halves } from "./halves.js";

/** @import { Half } from "./halves.js" */
/** @typedef {Half & { name: string, priority: string, blanks: string[], texts?: Record<string, Half> }} Template */
/** @typedef {{ headline: string, body: string, priority: string, texts?: Record<string, Half> }} Words what a template writes over */

const BLANK = /\{([a-z][a-z0-9_]*)\}/g;

/** `wrote` is called when the form has other words. @param {HTMLFormElement} form @param {() => void} wrote */
export function templates(form, wrote) {
  const box = document.querySelector("#templates");
  const choice = document.querySelector("#template");
  const blanks = document.querySelector("#blanks");
  const place = document.querySelector("#template-kept");
  if (!(box instanceof HTMLElement) || !(choice instanceof HTMLSelectElement) || !blanks || !place) return;
  /** @type {Template[]} */
  const all = JSON.parse(box.dataset.templates ?? "[]");
  /** What a person had typed, newest last. @type {Words[]} */
  const replaced = [];
  /** What a template wrote last. */
  let ours = "";

  /** @param {Template} chosen */
  const write = (chosen) => {
    const before = words(form);
    if (hasWords(before) && JSON.stringify(before) !== ours) replaced.push(before);
    fill(form, chosen, blanks);
    ours = JSON.stringify(words(form));
    offer();
    wrote();
  };

  /** Offers what was typed by hand before a template wrote over it. */
  const offer = () => {
    if (!replaced.length) return place.replaceChildren();
    if (place.firstChild) return;
    const back = element("button", { type: "button", class: "button", onclick: putBack }, say("template_put_back"));
    place.replaceChildren(say("template_replaced"), " ", back);
  };

  const putBack = () => {
    const before = replaced.pop();
    if (!before) return;
    choice.value = "";
    blanks.replaceChildren();
    put(form, before);
    offer();
    wrote();
    field(form, "headline").focus();
  };

  choice.addEventListener("change", () => {
    const chosen = all[Number(choice.value)];
    blanks.replaceChildren();
    if (choice.value === "" || !chosen) return;
    blanks.append(...chosen.blanks.map((name) => {
      const input = element("input", { type: "text", dir: "auto", autocomplete: "off", "data-blank": name });
      input.addEventListener("input", () => write(chosen));
      return element("label", { class: "field" }, element("span", { class: "field__name" }, name.replaceAll("_", " ")), input);
    }));
    write(chosen);
    blanks.querySelector("input")?.focus();
  });
  form.addEventListener("reset", () => {
    blanks.replaceChildren();
    replaced.length = 0;
    offer();
  });
}

/** @param {HTMLFormElement} form @returns {Words} */
function words(form) {
  const [headline, body, priority] = ["headline", "body", "priority"].map((name) => field(form, name).value);
  return { headline, body, priority, texts: halves(form) };
}

/** @param {Words} words */
function hasWords({ headline, body, texts }) {
  return Boolean(headline.trim() || body.trim() || texts);
}

/** @param {HTMLFormElement} form @param {Words} words */
function put(form, { headline, body, priority, texts }) {
  for (const [name, value] of Object.entries({ headline, body, priority })) field(form, name).value = value;
  fillHalves(form, texts);
}

/** @param {HTMLFormElement} form @param {Template} template @param {Element} blanks */
function fill(form, { headline, body, priority, texts }, blanks) {
  const said = Object.fromEntries([...blanks.querySelectorAll("input")].map((input) => [input.dataset.blank, input.value.trim()]));
  /** @param {string} [text] */
  const filled = (text = "") => text.replace(BLANK, (blank, name) => said[name] || blank);
  const texted = Object.entries(texts ?? {}).map(([tag, half]) => [tag, { headline: filled(half.headline), body: filled(half.body) }]);
  put(form, { headline: filled(headline), body: filled(body), priority, texts: Object.fromEntries(texted) });
}
