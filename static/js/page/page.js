/** What the server gave this page's scripts (`#airwire`): the board as rendered, the station, addresses, the words. */

/** @import { PageData } from "../types.d.ts" */

/** @type {PageData} */
const data = JSON.parse(document.getElementById("airwire")?.textContent ?? "{}");
export const { board: served, station, build, vendors, parts, words } = data;
export const language = document.documentElement.lang;
/** The language whose dates, numbers and plurals the page's language has, where browsers do not know it themselves. */
export const formats = document.documentElement.dataset.formats ?? language;
/** The only language in which this reader wants headlines; "" for every one. */
export const only = document.documentElement.dataset.headlines ?? "";
/** In which headlines are written where they can be. */
export const headlineLanguage = only || language;
export const zone = station.zone;

/**
 * A value kept in this browser; `null` where there is none or storage is closed to us.
 * @param {string} key @returns {any}
 */
export function recall(key) {
  try {
    return JSON.parse(localStorage.getItem(`airwire.${key}`) ?? "null");
  } catch {
    return null;
  }
}

/** @param {string} key @param {unknown} value that JSON knows */
export function remember(key, value) {
  try {
    localStorage.setItem(`airwire.${key}`, JSON.stringify(value));
  } catch {
    // Private windows refuse; the value lasts as long as the page, which is what was asked of them.
  }
}
