/** Scripts and sheets of kept pages. Each has an address that changes with its content, so what is kept is never stale. */
import { CACHES } from "./scope.js";

/** @param {Request} request @returns {Promise<Response>} */
export async function answerAsset(request) {
  const kept = await caches.match(request, { cacheName: CACHES.assets });
  return kept ?? fetch(request);
}

const NAMED = /(?:href|src|data-app|data-ahead)="([^"]*\/assets\/[^"]*)"/g;

/** The addresses of scripts and sheets that a page's head names. @param {string} html */
export function assetsOf(html) {
  const head = html.slice(0, html.indexOf("</head>") + 1);
  const lists = [...head.matchAll(NAMED)].map((found) => found[1].split(" "));
  return new Set(lists.flat().filter((address) => address.startsWith("/assets/")));
}

/**
 * Has what the page needs, mostly from the browser's own cache, which just loaded it. What the server gives in the place of an
 * older build's file may change, and is not kept.
 * @param {Iterable<string>} addresses
 */
export async function keepAssets(addresses) {
  const cache = await caches.open(CACHES.assets);
  await Promise.all([...addresses].map(async (address) => {
    if (await cache.match(address)) return;
    const answer = await fetch(address, { cache: "force-cache" }).catch(() => null);
    if (answer?.ok && answer.headers.get("Cache-Control")?.includes("immutable")) await cache.put(address, answer);
  }));
}

/** Forgets what no kept page needs any more. @param {Set<string>} needed */
export async function keepOnlyAssets(needed) {
  const cache = await caches.open(CACHES.assets);
  for (const { url } of await cache.keys()) if (!needed.has(new URL(url).pathname)) await cache.delete(url);
}
