/** What the server gave this page's scripts (`#airwire`): the board as rendered, the station, the words. */

export const { board: served, station, build, words } = JSON.parse(document.getElementById("airwire").textContent);
export const language = document.documentElement.lang;
export const zone = station.zone;

/** A value kept in this browser; `null` where there is none or storage is closed to us. */
export function kept(key) {
  try {
    return JSON.parse(localStorage.getItem(`airwire.${key}`));
  } catch {
    return null;
  }
}

export function keep(key, value) {
  try {
    localStorage.setItem(`airwire.${key}`, JSON.stringify(value));
  } catch {
    // Private windows refuse; the value lasts as long as the page, which is what was asked of them.
  }
}
