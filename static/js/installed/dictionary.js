/**
 * A compression dictionary: what the station's pages have in common. Browsers that know such keep it, and get later pages as a few
 * hundred bytes. It is fetched when the page has all it needs; on a slow line it would hold up the news.
 */
import { isSaving } from "../page/saver.js";

const QUIET_MS = 3000;
const RELATION = "compression-dictionary";
let isOffered = false;

/** The server's word, if any, of a dictionary that this browser lacks. @param {string} [address] */
export function offerDictionary(address) {
  if (isOffered || !address || isSaving() || !canUse()) return;
  isOffered = true;
  setTimeout(() => requestIdleCallback(() => {
    document.head.append(Object.assign(document.createElement("link"), { rel: RELATION, href: address }));
  }), QUIET_MS);
}

/** A page that came in gzip went through a cache that knows nothing better, and would take no dictionary either. */
function canUse() {
  const [page] = /** @type {(PerformanceNavigationTiming & { contentEncoding?: string })[]} */ (performance.getEntriesByType("navigation"));
  return isSecureContext && page?.contentEncoding !== "gzip" && document.createElement("link").relList.supports(RELATION);
}
