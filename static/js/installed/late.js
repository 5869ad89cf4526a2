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

export function startLate() {
  const wait = recall("visited") ? LATER_VISIT_MS : FIRST_VISIT_MS;
  const kept = document.documentElement.dataset.kept !== undefined;
  const begin = () => setTimeout(start, kept ? 0 : wait);
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin, { once: true });
}

async function start() {
  remember("visited", true);
  try {
    const { startOffline } = await import(parts.offline);
    startOffline({ board, feed, refresh });
  } catch {
    // Without it there are no pages without a network; everything else goes on.
  }
}
