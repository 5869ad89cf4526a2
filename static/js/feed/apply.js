/**
 * The board after an event: the browser's twin of `newsroom/board.py`, pure. An event it does not know changes nothing.
 */

/** @import { BreakingChange, BreakingItem, EventData, EventName, MostRead, MostReadItem, OnAir, Rotation, Snapshot } from "./events.d.ts" */
/** @import { Numbered } from "./sequence.js" */

/** As in Python: the board shows at most so many headlines. */
const BREAKING_CAP = 50;

/**
 * The next event on the board. The caller sees to it that it is the next (`sequence.js`).
 * @param {Snapshot} board @param {string} name @param {Numbered} data @returns {Snapshot}
 */
export function apply(board, name, data) {
  /** @type {((board: Snapshot, data: any) => Partial<Snapshot>) | undefined} */
  const rule = CHANGES[/** @type {EventName} */ (name)];
  const change = rule?.(board, data) ?? {};
  return { ...board, ...change, epoch: data.epoch, seq: data.seq };
}

/** @type {{ [Name in EventName]?: (board: Snapshot, data: EventData<Name>) => Partial<Snapshot> }} */
const CHANGES = {
  breaking: (board, { action, item }) => ({ breaking: headlines(board.breaking, action, item) }),
  article: (board, { action, slug }) => (action === "withdrawn" ? withoutArticle(board, slug) : {}),
  stream: (board, data) => ({ stream: whole(body(data), board.stream) }),
  on_air: (board, data) => ({ on_air: withCards(whole(body(data), board.on_air), board.on_air.rotation) }),
  most_read: (board, data) => ({ most_read: withTitles(whole(body(data), board.most_read), board.most_read) }),
  alerts: (_, { alerts }) => ({ alerts }),
  promo: (_, data) => ({ promo: data.title === undefined ? null : body(data) }),
};

/** @template {Numbered & { at: string }} Data @param {Data} data */
function body({ epoch, seq, at, ...rest }) {
  return rest;
}

/**
 * A block of which only what changed has come (`delivery/briefs.py`): `same` names the members that are as `before`.
 * @template {object} Block @param {Block & { same?: string[] }} brief @param {Block | null} before @returns {Block}
 */
function whole({ same = [], ...rest }, before) {
  const kept = Object.entries(before ?? {}).filter(([name]) => same.includes(name));
  return /** @type {Block} */ (/** @type {unknown} */ ({ ...Object.fromEntries(kept), ...rest }));
}

/** Articles that were in the ranking before come without their titles. @param {MostRead} list @param {MostRead | null} before @returns {MostRead} */
function withTitles(list, before) {
  const known = new Map(before?.items.map(({ article, title }) => [article, title]));
  return { ...list, items: list.items.map((item) => (item.title === undefined ? { ...item, title: known.get(item.article) ?? "" } : item)) };
}

/** Articles that were in the rotation before come by their slugs alone. @param {OnAir} air @param {Rotation | undefined} before @returns {OnAir} */
function withCards(air, before) {
  if (!air.rotation || !before) return air;
  const known = new Map(before.articles.map((card) => [card.slug, card]));
  const articles = air.rotation.articles.map((card) => (card.title === undefined ? (known.get(card.slug) ?? card) : card));
  return { ...air, rotation: { ...air.rotation, articles } };
}

/** @param {BreakingItem[]} now @param {BreakingChange["action"]} action @param {BreakingItem} item */
function headlines(now, action, item) {
  const others = now.filter(({ id }) => id !== item.id);
  if (action === "published") return [item, ...others].slice(0, BREAKING_CAP);
  if (action === "corrected") return now.map((old) => (old.id === item.id ? item : old));
  return others;
}

/** @param {Snapshot} board @param {string} slug @returns {Partial<Snapshot>} */
function withoutArticle(board, slug) {
  const { on_air: air, most_read: ranking } = board;
  return {
    breaking: board.breaking.map((item) => (item.article === slug ? { ...item, article: undefined, card: undefined } : item)),
    most_read: ranking && { ...ranking, items: ranksWithout(ranking.items, slug) },
    on_air: airWithout(air, slug),
  };
}

/** The items below the one that goes move up, and say which they were. @param {MostReadItem[]} items @param {string} slug */
function ranksWithout(items, slug) {
  const kept = items.filter((item) => item.article !== slug);
  return kept.length === items.length ? items : kept.map((item, place) => ({ ...item, rank: place + 1, was: item.rank }));
}

/** What is on the air, without an article that was withdrawn. @param {OnAir} air @param {string} slug @returns {OnAir} */
export function airWithout(air, slug) {
  if (!air.rotation?.articles.some((card) => card.slug === slug)) return air;
  return { ...air, rotation: { ...air.rotation, articles: air.rotation.articles.filter((card) => card.slug !== slug) } };
}
