/**
 * After a form was sent and its page came again, the keyboard goes on where it was: at what the page says of the act, at the
 * heading of the row, or, where that has gone, of the row that took its place or of the list. Never at a button: a second press
 * of Enter must not act on what has not been read.
 */

const KEY = "airwire.acted";
const FRESH_MS = 30_000;
const HEADINGS = "h1, h2, h3, h4";

/** @typedef {{ path: string, at: number, part: string, row: number }} Acted */

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !(form instanceof HTMLFormElement) || form.method !== "post") return;
  const part = partOf(form);
  const row = rowsOf(part).findIndex((one) => one.contains(form));
  /** @type {Acted} */
  const acted = { path: location.pathname, at: Date.now(), part: part?.id ?? "", row };
  sessionStorage.setItem(KEY, JSON.stringify(acted));
});

/** What was done last on this page, once. @returns {Acted | null} */
function lastAct() {
  const acted = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  sessionStorage.removeItem(KEY);
  return acted?.path === location.pathname && Date.now() - acted.at < FRESH_MS ? acted : null;
}

/** Where the keyboard goes on. @param {Acted} acted @returns {HTMLElement | null} */
function whereTo({ part: id, row }) {
  const said = [...document.querySelectorAll("main .outcome")].find((one) => one.textContent?.trim());
  const first = document.querySelector("main [aria-invalid=true]") ?? said;
  if (first) return /** @type {HTMLElement} */ (first);
  const part = document.getElementById(id);
  const next = row < 0 ? undefined : rowsOf(part).slice(0, row + 1).at(-1);
  return next?.querySelector(HEADINGS) ?? part?.querySelector(HEADINGS) ?? document.querySelector("main h1");
}

/** The list or section that `form` is in. @param {HTMLFormElement} form */
function partOf(form) {
  return form.closest("[data-refresh], section[id]");
}

/** @param {Element | null} part */
function rowsOf(part) {
  return part ? [...part.querySelectorAll("article, li, tr")] : [];
}

const acted = lastAct();
const isFree = !document.querySelector("[autofocus]") && !location.hash && document.activeElement === document.body;
const place = acted && isFree ? whereTo(acted) : null;
if (place) {
  if (!place.matches("input, select, textarea")) place.tabIndex = -1;
  place.focus();
}
