/**
 * From page to page without stopping the sound: what is inside <main> is fetched and swapped, the player stays.
 *
 * By the Navigation API, which keeps scrolling, history and the loading sign right; a browser without it loads pages
 * whole, and the player goes on by itself after a short seam. Other languages, other builds, staff and embeds: whole pages.
 */
import { announce } from "./announce.js";
import { element } from "./dom.js";
import { feed } from "./feed.js";
import { setTitle } from "./newer.js";
import { build } from "./page.js";
import { say } from "./words.js";

const OURS = /^\/($|articles(\/|$)|schedule$|most-read$)/;

export function go(address) {
  location.assign(address);
}

/** The same page anew, for what changed on it. */
export function refresh() {
  swap(new URL(location.href), new AbortController().signal);
}

export function startNavigation() {
  globalThis.navigation?.addEventListener("navigate", (event) => {
    const url = new URL(event.destination.url);
    const plain = event.canIntercept && !event.hashChange && event.downloadRequest === null && !event.formData;
    if (!plain || event.navigationType === "reload" || url.origin !== location.origin) return;
    if (!OURS.test(url.pathname) || url.searchParams.has("lang")) return;
    event.intercept({ focusReset: "manual", handler: () => swap(url, event.signal) });
  });
}

async function swap(url, signal) {
  document.documentElement.dataset.loading = "";
  try {
    const page = await fetchPage(url, signal);
    if (!page) return location.reload();
    await loadStyles(page);
    if (signal.aborted) return;
    show(page);
  } catch {
    if (!signal.aborted) showFailure(url);
  } finally {
    delete document.documentElement.dataset.loading;
  }
}

/** The page as a document; `null` where only a whole load will do. */
async function fetchPage(url, signal) {
  const answer = await fetch(url, { signal, headers: { Accept: "text/html" } });
  if (answer.status >= 500) throw new Error(`${url.pathname} answered ${answer.status}`); // what is open stays, and the sound
  const isPage = answer.headers.get("Content-Type")?.startsWith("text/html") && !answer.redirected;
  if (!isPage) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const data = page.getElementById("airwire");
  if (!data || !page.getElementById("main") || page.documentElement.lang !== document.documentElement.lang) return null;
  page.given = JSON.parse(data.textContent);
  return page.given.build === build ? page : null;
}

/** Sheets of the new page that this one has not, loaded before anything of it is seen. */
function loadStyles(page) {
  const here = new Set([...document.querySelectorAll('link[rel="stylesheet"]')].map((link) => link.getAttribute("href")));
  const missing = [...page.querySelectorAll('link[rel="stylesheet"]')].filter((link) => !here.has(link.getAttribute("href")));
  return Promise.all(missing.map((link) => new Promise((done) => {
    const sheet = element("link", { rel: "stylesheet", href: link.getAttribute("href"), media: link.media || null, onload: done, onerror: done });
    document.head.append(sheet);
  })));
}

function show(page) {
  const main = document.getElementById("main");
  const next = document.adoptNode(page.getElementById("main"));
  feed.consider(page.given.board);
  main.replaceWith(next);
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

function markCurrent(page) {
  const links = page.querySelectorAll(".nav a");
  document.querySelectorAll(".nav a").forEach((link, i) => {
    if (links[i]?.hasAttribute("aria-current")) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  });
}

/** The sound goes on; the reader is told, and can try again. */
function showFailure(url) {
  const again = element("a", { href: url.href }, say("try_again"));
  document.getElementById("main").replaceChildren(element("div", { class: "empty" }, `${say("page_failed")} `, again));
  announce(say("page_failed"));
}
