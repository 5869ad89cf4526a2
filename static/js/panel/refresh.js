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
    if (!fresh || old.contains(document.activeElement) || isTyped(old)) continue;
    const open = [...old.querySelectorAll("details")].map((details) => details.open);
    fresh.querySelectorAll("details").forEach((details, at) => (details.open = open[at] ?? details.open));
    if (!fresh.isEqualNode(old)) old.replaceWith(fresh);
  }
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
