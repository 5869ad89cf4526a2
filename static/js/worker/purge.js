/**
 * What was withdrawn leaves the copies: at once when a page hears of it, else as soon as the server can be asked again.
 * A page is dropped as a whole with anything it speaks of, since its lists and its banner have the words too.
 */
import { CACHES, MENTIONS } from "./scope.js";

const ASK_EVERY_MS = 5 * 60_000;
const PATIENCE_MS = 3000;
const MOST = 500;
const LINKED = /href="\/(articles|breaking)\/([^"/?#]+)"/g;
/** In the record of headlines: what is left of one that was withdrawn. */
const TOMBSTONE = /data-id="([^"]+)" data-state="withdrawn"/g;
const NAMED = { articles: "articles", breaking: "headlines" };

/** A server may be so far behind the one whose word came first. */
const LAG_MS = 10_000;

let askedAt = 0;

/** When this worker heard that something is gone: a copy may be under way that has it. @type {Map<string, number>} */
const goneAt = new Map();

/**
 * The articles and headlines that a page speaks of, as paths. A tombstone has nothing of its headline but one link.
 * @param {string} path @param {string} html @returns {string[]}
 */
export function mentionsOf(path, html) {
  const own = /^\/(articles|breaking)\/./.test(path) ? [path] : [];
  const linked = [...html.matchAll(LINKED)].map((found) => `/${found[1]}/${found[2]}`);
  for (const [, id] of html.matchAll(TOMBSTONE)) {
    const at = linked.indexOf(`/breaking/${id}`);
    if (at !== -1) linked.splice(at, 1);
  }
  return [...new Set([...own, ...linked])].slice(0, MOST);
}

/** @param {string} mention a path */
export async function drop(mention) {
  await dropAll(new Set([mention]));
}

/** @param {Set<string>} gone */
async function dropAll(gone) {
  for (const mention of gone) {
    goneAt.delete(mention);
    goneAt.set(mention, Date.now());
    if (goneAt.size > MOST) goneAt.delete(/** @type {string} */ (goneAt.keys().next().value));
  }
  const cache = await caches.open(CACHES.pages);
  for (const { url } of await cache.keys()) {
    const mentions = (await cache.match(url))?.headers.get(MENTIONS)?.split(" ") ?? [];
    if (mentions.some((mention) => gone.has(mention))) await cache.delete(url);
  }
}

/**
 * Whether a page that was asked for at `began` (ms) may still have what went meanwhile. Asked after the page is written: what goes
 * later finds its copy.
 * @param {string[]} mentions @param {number} began
 */
export function wentMeanwhile(mentions, began) {
  return mentions.some((mention) => (goneAt.get(mention) ?? -Infinity) > began - LAG_MS);
}

/** Whether the server could be asked. */
export async function purge() {
  const cache = await caches.open(CACHES.pages);
  const lists = await Promise.all((await cache.keys()).map(async ({ url }) => (await cache.match(url))?.headers.get(MENTIONS) ?? ""));
  const mentions = [...new Set(lists.flatMap((list) => list.split(" ")).filter(Boolean))];
  for (let first = 0; first < mentions.length; first += MOST) {
    const gone = await goneOf(mentions.slice(first, first + MOST));
    if (!gone) return false;
    if (gone.size) await dropAll(gone);
  }
  askedAt = Date.now();
  return true;
}

/** The network was away: what was withdrawn meanwhile is asked for as soon as it is back. */
export function askSoon() {
  askedAt = 0;
}

export async function purgeNowAndThen() {
  if (Date.now() - askedAt > ASK_EVERY_MS) await purge();
}

/**
 * Whether this copy may be painted: the page did not come, but the network may be back all the same.
 * @param {Response} copy
 */
export async function checkBeforePainting(copy) {
  const mentions = copy.headers.get(MENTIONS)?.split(" ").filter(Boolean) ?? [];
  const gone = mentions.length ? await goneOf(mentions) : null;
  if (!gone?.size) return true;
  await dropAll(gone);
  return false;
}

/**
 * Which of these no longer stand; `null` where the server cannot be asked.
 * @param {string[]} mentions @returns {Promise<Set<string> | null>}
 */
async function goneOf(mentions) {
  /** @type {Record<string, string[]>} */
  const asked = { articles: [], headlines: [] };
  for (const mention of mentions) {
    const [, kind, id] = mention.split("/");
    asked[NAMED[/** @type {"articles"} */ (kind)]]?.push(decodeURIComponent(id));
  }
  try {
    const answer = await fetch("/api/v1/gone", {
      method: "POST", body: JSON.stringify(asked), headers: { "Content-Type": "application/json" }, signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (!answer.ok) return null;
    const { articles, headlines } = await answer.json();
    /** @param {string} kind @param {string[]} ids */
    const paths = (kind, ids) => ids.map((id) => `/${kind}/${encodeURIComponent(id)}`);
    return new Set([...paths("articles", articles), ...paths("breaking", headlines)]);
  } catch {
    return null;
  }
}
