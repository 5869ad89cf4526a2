/** What was on the air when: the last few `on_air` blocks, so that the page can follow an ear that is behind. Pure. */

/** @import { ArticleCard, BreakingItem, OnAir, Rotation } from "../feed/events.d.ts" */
/** @typedef {{ air: OnAir, from: number }} Entry what was on, and since when (milliseconds since the epoch) */
/** @typedef {Omit<ArticleCard, "language"> & { language?: string }} Card one made of a headline does not know its language */

const KEPT_BLOCKS = 8;
const SOON_MS = 120_000;

/**
 * When a block took effect: at its own start if the news of it came about then (a turn of the grid), else when it was
 * announced (an anchor's cut, a new plan in the middle of a segment).
 * @param {OnAir} air @param {string} at
 */
export function tookEffect(air, at) {
  const start = Date.parse(air.starts_at ?? "");
  const announced = Date.parse(at);
  return Math.abs(announced - start) < SOON_MS ? start : announced;
}

/**
 * The same for a block that came with a whole snapshot at `now`: when its segment began, of which we did not hear in time,
 * or at once where only the plan of the segment `before` is another.
 * @param {OnAir} air @param {OnAir | undefined} before @param {number} now
 */
export function tookEffectBefore(air, before, now) {
  const start = Date.parse(air.starts_at ?? "");
  return start <= now && air.starts_at !== before?.starts_at ? start : now;
}

/** @param {Entry[]} timeline @param {OnAir} air @param {number} from @returns {Entry[]} */
export function add(timeline, air, from) {
  return [...timeline.filter((entry) => entry.from < from), { air, from }].slice(-KEPT_BLOCKS);
}

/**
 * What was on at `moment`; before all that is known, the first of it.
 * @param {Entry[]} timeline @param {number} moment @returns {OnAir | undefined}
 */
export function at(timeline, moment) {
  let found = timeline[0];
  for (const entry of timeline) if (entry.from <= moment) found = entry;
  return found?.air;
}

/**
 * Which article stands beside the segment at `moment`: the same sum as the server's (`filters.turn`).
 * @param {Rotation | undefined | null} rotation @param {number} moment
 */
export function turn(rotation, moment) {
  if (!rotation?.articles.length) return 0;
  const seconds = Math.max(0, Math.floor((moment - Date.parse(rotation.starts_at)) / 1000));
  return Math.floor(seconds / rotation.every_s) % rotation.articles.length;
}

/**
 * Milliseconds from `moment` until another article stands beside the segment; Infinity where there is no other.
 * @param {Rotation | undefined | null} rotation @param {number} moment
 */
export function untilTurn(rotation, moment) {
  if (!rotation || rotation.articles.length < 2) return Infinity;
  const every = rotation.every_s * 1000;
  const passed = moment - Date.parse(rotation.starts_at);
  return passed < 0 ? every - passed : every - (passed % every);
}

/** As in `newsroom/schedule/rotation.py`: for so long a flash's article stands beside the segment. */
const FLASH_STANDS_MS = 10 * 60_000;

/**
 * The flash on the board whose article has the place beside the segment at `now`.
 * @param {BreakingItem[]} breaking @param {number} now
 */
export function preEmpting(breaking, now) {
  return breaking.find(({ priority, article, published_at: from, expires_at: until }) =>
    priority === "flash" && article
    && now < Math.min(Date.parse(from) + FLASH_STANDS_MS, until ? Date.parse(until) : Infinity)) ?? null;
}

/**
 * The card of that flash: the article's own from the plan or with the flash, else made of the headline.
 * @param {Rotation | undefined | null} rotation @param {BreakingItem[]} breaking @param {number} now @returns {Card | null}
 */
export function flashCard(rotation, breaking, now) {
  const flash = preEmpting(breaking, now);
  if (!flash?.article) return null;
  const known = rotation?.articles?.find(({ slug }) => slug === flash.article);
  return known ?? flash.card ?? { slug: flash.article, title: flash.headline, summary: flash.body };
}

/**
 * What stands beside the segment: a flash's article at once, else whose turn it is where the ear is.
 * @param {Rotation | undefined | null} rotation @param {BreakingItem[]} breaking @param {number} heard @param {number} now
 */
export function beside(rotation, breaking, heard, now) {
  return flashCard(rotation, breaking, now) ?? rotation?.articles?.[turn(rotation, heard)] ?? null;
}
