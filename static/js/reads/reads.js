/**
 * One read per article opened: sent once the article was in view for five seconds, with the token that was
 * fetched when it was opened (pages stay cacheable, since the token is not in them).
 */

import { deliver, insist } from "./acknowledged.js";
import { cameBy } from "./via.js";

/** @typedef {{ token: string, at: number }} Token with the steady clock's time of its coming */

const IN_VIEW_MS = 5000;
/** The server refuses a token younger than five seconds; its clock and ours may differ by a hair. */
const TOKEN_YOUNG_MS = 5300;
const TOKEN_OLD_MS = 29 * 60_000;
const STEP_MS = 500;

let stop = () => {};
let pages = 0;

/** Begins anew for the article of this page, if it is one. Called on load and on each change of page. */
export function countRead() {
  stop();
  const article = document.querySelector("aw-article:not([data-withdrawn])");
  const via = cameBy(location.href, document.referrer, pages > 0);
  pages += 1;
  if (article) stop = watch(article, via);
}

/** @param {HTMLElement} article @param {string} via @returns {() => void} ends it */
function watch(article, via) {
  const { slug = "" } = article.dataset;
  let inView = false;
  let seen = 0;
  /** @type {Token | null} */
  let token = null;
  let asking = true;

  const observer = new IntersectionObserver((entries) => {
    inView = Boolean(entries.at(-1)?.isIntersecting);
  });
  observer.observe(article);
  fetchToken(slug).then(take);

  /** @param {Token | null} fresh */
  function take(fresh) {
    token = fresh;
    asking = false;
  }

  const timer = setInterval(() => {
    if (!inView || document.hidden) return;
    seen += STEP_MS;
    if (asking || !token) return;
    const age = performance.now() - token.at;
    if (age > TOKEN_OLD_MS) {
      asking = true;
      fetchToken(slug).then(take);
    } else if (seen >= IN_VIEW_MS && age >= TOKEN_YOUNG_MS) {
      send(slug, token.token, via);
      end();
    }
  }, STEP_MS);

  function end() {
    clearInterval(timer);
    observer.disconnect();
  }
  return end;
}

/**
 * `null` where there is none to be had: a read that cannot be counted is no reason to trouble the reader.
 * @param {string} slug @returns {Promise<Token | null>}
 */
async function fetchToken(slug) {
  try {
    const address = `/api/v1/read-token?article=${encodeURIComponent(slug)}`;
    const answer = await insist(() => fetch(address, { cache: "no-store" }), pause);
    return answer?.ok ? { ...(await answer.json()), at: performance.now() } : null;
  } catch {
    return null;
  }
}

/** @param {string} article @param {string} token @param {string} via */
function send(article, token, via) {
  const post = (/** @type {string} */ body) => fetch("/api/v1/reads", {
    method: "POST", body, keepalive: true, headers: { "Content-Type": "application/json" },
  });
  deliver(JSON.stringify({ article, token, via }), post, pause);
}

/** @param {number} ms */
function pause(ms) {
  return new Promise((done) => setTimeout(done, ms));
}
