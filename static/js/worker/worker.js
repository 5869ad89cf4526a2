/**
 * The service worker: keeps the last pages for a time without a network, and shows notices of headlines.
 *
 * It holds nothing that belongs to one build: every page names its own scripts by addresses that change with them. So a new
 * worker may take over at once (`skipWaiting`), and no page ever gets a script of another build. Sound, sockets, the API, the
 * panel and embeds never go through it.
 */
import { answerAsset } from "./assets.js";
import { answerPage, keepOpenPage, pathOf } from "./pages.js";
import { renew, showNotices } from "./notices.js";
import { CACHES, scope } from "./scope.js";
import { drop, purge } from "./purge.js";

/** @import { WorkerSettings } from "./types.d.ts" */

/** @param {WorkerSettings} settings */
export function serve(settings) {
  scope.addEventListener("install", () => scope.skipWaiting());
  scope.addEventListener("activate", (event) => event.waitUntil(takeOver()));
  scope.addEventListener("fetch", (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (request.method !== "GET" || url.origin !== location.origin || request.headers.has("Range")) return;
    if (url.pathname.startsWith("/assets/")) event.respondWith(answerAsset(request));
    else if (isForPage(request) && pathOf(url)) event.respondWith(answerPage(event, settings));
  });
  showNotices();
  scope.addEventListener("message", (event) => {
    const told = event.data;
    if (told?.do === "keep") event.waitUntil(keepOpenPage(told.page));
    else if (told?.do === "drop") event.waitUntil(drop(told.mention));
    else if (told?.do === "purge") event.waitUntil(purge());
    else if (told?.do === "renew") event.waitUntil(renew());
  });
}

async function takeOver() {
  const known = new Set(Object.values(CACHES));
  const others = (await caches.keys()).filter((name) => name.startsWith("airwire-") && !known.has(name));
  await Promise.all(others.map((name) => caches.delete(name)));
  // No navigation preload: where it fails Firefox 153 shows its own error page, whatever the worker answers.
  await scope.clients.claim();
}

/** A page opened by the browser, or fetched by one of ours to be swapped in. @param {Request} request */
function isForPage(request) {
  return request.mode === "navigate" || (request.headers.get("Accept") ?? "").startsWith("text/html");
}
