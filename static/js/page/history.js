/**
 * From page to page by the History API, for browsers without the Navigation API (iPhones before iOS 26.2): clicks, forms, and
 * the way back and forward with the place where the reader was.
 */
import { isKnown, keep, leave, restore, toBeginning } from "./places.js";

/**
 * `isOurs(url)`: whether that page can be swapped in; `arrive(url, isBack)` does it, and says whether another page is seen now.
 * @typedef {{ isOurs(url: URL): boolean, arrive(url: URL, isBack: boolean): Promise<boolean> }} Pages
 */

/** The key of the entry that is shown, and its address. */
let current = "";
let address = "";

/** @param {Pages} pages */
export function followHistory(pages) {
  history.scrollRestoration = "manual";
  take();
  if (isKnown(current)) restore(current); // a reload, or back from elsewhere
  addEventListener("pagehide", () => {
    leave(current);
    keep();
  });
  document.addEventListener("click", (event) => lead(event, linkOf(event), pages));
  document.addEventListener("submit", (event) => lead(event, queryOf(event), pages));
  addEventListener("popstate", async () => {
    leave(current);
    const isWithin = bare(address) === bare(location.href) && Boolean(history.state?.key);
    take();
    const isNew = await pages.arrive(new URL(location.href), true);
    if (isNew || isWithin) restore(current);
  });
}

/** The entry that is shown now; one that has no key yet gets one. */
function take() {
  address = location.href;
  current = history.state?.key ?? Math.random().toString(36).slice(2);
  if (!history.state?.key) history.replaceState({ key: current }, "");
}

/** @param {Event} event @param {URL | null} url where it leads @param {Pages} pages */
async function lead(event, url, pages) {
  if (!url || !pages.isOurs(url)) return;
  event.preventDefault();
  leave(current);
  if (url.href === location.href) history.replaceState({ key: current }, "");
  else history.pushState(null, "", url);
  take();
  if (await pages.arrive(url, false)) toBeginning();
}

/** Where a click leads in this very tab; `null` where nowhere, or within the page. @param {MouseEvent} event @returns {URL | null} */
function linkOf({ defaultPrevented, button, metaKey, ctrlKey, shiftKey, altKey, target }) {
  const link = target instanceof Element && target.closest("a");
  if (!link || !link.href || defaultPrevented || button || metaKey || ctrlKey || shiftKey || altKey) return null;
  if ((link.target && link.target !== "_self") || link.hasAttribute("download")) return null;
  const url = new URL(link.href);
  return url.hash && bare(url.href) === bare(location.href) ? null : url;
}

/** The address without its fragment. @param {string} address */
function bare(address) {
  return address.replace(/#.*/, "");
}

/** Where a form that only asks leads. @param {SubmitEvent} event @returns {URL | null} */
function queryOf({ defaultPrevented, target, submitter }) {
  if (!(target instanceof HTMLFormElement) || defaultPrevented || target.method !== "get" || target.target) return null;
  const url = new URL(target.action);
  const fields = [...new FormData(target, submitter)].map(([name, value]) => [name, String(value)]);
  url.search = new URLSearchParams(fields).toString();
  return url;
}
