/** The language and zone of the page, and the few words that a chart's script says; all come with the page. */

export const language = document.documentElement.lang;
export const zone = document.body.dataset.zone ?? "UTC";

/** @type {Record<string, string>} */
const words = JSON.parse(document.getElementById("chart-words")?.textContent ?? "{}");

/** @param {string} key */
export function word(key) {
  return words[key] ?? key;
}
