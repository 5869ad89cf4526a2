/** The server's own drawing of a headline (`partials/headline.html`), cloned and filled. */
import { fill } from "./dom.js";
import { say } from "./words.js";

export function drawHeadline(item) {
  const node = document.getElementById("headline-template").content.firstElementChild.cloneNode(true);
  fillHeadline(node, item);
  return node;
}

export function fillHeadline(node, item) {
  node.dataset.id = item.id;
  node.dataset.rev = item.rev;
  node.dataset.priority = item.priority;
  fill(node, {
    priority: say(item.priority),
    published_at: item.published_at,
    headline: item.headline,
    link: item.article ? `/articles/${encodeURIComponent(item.article)}` : null,
    body: item.body,
    corrected: Boolean(item.corrected_at),
    corrected_at: item.corrected_at,
    reason: item.reason,
  });
}
