/** Headlines the reader has not seen yet: counted in the title, and offered by the button above the player. */
/** @type {Set<string>} ids */
const unseen = new Set();
/** @type {Set<(count: number) => void>} */
const watchers = new Set();
let title = document.title;

export function unseenCount() {
  return unseen.size;
}

/** @param {string} id */
export function isUnseen(id) {
  return unseen.has(id);
}

/** @param {string} id */
export function markUnseen(id) {
  unseen.add(id);
  changed();
}

/** @param {string} id */
export function forget(id) {
  if (unseen.delete(id)) changed();
}

/** What is not on the board any more is no news. @param {{ id: string }[]} items */
export function forgetAllBut(items) {
  const there = new Set(items.map(({ id }) => id));
  for (const id of unseen) if (!there.has(id)) forget(id);
}

export function markAllSeen() {
  if (!unseen.size) return;
  unseen.clear();
  changed();
}

/**
 * Calls `render` on each change until `signal` aborts.
 * @param {(count: number) => void} render @param {AbortSignal} [signal]
 */
export function watchUnseen(render, signal) {
  watchers.add(render);
  signal?.addEventListener("abort", () => watchers.delete(render), { once: true });
}

/** The page's own title, without the count. @param {string} text */
export function setTitle(text) {
  title = text;
  showTitle();
}

function showTitle() {
  document.title = unseen.size ? `(${unseen.size}) ${title}` : title;
}

function changed() {
  showTitle();
  for (const render of watchers) render(unseen.size);
}
