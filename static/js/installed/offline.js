/**
 * The page's half of the service worker: registers it, tells it what was withdrawn, and replaces a copy that is on the screen
 * as soon as the newsroom can be reached again. Fetched late; what it needs of the page is handed to it.
 */

/** @typedef {{ watch(render: (state: string) => void): void, state: string }} Feed */
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
  if (!hasWorker()) return;
  replaceCopyWhenBack(feed, refresh);
  onReturn(feed, () => {
    tell({ do: "purge" });
    checkOpenPage(refresh);
  });
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

const SINGLE = /^\/(articles|breaking)\/([^/]+)$/;

/**
 * A story that stayed open meanwhile: after a long absence a whole board comes, which does not say what was withdrawn.
 * @param {Page["refresh"]} refresh
 */
async function checkOpenPage(refresh) {
  const [, kind, id] = SINGLE.exec(location.pathname) ?? [];
  if (!kind) return;
  const asked = { [kind === "articles" ? "articles" : "headlines"]: [decodeURIComponent(id)] };
  const answer = await fetch("/api/v1/gone", {
    method: "POST", body: JSON.stringify(asked), headers: { "Content-Type": "application/json" },
  }).catch(() => null);
  if (!answer?.ok) return;
  const { articles, headlines } = await answer.json();
  if (articles.length || headlines.length) await refresh();
}
