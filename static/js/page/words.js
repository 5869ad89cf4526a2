/** The page's language: its words, plurals, numbers. */
import { language, words } from "./page.js";

const plural = new Intl.PluralRules(language);
const decimal = new Intl.NumberFormat(language);

/** The text under `key`, with `{name}`s filled in from `values`. A key with plural forms is chosen by `values.n`. */
export function say(key, values = {}) {
  const form = words[key] ?? words[`${key}.${plural.select(values.n)}`] ?? words[`${key}.other`] ?? key;
  return form.replace(/\{(\w+)\}/g, (_, name) => (typeof values[name] === "number" ? decimal.format(values[name]) : values[name]));
}
