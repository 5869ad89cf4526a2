/**
 * Saving data: the thinnest stream, and no pictures. By choice, which a cookie keeps so that the server's pages come without
 * pictures, else as the browser or the device asks (`Save-Data`, `prefers-reduced-data`).
 */

const YEAR_S = 31_536_000;
const root = document.documentElement;

/** What the device asks for, where nothing was chosen. */
function deviceAsks() {
  return Boolean(navigator.connection?.saveData) || matchMedia("(prefers-reduced-data: reduce)").matches;
}

function chosen() {
  return /(?:^|; )saver=(on|off)/.exec(document.cookie)?.[1];
}

export function isSaving() {
  return "saver" in root.dataset;
}

/** @param {boolean} on */
export function save(on) {
  document.cookie = `saver=${on ? "on" : "off"}; path=/; max-age=${YEAR_S}; samesite=lax`;
  mark(on);
}

/** @param {boolean} on */
function mark(on) {
  if (on) root.dataset.saver = "";
  else delete root.dataset.saver;
}

/**
 * The server knows the cookie and the header; what only the device says goes to it by a cookie for this visit. What
 * pictures this first page has and are not in yet are not waited for.
 */
if (!chosen() && !isSaving() && deviceAsks()) {
  document.cookie = "saver=on; path=/; samesite=lax";
  mark(true);
  for (const image of document.querySelectorAll(/** @type {"img"} */ ("main img"))) if (!image.complete) image.remove();
}
