/** Advice on a headline's words: where it is too long to be seen whole, and names that the station writes otherwise. Pure. */

/** @typedef {{ name: string, also?: string[] }} StationName */
/** @typedef {{ written: string, name: string }} Misspelt */

const encoder = new TextEncoder();

/** How much each surface shows; in characters, but for digital radio, which counts bytes. */
const SURFACES = [
  { key: "surface_rds", most: 64, length: (/** @type {string} */ text) => text.length },
  { key: "surface_phone", most: 110, length: (/** @type {string} */ text) => text.length },
  { key: "surface_dab", most: 128, length: (/** @type {string} */ text) => encoder.encode(text).length },
  { key: "surface_sms", most: 160, length: (/** @type {string} */ text) => text.length },
];

/** The surfaces on which `headline` is cut off, the shortest first. @param {string} headline */
export function cutOff(headline) {
  return SURFACES.filter(({ most, length }) => length(headline) > most);
}

/** Below so many letters a word that differs by one is another word. */
const LONG_ENOUGH = 6;

/**
 * Names in `text` that the station writes otherwise: in other capitals, in a way that is known to be wrong, or a letter off.
 * @param {string} text @param {StationName[]} names @returns {Misspelt[]}
 */
export function misspelt(text, names) {
  /** @type {Misspelt[]} */
  const found = [];
  for (const { name, also = [] } of names) {
    for (const { 0: written } of text.matchAll(pattern([name, ...also]))) {
      if (written !== name) found.push({ written, name });
    }
    if (name.includes(" ") || name.length < LONG_ENOUGH) continue;
    for (const { 0: word } of text.matchAll(/[\p{L}\p{N}]+/gu)) {
      const isNear = word.length >= LONG_ENOUGH && word !== name && isOneOff(word.toLowerCase(), name.toLowerCase());
      if (isNear && !names.some((one) => one.name === word)) found.push({ written: word, name });
    }
  }
  return found.filter(({ written, name }, n) => found.findIndex((one) => one.written === written && one.name === name) === n);
}

/** Any of `words`, whole, in any capitals. @param {string[]} words */
function pattern(words) {
  const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${escaped.join("|")})(?![\\p{L}\\p{N}])`, "giu");
}

/** Whether one letter more, less or another makes one of the other. @param {string} one @param {string} other */
function isOneOff(one, other) {
  if (one === other || Math.abs(one.length - other.length) > 1) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  let end = 0;
  while (end < Math.min(one.length, other.length) - start && one.at(-1 - end) === other.at(-1 - end)) end += 1;
  return Math.max(one.length, other.length) - start - end <= 1;
}
