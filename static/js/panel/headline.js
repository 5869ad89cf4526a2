/** Fills the newsroom's one headline partial, as listeners see it. */

import { clock, word } from "./say.js";

export function fill(article, item) {
  article.dataset.priority = item.priority;
  put(article, "priority", word(item.priority));
  put(article, "headline", item.headline);
  put(article, "body", item.body);
  put(article, "reason", item.reason);
  time(article, "published_at", item.published_at);
  time(article, "corrected_at", item.corrected_at);
  const note = article.querySelector('[data-f="corrected"]');
  if (note) note.hidden = !item.corrected_at;
}

function put(article, name, text) {
  const place = article.querySelector(`[data-f="${name}"]`);
  if (!place) return;
  place.hidden = !text && name !== "headline";
  if (place.textContent !== (text ?? "")) place.textContent = text ?? "";
}

function time(article, name, at) {
  const place = article.querySelector(`time[data-f="${name}"]`);
  if (!place) return;
  place.dateTime = at ?? "";
  place.textContent = clock(at);
}
