/**
 * A day as a line: what is planned and what ran, in parts of the day; what a drag makes of a programme. Pure: times are
 * milliseconds since the epoch.
 */

/** @import { Broadcast, DayOfRundown, PlannedSegment } from "../types.d.ts" */
/** @typedef {{ from: number, to: number }} Span */

export const STEP_MS = 300_000;
const MIN_MS = STEP_MS;
const MAX_MS = 24 * 3_600_000;
const OVERRUN_MS = 60_000;
/** A gap shorter than that is none that somebody could fill. */
const HOLE_MS = 60_000;

/** @param {{ starts_at?: string, ends_at?: string | null }} one @returns {Span} */
export function spanOf({ starts_at, ends_at }) {
  return { from: Date.parse(starts_at ?? ""), to: Date.parse(ends_at ?? "") };
}

/** Where a span lies in the day, in percent, cut off at its ends; `null` outside. @param {Span} span @param {Span} day */
export function placed({ from, to }, day) {
  const [start, end] = [Math.max(from, day.from), Math.min(to, day.to)];
  if (!(start < end)) return null;
  const whole = day.to - day.from;
  return { left: ((start - day.from) / whole) * 100, width: ((end - start) / whole) * 100 };
}

/** The hours of the day: on days when clocks change there are more or fewer. @param {Span} day */
export function hours(day) {
  const found = [];
  for (let at = day.from; at < day.to; at += 3_600_000) found.push(at);
  return found;
}

/** What nobody has planned. @param {Span[]} shows in order @param {Span} day @returns {Span[]} */
export function holes(shows, day) {
  /** @type {Span[]} */
  const found = [];
  let reached = day.from;
  for (const { from, to } of [...shows].sort((a, b) => a.from - b.from)) {
    if (from - reached >= HOLE_MS) found.push({ from: reached, to: from });
    reached = Math.max(reached, to);
  }
  if (day.to - reached >= HOLE_MS) found.push({ from: reached, to: day.to });
  return found;
}

/**
 * What ran, programme by programme: turns of one that follow each other are one. The last one lasts until now.
 * @param {DayOfRundown["as_run"]} turns @param {number} now
 * @returns {(Span & { id: string | null, title: string, byHand: boolean })[]}
 */
export function ran(turns, now) {
  /** @type {(Span & { id: string | null, title: string, byHand: boolean })[]} */
  const found = [];
  for (const { ran: turn, ends_at } of turns) {
    const span = { from: Date.parse(turn.starts_at), to: ends_at ? Date.parse(ends_at) : now };
    const id = turn.programme?.id ?? null;
    const byHand = turn.by === "hand";
    const last = found.at(-1);
    if (last && last.id === id && last.byHand === byHand && last.to === span.from) last.to = span.to;
    else found.push({ ...span, id, title: turn.programme?.title ?? "", byHand });
  }
  return found;
}

/**
 * How far programmes ran beyond their planned end: the span, and of which.
 * @param {Broadcast[]} shows @param {ReturnType<typeof ran>} turns
 */
export function overruns(shows, turns) {
  return shows.flatMap((show) => {
    const planned = spanOf(show);
    const last = turns.find(({ id, from, to }) => id === show.programme.id && from < planned.to && to > planned.to);
    const follows = shows.some((other) => other !== show && other.programme.id === show.programme.id && spanOf(other).from === planned.to);
    return last && !follows && last.to - planned.to >= OVERRUN_MS ? [{ from: planned.to, to: last.to, title: show.programme.title }] : [];
  });
}

/**
 * Where a programme is after it was moved or stretched by `ms`, in steps of the clock. What has begun keeps its start, and ends
 * no earlier than now.
 * @param {Span} span @param {"move" | "start" | "end"} how @param {number} ms @param {number} now @returns {Span}
 */
export function dragged({ from, to }, how, ms, now) {
  const hasBegun = from <= now;
  if (how === "end" || (how === "move" && hasBegun)) {
    const least = Math.max(from + MIN_MS, hasBegun ? stepAfter(now) : 0);
    return { from, to: Math.min(Math.max(nearest(to + ms), least), from + MAX_MS) };
  }
  if (hasBegun) return { from, to };
  if (how === "start") return { from: Math.max(Math.min(nearest(from + ms), to - MIN_MS), stepAfter(now), to - MAX_MS), to };
  const start = Math.max(nearest(from + ms), stepAfter(now));
  return { from: start, to: start + (to - from) };
}

/** The titles of the programmes that a span takes time from. @param {Span} span @param {Broadcast} mine @param {Broadcast[]} shows */
export function takesFrom({ from, to }, mine, shows) {
  const others = shows.filter((show) => show.id !== mine.id && spanOf(show).from < to && spanOf(show).to > from);
  return [...new Set(others.map(({ programme }) => programme.title))];
}

/**
 * The override that puts a broadcast into `span` and leaves all else as it is: segments go with it when it is moved.
 * @param {Broadcast} show @param {Span} span
 */
export function moved(show, span) {
  const { entry, programme, segments } = show;
  /** @type {Record<string, unknown>} */
  const body = entry ? { ...entry.override } : { programme: programme.id };
  for (const name of ["date", "start", "end", "starts_at", "ends_at"]) delete body[name];
  const later = span.from - spanOf(show).from;
  const isMoved = later !== 0 && span.to - spanOf(show).to === later;
  if (isMoved && segments.length) body.segments = segments.map((segment) => shifted(segment, later / 1000));
  return { ...body, rev: entry?.rev ?? 0, starts_at: new Date(span.from).toISOString(), ends_at: new Date(span.to).toISOString() };
}

/** What of a segment is a plan's own. */
const PLANNED = ["id", "title", "description", "articles", "topics", "order", "limit", "every_s", "language"];

/** @param {PlannedSegment} segment @param {number} seconds */
function shifted(segment, seconds) {
  const kept = Object.fromEntries(Object.entries(segment).filter(([name]) => PLANNED.includes(name)));
  return { ...kept, start: later(segment.start ?? "00:00", seconds), ...(segment.end ? { end: later(segment.end, seconds) } : {}) };
}

/** A time of day so much later, past midnight too. @param {string} text `05:30` or `05:30:15` @param {number} seconds */
export function later(text, seconds) {
  const [hour, minute, second = 0] = text.split(":").map(Number);
  const at = (((hour * 3600 + minute * 60 + second + Math.round(seconds)) % 86_400) + 86_400) % 86_400;
  const parts = [Math.floor(at / 3600), Math.floor(at / 60) % 60, at % 60].map((part) => String(part).padStart(2, "0"));
  return parts.slice(0, at % 60 ? 3 : 2).join(":");
}

/** @param {number} at */
function nearest(at) {
  return Math.round(at / STEP_MS) * STEP_MS;
}

/** @param {number} at */
function stepAfter(at) {
  return Math.ceil(at / STEP_MS) * STEP_MS;
}
