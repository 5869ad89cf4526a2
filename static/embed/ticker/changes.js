/** What the station's events change in what a ticker holds: the same rules as on its own pages. */
export const CHANGES = {
  snapshot: (held, board) => Object.assign(held, { breaking: board.breaking, most_read: board.most_read }),
  most_read: (held, list) => Object.assign(held, { most_read: list }),
  breaking(held, { action, item }) {
    const others = held.breaking.filter((other) => other.id !== item.id);
    if (action === "published") held.breaking = [item, ...others];
    else if (action === "corrected") held.breaking = held.breaking.map((other) => (other.id === item.id ? item : other));
    else held.breaking = others;
  },
  article(held, { action, slug }) {
    if (action !== "withdrawn") return;
    held.breaking = held.breaking.map((item) => (item.article === slug ? { ...item, article: null, url: null } : item));
    if (held.most_read) held.most_read.items = held.most_read.items.filter((item) => item.article !== slug);
  },
};
