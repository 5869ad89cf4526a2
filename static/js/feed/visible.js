/**
 * The board as it may be shown at a moment: the browser's twin of `newsroom/visible.py`, pure. What time has ended is gone
 * whether or not a clock has written it down. Moments are milliseconds since the epoch.
 */

/** @import { OnAir, Snapshot, Stream } from "./events.d.ts" */
/** @typedef {Partial<Pick<Snapshot, "breaking" | "alerts" | "promo" | "stream" | "on_air">>} Timed the blocks that time changes; a ticker has fewer */

/** What a probe found longer ago says nothing of now. */
const STATUS_STANDS_MS = 180_000;

/**
 * `board` as it may be shown at `now`; the very same where nothing is over.
 * @template {Timed} Whole
 * @param {Whole} board @param {number} now @returns {Whole}
 */
export function visible(board, now) {
  /** @type {Timed} */
  const change = {};
  /** @param {string} [end] */
  const isOver = (end) => instant(end) <= now;
  if (board.breaking?.some((item) => isOver(item.expires_at))) {
    change.breaking = board.breaking.filter((item) => !isOver(item.expires_at));
  }
  if (board.alerts?.some(({ until }) => isOver(until))) change.alerts = board.alerts.filter(({ until }) => !isOver(until));
  if (isOver(board.promo?.until)) change.promo = null;
  const ends = statusEnds(board.stream);
  if (board.stream && ends <= now) change.stream = unknown(board.stream, ends);
  if (board.on_air && airTurns(board.on_air) <= now) change.on_air = turned(board.on_air, now);
  return Object.keys(change).length ? { ...board, ...change } : board;
}

/** When the visible board `shown` will have to be another; Infinity if it never will by time alone. @param {Timed} shown */
export function nextChange(shown) {
  const ends = (shown.breaking ?? []).map((item) => instant(item.expires_at));
  ends.push(...(shown.alerts ?? []).map(({ until }) => instant(until)));
  return Math.min(...ends, instant(shown.promo?.until), statusEnds(shown.stream), airTurns(shown.on_air));
}

/**
 * Whether `shown` is a guess of what came after `board`: a server, which has the grid, knows more.
 * @param {Snapshot} board @param {Snapshot} shown
 */
export function isGuess(board, shown) {
  return shown.on_air !== board.on_air || (shown.stream !== board.stream && board.stream.by === "hand");
}

/** @param {string} [text] */
function instant(text) {
  return text ? Date.parse(text) : Infinity;
}

/** @param {Stream} [stream] */
function statusEnds(stream) {
  if (!stream) return Infinity;
  if (stream.by === "hand") return instant(stream.until);
  return stream.status === "unknown" ? Infinity : instant(stream.checked_at) + STATUS_STANDS_MS;
}

/** @param {Stream} stream @param {number} ends @returns {Stream} */
function unknown(stream, ends) {
  const since = new Date(ends).toISOString();
  if (stream.by !== "hand") return { ...stream, status: "unknown", since };
  return { ...stream, status: "unknown", since, by: "probe", until: undefined, checked_at: undefined };
}

/** @param {OnAir} [air] */
function airTurns(air) {
  if (!air) return Infinity;
  const starts = instant(air.next?.starts_at);
  return air.by === "hand" ? (air.until ? instant(air.until) : starts) : Math.min(instant(air.ends_at), starts);
}

/** @param {OnAir} air @param {number} now @returns {OnAir} */
function turned(air, now) {
  const following = followNext(air, now);
  return air.by === "hand" && !air.until ? { ...air, next: following.next } : following;
}

/**
 * What comes next, of which the end is not known. The articles beside it stay until others are known.
 * @param {OnAir} air @param {number} now @returns {OnAir}
 */
function followNext({ by, programme, next, rotation }, now) {
  if (!next) return { by: "schedule" };
  if (instant(next.starts_at) <= now) {
    return { by: "schedule", programme: next.programme, segment: next.segment, starts_at: next.starts_at, rotation };
  }
  if (by === "schedule" && programme?.id === next.programme.id) return { by, programme, next, rotation };
  return { by: "schedule", ends_at: next.starts_at, next };
}
