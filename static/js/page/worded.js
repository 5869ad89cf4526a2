/** A headline in the page's language, if it is one in several: the browser's twin of `newsroom/headlines/wording.py`, pure. */

/** @typedef {{ headline: string, body?: string }} Half */
/** @typedef {{ headline: string, body?: string, language?: string, texts?: Record<string, Half>, foreign?: string }} Worded
 *   `foreign` is the language of a headline whose half in the page's is missing */

/** Tagalog counts as Filipino. @param {string} tag */
function primary(tag) {
  const language = tag.split("-")[0].toLowerCase();
  return language === "tl" ? "fil" : language;
}

/**
 * Whether who wants only headlines in `language` sees this one.
 * @param {Worded & { priority?: string }} item @param {string} language
 */
export function isFor(item, language) {
  return item.priority === "flash" || !worded(item, language).foreign;
}

/** @template {Worded} Item @param {Item} item @param {string} language @returns {Item & { foreign?: string }} */
export function worded(item, language) {
  const { texts, language: own } = item;
  if (!texts || !own || primary(own) === primary(language)) return item;
  const half = Object.entries(texts).find(([tag]) => primary(tag) === primary(language))?.[1];
  return half ? { ...item, headline: half.headline, body: half.body } : { ...item, foreign: own };
}
