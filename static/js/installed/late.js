/**
 * What a page needs only later comes later: the first visit is one for reading. The service worker is fetched after a while,
 * or on the second page.
 */
import { board } from "../page/site.js";
import { feed } from "../feed/feed.js";
import { parts, recall, remember } from "../page/page.js";
import { refresh } from "../page/navigate.js";

const FIRST_VISIT_MS = 8000;
const LATER_VISIT_MS = 1500;

/** Paths of what was withdrawn since the page came: the worker's half, which comes later, hears of all of them. @type {string[]} */
const gone = [];
/** @param {string} path */
let drop = (path) => void gone.push(path);

export function startLate() {
  board.subscribe("article", ({ action, slug }) => {
    if (action === "withdrawn") drop(`/articles/${encodeURIComponent(slug)}`);
  });
  board.subscribe("headline", ({ action, item }) => {
    if (action === "withdrawn") drop(`/breaking/${encodeURIComponent(item.id)}`);
  });
  const wait = recall("visited") ? LATER_VISIT_MS : FIRST_VISIT_MS;
  const kept = document.documentElement.dataset.kept !== undefined;
  const begin = () => setTimeout(start, kept ? 0 : wait);
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin, { once: true });
}

async function start() {
  remember("visited", true);
  try {
    const offline = await import(parts.offline);
    drop = offline.drop;
    gone.forEach(drop);
    offline.startOffline({ feed, refresh });
  } catch {
    // Without it there are no pages without a network; everything else goes on.
  }
}
