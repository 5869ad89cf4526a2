/**
 * From page to page without stopping the sound: what is inside <main> is fetched and swapped, the player stays.
 *
 * By the Navigation API, which keeps scrolling, history and the loading sign right; in a browser without it by `history.js`.
 * Other languages, other builds, staff and embeds: whole pages, and the player goes on by itself after a short seam.
 */
import { announce } from "./announce.js";
import { element, need } from "./dom.js";
import { feed } from "../feed/feed.js";
import { followHistory } from "./history.js";
import { setTitle } from "./newer.js";
import { build } from "./page.js";
import { Pending } from "./pending.js";
import { keep as keepPlaces, leave, restore, toBeginning } from "./places.js";
import { say } from "./words.js";

const PATIENCE_MS = 30_000;
const OURS = /^\/($|articles(\/|$)|breaking(\/|$)|schedule$|most-read$)/;

/** The page whose content is seen: not that of the address while one is waited for that cannot be had. */
let shown = location.href;
let asking = new AbortController();
let isOwnDoing = false;
const pending = new Pending(
  async () => (await refresh()) && scrollTo(0, 0),
  () => {
    isOwnDoing = true;
    history.replaceState(history.state, "", shown);
    isOwnDoing = false;
  },
);

/**
 * The page of this address anew: for what changed on it, or because it did not come before. Whether it is shown now.
 * @returns {Promise<boolean>}
 */
export function refresh() {
  return swap(new URL(location.href), new AbortController().signal);
}

export function startNavigation() {
  if (!globalThis.navigation) {
    followHistory({ isOurs, arrive: (url, isBack) => arrive(url, isBack, new AbortController().signal) });
    return;
  }
  const { navigation } = globalThis;
  addEventListener("pagehide", keepPlaces);
  navigation.addEventListener("navigate", (event) => {
    const url = new URL(event.destination.url);
    const plain = event.canIntercept && !event.hashChange && event.downloadRequest === null && !event.formData && !isOwnDoing;
    if (!plain || event.navigationType === "reload" || !isOurs(url)) return;
    const isBack = event.navigationType === "traverse";
    if (navigation.currentEntry) leave(navigation.currentEntry.key);
    event.intercept({
      focusReset: "manual",
      scroll: "manual", // what is kept open stays where it is
      handler: async () => {
        if (!(await arrive(url, isBack, event.signal))) return;
        if (isBack) restore(event.destination.key);
        else toBeginning();
      },
    });
  });
}

/** Whether the page there can be swapped in. @param {URL} url */
function isOurs(url) {
  return url.origin === location.origin && OURS.test(url.pathname) && !url.searchParams.has("lang");
}

/**
 * Whether another page is shown now.
 * @param {URL} url @param {boolean} isBack or forward, in the history @param {AbortSignal} signal
 */
async function arrive(url, isBack, signal) {
  return isBack && bare(url) === bare(shown) ? keep() : swap(url, signal);
}

/** Back from a page that never came to the one that is still seen. */
function keep() {
  asking.abort();
  pending.clear();
  return false;
}

/** @import { PageData } from "../types.d.ts" */
/** @typedef {{ document: Document, main: HTMLElement, data: PageData }} Page one of ours, fetched */

/**
 * Whether the page at `url` is shown now. One that cannot be had is waited for, and what is open stays.
 * @param {URL} url @param {AbortSignal} signal
 */
async function swap(url, signal) {
  asking.abort();
  asking = new AbortController();
  const end = either(signal, asking.signal);
  document.documentElement.dataset.loading = "";
  try {
    const page = await fetchPage(url, either(end, AbortSignal.timeout(PATIENCE_MS)));
    if (!page) {
      location.reload();
      return false;
    }
    await loadStyles(page.document);
    if (end.aborted) return false;
    pending.clear();
    shown = url.href;
    show(page);
    return true;
  } catch {
    if (!end.aborted) pending.wait();
    return false;
  } finally {
    if (!end.aborted) delete document.documentElement.dataset.loading;
  }
}

/** Browsers before 2024 know only the first. @param {AbortSignal[]} signals @returns {AbortSignal} */
function either(...signals) {
  return AbortSignal.any?.(signals) ?? signals[0];
}

/** The address without its fragment. @param {URL | string} address */
function bare(address) {
  return String(address).replace(/#.*$/, "");
}

/**
 * The page; `null` where only a whole load will do. Throws where it cannot be had.
 * @param {URL} url @param {AbortSignal} signal @returns {Promise<Page | null>}
 */
async function fetchPage(url, signal) {
  const answer = await fetch(url, { signal, headers: { Accept: "text/html" } });
  if (answer.status >= 500) throw new Error(`${url.pathname} answered ${answer.status}`); // what is open stays, and the sound
  const isPage = answer.headers.get("Content-Type")?.startsWith("text/html") && !answer.redirected;
  if (!isPage) return null;
  const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [json, main] = [parsed.getElementById("airwire"), parsed.getElementById("main")];
  if (!json || !main || parsed.documentElement.lang !== document.documentElement.lang) return null;
  /** @type {PageData} */
  const data = JSON.parse(json.textContent ?? "");
  return data.build === build ? { document: parsed, main, data } : null;
}

/** Sheets of the new page that this one has not, loaded before anything of it is seen. @param {Document} page */
function loadStyles(page) {
  const here = new Set(sheetsOf(document).map((link) => link.getAttribute("href")));
  const missing = sheetsOf(page).filter((link) => !here.has(link.getAttribute("href")));
  return Promise.all(missing.map((link) => new Promise((done) => {
    const [href, media] = [link.getAttribute("href"), link.media || null];
    document.head.append(element("link", { rel: "stylesheet", href, media, onload: done, onerror: done }));
  })));
}

/** @param {Document} page @returns {HTMLLinkElement[]} */
function sheetsOf(page) {
  return [...page.querySelectorAll(/** @type {"link"} */ ('link[rel="stylesheet"]'))];
}

/** @param {Page} page */
function show({ document: page, main, data }) {
  const next = document.adoptNode(main);
  feed.consider(data.board);
  need(document, "#main").replaceWith(next);
  setTitle(page.title);
  for (const selector of ['link[rel="canonical"]', 'meta[name="robots"]']) {
    document.head.querySelector(selector)?.remove();
    const part = page.head.querySelector(selector);
    if (part) document.head.append(document.adoptNode(part));
  }
  markCurrent(page);
  document.dispatchEvent(new Event("airwire:page"));
  next.focus({ preventScroll: true });
  announce(say("loaded", { title: page.title }));
}

/** @param {Document} page */
function markCurrent(page) {
  const links = page.querySelectorAll(".nav a");
  document.querySelectorAll(".nav a").forEach((link, i) => {
    if (links[i]?.hasAttribute("aria-current")) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  });
}
