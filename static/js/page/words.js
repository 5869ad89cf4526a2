/** The page's language: its words, plurals, numbers. */
import { formats, words } from "./page.js";

const plural = new Intl.PluralRules(formats);
const decimal = new Intl.NumberFormat(formats);

/**
 * The text under `key`, with `{name}`s filled in from `values`. A key with plural forms is chosen by `values.n`.
 * A key without words is its own.
 * @param {string} key @param {Record<string, string | number | null | undefined>} [values] numbers are written as the language does
 */
export function say(key, values = {}) {
  const form = words[key] ?? words[`${key}.${plural.select(Number(values.n))}`] ?? words[`${key}.other`] ?? key;
  return form.replace(/\{(\w+)\}/g, (_, name) => inWords(values[name]));
}

/** @param {string | number | null | undefined} value */
function inWords(value) {
  return typeof value === "number" ? decimal.format(value) : isolated(value ?? "");
}

const FIRST_STRONG_ISOLATE = "\u2068";
const POP_ISOLATE = "\u2069";
const FROM_RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/**
 * A text from outside as part of a sentence of ours, where no element can stand around it: letters that run from right to left
 * stay together, and leave the rest in its order.
 * @param {string} text
 */
export function isolated(text) {
  return FROM_RIGHT_TO_LEFT.test(text) ? `${FIRST_STRONG_ISOLATE}${text}${POP_ISOLATE}` : text;
}
