/** How a reader came to an article: for the newsroom's own numbers; it changes no count. */

/**
 * `ticker` by the mark in its links, `page` from one of ours, `partner` from another site's, else `direct`.
 * @param {string} address @param {string} referrer @param {boolean} earlier whether it is not the first page of this visit
 */
export function cameBy(address, referrer, earlier) {
  if (earlier) return "page";
  const url = new URL(address);
  if (url.searchParams.get("via") === "ticker") return "ticker";
  if (!referrer) return "direct";
  try {
    return new URL(referrer).origin === url.origin ? "page" : "partner";
  } catch {
    return "partner";
  }
}
