/**
 * Keeps a page of the panel fresh: what is marked `data-refresh` (and has an id) is taken anew every few seconds from the
 * page's own address. What somebody is just using stays as it is.
 */
const EVERY_MS = 4000;
let isAway = false;

/** Throws where the page cannot be had. */
async function refresh() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  const wasAway = isAway;
  isAway = answer.status >= 500;
  if (wasAway && !isAway) document.dispatchEvent(new Event("airwire:back"));
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const old of document.querySelectorAll("[data-refresh]")) {
    const fresh = page.getElementById(old.id);
    if (!fresh || isUsed(old) || isTyped(old)) continue;
    const open = [...old.querySelectorAll("details")].map((details) => details.open);
    fresh.querySelectorAll("details").forEach((details, at) => (details.open = open[at] ?? details.open));
    if (isSame(fresh, old)) continue;
    const heading = old.contains(document.activeElement) ? document.activeElement : null;
    old.replaceWith(fresh);
    if (heading) readOn(fresh, heading.id);
  }
}

/** Whether somebody is at something there; a heading that was only led to can be taken anew. @param {Element} part */
function isUsed(part) {
  const at = document.activeElement;
  return part.contains(at) && !at?.matches("h1, h2, h3, h4");
}

/** The same but for the place of the keyboard. @param {Element} fresh @param {Element} old */
function isSame(fresh, old) {
  const plain = /** @type {Element} */ (old.cloneNode(true));
  for (const heading of plain.querySelectorAll("[tabindex='-1']:is(h1, h2, h3, h4)")) heading.removeAttribute("tabindex");
  return fresh.isEqualNode(plain);
}

/** Leads the keyboard to the heading that it was at, or to the first. @param {Element} part @param {string} id */
function readOn(part, id) {
  const heading = (id && part.querySelector(`#${CSS.escape(id)}`)) || part.querySelector("h1, h2, h3, h4");
  if (!(heading instanceof HTMLElement)) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

/** Whether somebody has typed something there that is not sent yet. @param {HTMLElement} part */
function isTyped(part) {
  return [...part.querySelectorAll("textarea"), ...part.querySelectorAll("input")].some((field) => field.value !== field.defaultValue);
}

function look() {
  if (!document.hidden) refresh().catch(() => (isAway = true)); // the page stays as it was
}

setInterval(look, EVERY_MS);
document.addEventListener("airwire:refresh", look); // somebody just changed something here
