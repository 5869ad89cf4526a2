/**
 * Pages come from the network; the last copy is shown only where that cannot be had, dated, and never with what is known to
 * have been withdrawn. Kept are the last of each list, and the last articles and headlines that were opened.
 */
import { assetsOf, keepAssets, keepOnlyAssets } from "./assets.js";
import { dated, nothingKept } from "./dated.js";
import { askSoon, checkBeforePainting, mentionsOf, purgeNowAndThen, wentMeanwhile } from "./purge.js";
import { CACHES, KEPT_AT, MENTIONS, TITLE } from "./scope.js";

/** @import { FetchEvent, WorkerSettings } from "./types.d.ts" */

const LISTS = new Set(["/", "/articles", "/breaking", "/schedule", "/most-read", "/lite"]);
const SINGLE = /^\/(?:articles|breaking|programmes)\/[^/]+$/;
const MOST_SINGLE = 40;
/** A line that gives nothing for so long is taken for none where there is a copy to show. */
const PATIENCE_MS = 10_000;

/**
 * Under what a page is kept: its path. Other pages of a list, searches and past days are none of those kept.
 * @param {URL} url
 */
export function pathOf({ pathname, searchParams }) {
  if (SINGLE.test(pathname)) return pathname;
  const others = [...searchParams.keys()].filter((name) => name !== "lang" && !name.startsWith("utm_"));
  return LISTS.has(pathname) && !others.length ? pathname : null;
}

/** @param {FetchEvent} event @param {WorkerSettings} settings @returns {Promise<Response>} */
export async function answerPage(event, settings) {
  const path = /** @type {string} */ (pathOf(new URL(event.request.url)));
  const copy = await keptPage(path);
  const began = Date.now();
  const asked = fetch(event.request);
  const answer = await (copy ? Promise.race([asked, patience()]) : asked).catch(() => null);
  if (answer && answer.status < 500) {
    const whole = answer.clone();
    event.waitUntil(keep(path, whole, began).then(purgeNowAndThen));
    return answer;
  }
  asked.catch(() => {});
  if (!answer) askSoon();
  if (copy && (await checkBeforePainting(copy))) return dated(copy, settings);
  if (answer) return answer;
  if (event.request.mode !== "navigate") return Response.error(); // the open page says so, and waits
  return nothingKept(await keptPages(), settings);
}

/** @returns {Promise<null>} */
function patience() {
  return new Promise((done) => setTimeout(done, PATIENCE_MS, null));
}

/** @param {string} path */
async function keptPage(path) {
  return (await caches.match(path, { cacheName: CACHES.pages, ignoreVary: true })) ?? null;
}

/**
 * The page that was open before there was a worker, or before this page told it what is withdrawn. The server is asked whether
 * it is still the same: the browser's own copy may say what was withdrawn in between.
 * @param {string} address
 */
export async function keepOpenPage(address) {
  const path = pathOf(new URL(address));
  if (!path) return;
  const began = Date.now();
  const answer = await fetch(address, { cache: "no-cache", headers: { Accept: "text/html" } }).catch(() => null);
  if (answer) await keep(path, answer, began);
}

/**
 * What is no page any more (withdrawn, gone) takes its copy with it, and so does what went while the copy was written.
 * @param {string} path @param {Response} answer @param {number} began when it was asked for, ms
 */
export async function keep(path, answer, began) {
  const cache = await caches.open(CACHES.pages);
  if ([404, 410].includes(answer.status)) await cache.delete(path, { ignoreVary: true });
  const isPage = answer.headers.get("Content-Type")?.startsWith("text/html");
  if (answer.status !== 200 || answer.redirected || !isPage) return;
  const html = await answer.text();
  const headers = new Headers(answer.headers);
  for (const name of ["Content-Encoding", "Content-Length", "Vary", "Set-Cookie"]) headers.delete(name);
  headers.set(KEPT_AT, String(Date.now()));
  headers.set(TITLE, encodeURIComponent(/<title>([^<]*)<\/title>/.exec(html)?.[1] ?? path));
  const mentions = mentionsOf(path, html);
  headers.set(MENTIONS, mentions.join(" "));
  await keepAssets(assetsOf(html));
  await cache.put(path, new Response(html, { headers }));
  if (wentMeanwhile(mentions, began)) await cache.delete(path);
  await keepWithinBounds(cache);
}

/** @param {Cache} cache */
async function keepWithinBounds(cache) {
  const pages = await keptPages();
  const single = pages.filter(({ path }) => SINGLE.test(path));
  for (const { path } of single.slice(MOST_SINGLE)) await cache.delete(path);
  const needed = new Set();
  for (const { url } of await cache.keys()) {
    const html = await (await cache.match(url))?.text();
    for (const address of assetsOf(html ?? "")) needed.add(address);
  }
  await keepOnlyAssets(needed);
}

/** All that is kept, the newest first. @returns {Promise<import("./dated.js").Kept[]>} */
async function keptPages() {
  const cache = await caches.open(CACHES.pages);
  const found = await Promise.all((await cache.keys()).map(async ({ url }) => {
    const headers = (await cache.match(url))?.headers;
    return { path: new URL(url).pathname, at: Number(headers?.get(KEPT_AT)), title: decodeURIComponent(headers?.get(TITLE) ?? "") };
  }));
  return found.sort((a, b) => b.at - a.at);
}
