/** Headlines the reader has not seen yet: counted in the title, and offered by the button above the player. */
const unseen = new Set();
const watchers = new Set();
let title = document.title;

export function unseenCount() {
  return unseen.size;
}

export function isUnseen(id) {
  return unseen.has(id);
}

export function markUnseen(id) {
  unseen.add(id);
  tell();
}

export function forget(id) {
  if (unseen.delete(id)) tell();
}

/** What is no longer on the board is nothing to be offered. */
export function keepUnseen(ids) {
  const gone = [...unseen].filter((id) => !ids.has(id));
  for (const id of gone) unseen.delete(id);
  if (gone.length) tell();
}

/** What is not on the board any more is no news. */
export function forgetAllBut(items) {
  const there = new Set(items.map(({ id }) => id));
  for (const id of unseen) if (!there.has(id)) forget(id);
}

export function markAllSeen() {
  if (!unseen.size) return;
  unseen.clear();
  tell();
}

export function watchUnseen(render, signal) {
  watchers.add(render);
  signal?.addEventListener("abort", () => watchers.delete(render), { once: true });
}

/** The page's own title, without the count. */
export function setTitle(text) {
  title = text;
  showTitle();
}

function showTitle() {
  document.title = unseen.size ? `(${unseen.size}) ${title}` : title;
}

function tell() {
  showTitle();
  for (const render of watchers) render(unseen.size);
}
