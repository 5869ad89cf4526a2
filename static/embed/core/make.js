/** Elements and texts: nothing from outside becomes markup. */

/** @import { View } from "./types.d.ts" */

/**
 * An element with properties and children; strings become text, never HTML.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} name @param {Partial<HTMLElementTagNameMap[Tag]>} [props] @param {(Node | string)[]} children
 */
export function make(name, props, ...children) {
  const node = Object.assign(document.createElement(name), props);
  node.append(...children);
  return node;
}

/**
 * In a tab of its own, since the page around belongs to somebody else; and nothing but a web address.
 * @param {string} href @param {string} text
 */
export function link(href, text) {
  return make("a", { href: /^https?:/.test(href) ? href : "#", textContent: text, dir: "auto", target: "_blank", rel: "noopener" });
}

/** Not more than so many characters of it; what was left off can be seen. @param {string} text @param {number} most */
export function cut(text, most) {
  return text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text;
}

/** @param {string | number} moment @param {View} view */
export function clock(moment, { lang }) {
  const at = new Date(moment);
  const today = at.toDateString() === new Date().toDateString();
  /** @type {Intl.DateTimeFormatOptions} */
  const form = { ...(today ? {} : { day: "numeric", month: "short" }), hour: "numeric", minute: "2-digit" };
  const text = at.toLocaleString(lang === "fil" ? "fil-PH" : [], form);
  return make("time", { dateTime: at.toISOString(), textContent: text });
}

/** The frame of every embed. @param {string} label @param {View} view @param {(Node | string)[]} children */
export function boxed(label, { theme, lang }, ...children) {
  const whole = make("section", { className: `box ${theme}`, dir: "ltr", lang }, make("div", { className: "in" }, ...children));
  whole.setAttribute("aria-label", label);
  return whole;
}
