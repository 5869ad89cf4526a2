/** How far down the reader was on each page of this tab's history, by the entry's key, also for the next document. */

const KEY = "airwire.places";
const MAX_PLACES = 50;
/** @type {Map<string, number>} */
const places = new Map(recall());

/** The page of this entry is left. @param {string} key */
export function leave(key) {
  places.delete(key);
  places.set(key, scrollY);
}

/** Back on it; one that was never left begins where it begins. @param {string} key */
export function restore(key) {
  const y = places.get(key);
  if (y === undefined) toBeginning();
  else scrollTo(0, y);
}

/** @param {string} key */
export function isKnown(key) {
  return places.has(key);
}

/** The fragment of the address, or the top. */
export function toBeginning() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target) target.scrollIntoView();
  else scrollTo(0, 0);
}

/** This document is left. */
export function keep() {
  try {
    sessionStorage.setItem(KEY, JSON.stringify([...places].slice(-MAX_PLACES)));
  } catch {
    // Without storage the next document begins at the top.
  }
}

/** @returns {[string, number][]} */
function recall() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
  } catch {
    return [];
  }
}
