/**
 * The page's half of the service worker: registers it, tells it what was withdrawn, and replaces a copy that is on the screen
 * as soon as the newsroom can be reached again. Fetched late; what it needs of the page is handed to it.
 */

/** @typedef {{ watch(render: (state: string) => void): void, onReplaced(run: () => void): void, state: string }} Feed */
/** @typedef {{ feed: Feed, refresh: () => Promise<boolean> }} Page */

const hasWorker = () => Boolean(navigator.serviceWorker) && isSecureContext;

/** @param {unknown} message */
async function tell(message) {
  if (hasWorker()) (await navigator.serviceWorker.ready).active?.postMessage(message);
}

/** What was withdrawn leaves the copies. @param {string} mention its path */
export function drop(mention) {
  tell({ do: "drop", mention });
}

/** @param {Page} page */
export async function startOffline({ feed, refresh }) {
  feed.onReplaced(seldom(() => checkOpenPage(refresh)));
  if (!hasWorker()) return;
  onReturn(feed, () => { tell({ do: "purge" }); });
  replaceCopyWhenBack(feed, refresh);
  await navigator.serviceWorker.register("/sw.js", { type: "module", updateViaCache: "none" });
  if (!isCopy()) tell({ do: "keep", page: location.href });
  if (globalThis.Notification?.permission === "granted") tell({ do: "renew" }); // some browsers drop a subscription and say nothing
}

function isCopy() {
  return document.documentElement.dataset.kept !== undefined;
}

/** @param {Feed} feed @param {Page["refresh"]} refresh */
function replaceCopyWhenBack(feed, refresh) {
  let isAsking = false;
  /** @param {string} state */
  const look = async (state) => {
    if (!isCopy() || isAsking || !REACHED.includes(state)) return;
    isAsking = true;
    if (await refresh()) delete document.documentElement.dataset.kept;
    isAsking = false;
  };
  feed.watch(look);
  look(feed.state);
}

const REACHED = ["live", "polling"];

/** The newsroom is reached again after a time without. @param {Feed} feed @param {() => void} run */
function onReturn(feed, run) {
  let wasAway = false;
  feed.watch((state) => {
    const isHere = REACHED.includes(state);
    if (isHere && wasAway) run();
    wasAway = !isHere && (wasAway || state !== "connecting");
  });
}

/** Who asks for the board again and again, without events, gets a whole one each time. */
const SELDOM_MS = 15_000;

/** `run` at once, and what comes soon after it once, later. @param {() => void} run */
function seldom(run) {
  let next = -Infinity;
  let waits = false;
  return () => {
    const wait = Math.max(0, next - performance.now());
    if (waits) return;
    waits = wait > 0;
    next = performance.now() + wait + SELDOM_MS;
    setTimeout(() => { waits = false; run(); }, wait);
  };
}

/** Of each kind; the server takes no more at once. */
const MOST = 1000;
const TRIES = 4;
const AGAIN_MS = 5000;

/**
 * What stayed open meanwhile, a story or a list: after a long absence a whole board comes, which does not say what was withdrawn.
 * So the server is asked about all that the page leads to.
 * @param {Page["refresh"]} refresh @param {number} [tries] while it does not answer
 */
async function checkOpenPage(refresh, tries = TRIES) {
  const [articles, headlines] = ["articles", "breaking"].map(namesHere);
  if (!articles.length && !headlines.length) return;
  const answer = await fetch("/api/v1/gone", {
    method: "POST", body: JSON.stringify({ articles, headlines }), headers: { "Content-Type": "application/json" },
  }).catch(() => null);
  if (!answer?.ok) {
    if (tries > 1) setTimeout(() => checkOpenPage(refresh, tries - 1), AGAIN_MS);
    return;
  }
  const gone = await answer.json();
  if (gone.articles.length || gone.headlines.length) await refresh();
}

/** The articles or headlines that are shown here, or that the page leads to. @param {string} kind the beginning of their path */
function namesHere(kind) {
  const links = [...document.querySelectorAll(/** @type {"a"} */ ("main a[href]"))].filter(({ origin }) => origin === location.origin);
  const paths = [location.pathname, ...links.map(({ pathname }) => pathname)].map((path) => path.split("/"));
  const names = paths.filter(([, first, name, more]) => first === kind && name && more === undefined).map(([, , name]) => name);
  return [...new Set(names)].slice(0, MOST).map(decodeURIComponent);
}
