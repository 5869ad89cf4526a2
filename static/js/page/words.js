/** The page's language: its words, plurals, numbers. */
import { language, words } from "./page.js";

const plural = new Intl.PluralRules(language);
const decimal = new Intl.NumberFormat(language);

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
  return typeof value === "number" ? decimal.format(value) : value ?? "";
}
