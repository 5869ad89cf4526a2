/** The server's own drawing of a headline (`partials/headline.html`), cloned and filled. */
import { clone, fill, setLanguage, setText } from "./dom.js";
import { heardBehind, heardNow } from "../on-air/heard.js";
import { everySecond } from "../clock/time.js";
import { headlineLanguage, only } from "./page.js";
import { worded } from "./worded.js";
import { say } from "./words.js";

/** @import { BreakingItem } from "../feed/events.d.ts" */

/** @param {BreakingItem} item */
export function drawHeadline(item) {
  const node = clone("headline-template");
  fillHeadline(node, item);
  return node;
}

/**
 * @param {HTMLElement} node drawn by the partial @param {BreakingItem} item
 * @param {boolean} [linked] whether it leads to its own page and its article
 */
export function fillHeadline(node, item, linked = true) {
  const { headline, body, foreign } = worded(item, headlineLanguage);
  node.dataset.id = item.id;
  node.dataset.rev = String(item.rev);
  node.dataset.priority = item.priority;
  fill(node, {
    priority: say(item.priority),
    published_at: item.published_at,
    headline,
    tongue: foreign && say(`tongue_${foreign}`),
    address: linked ? `/breaking/${encodeURIComponent(item.id)}` : null,
    link: linked && item.article ? `/articles/${encodeURIComponent(item.article)}` : null,
    body,
    corrected: Boolean(item.corrected_at),
    corrected_at: item.corrected_at,
    reason: item.reason,
  });
  for (const part of node.querySelectorAll(".headline__text, .headline__body")) setLanguage(part, foreign ?? (only || undefined));
}

/** Less is too short to announce. */
const SOON_S = 3;

/**
 * Headlines never wait for the ear; who listens behind the studio sees when to expect it there. No live region.
 * @param {HTMLElement} node
 */
function fillSoon(node) {
  const place = node.querySelector('[data-f="soon"]');
  const published = node.querySelector('[data-f="published_at"]');
  const at = Date.parse(published instanceof HTMLTimeElement ? published.dateTime : "");
  if (!place || Number.isNaN(at)) return;
  const left = Math.round((at - heardNow()) / 1000);
  const shows = heardBehind() > SOON_S && left > 0;
  if (shows) setText(place, say("soon", { n: left }));
  // Passed, it fades for a second and is gone with the next.
  const fades = !shows && !place.hidden && !place.classList.contains("is-passed");
  place.hidden = !shows && !fades;
  place.classList.toggle("is-passed", fades);
}

everySecond(() => document.querySelectorAll(".headline[data-id]").forEach(fillSoon));
