/** Keeps a page with charts fresh: each minute what is marked `data-minutely` (and has an id) is taken anew from its address. */

const EVERY_MS = 60_000;

/** Rejects where the page cannot be had. */
async function renew() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const old of document.querySelectorAll("[data-minutely]")) {
    const fresh = page.getElementById(old.id);
    if (!fresh || old.contains(document.activeElement)) continue;
    if ("take" in old && typeof old.take === "function") {
      const data = fresh.querySelector("script")?.textContent;
      const was = old.querySelector("script");
      if (data && was && data !== was.textContent) old.take((was.textContent = data));
    } else old.replaceWith(fresh);
  }
}

/** Begins, where something on this page is to be kept fresh. */
export function keepFresh() {
  if (!document.querySelector("[data-minutely]")) return;
  setInterval(() => {
    if (!document.hidden) renew().catch(() => {}); // the page stays as it was
  }, EVERY_MS);
}
