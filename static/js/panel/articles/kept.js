/** What is typed into the form of one article, kept in this tab: it outlives a reload and a session that has ended. */

/** @typedef {{ base: Record<string, string>, fields: Record<string, string>, rev: number, wish: { text: string, key: string } }} Kept */

/** The name under which it is kept. @param {HTMLFormElement} form */
function place({ dataset: { kind, id, slug } }) {
  return `airwire.article.${kind}.${id || slug || ""}`;
}

/** @param {HTMLFormElement} form @param {Kept} kept */
export function keep(form, kept) {
  try {
    sessionStorage.setItem(place(form), JSON.stringify(kept));
  } catch {
    // The browser has no more room: what is typed is in the form still.
  }
}

/** @param {HTMLFormElement} form @returns {Kept | null} */
export function kept(form) {
  return JSON.parse(sessionStorage.getItem(place(form)) ?? "null");
}

/** @param {HTMLFormElement} form */
export function forget(form) {
  sessionStorage.removeItem(place(form));
}
