import assert from "node:assert/strict";
import { test } from "node:test";
import { dragged, holes, hours, later, moved, overruns, placed, ran, takesFrom } from "../../../../static/js/panel/rundown/day-line.js";

const HOUR = 3_600_000;
const MINUTE = 60_000;
const START = Date.parse("2026-03-01T16:00:00Z");
const day = { from: START, to: START + 24 * HOUR };
const at = (hour, minute = 0) => START + hour * HOUR + minute * MINUTE;
const iso = (ms) => new Date(ms).toISOString();
/** @returns {any} as much of a broadcast as the line looks at */
const show = (id, from, to, more = {}) =>
  ({ id, entry: null, programme: { id, title: id }, rules: {}, segments: [], starts_at: iso(from), ends_at: iso(to), ...more });
/** @returns {any} */
const turn = (id, from, to, by = "schedule") =>
  ({ ran: { starts_at: iso(from), programme: id ? { id, title: id } : undefined, by }, ends_at: to ? iso(to) : null });

test("a programme lies in the day by its times, and is cut off at midnight", () => {
  assert.deepEqual(placed({ from: at(6), to: at(12) }, day), { left: 25, width: 25 });
  assert.deepEqual(placed({ from: at(-2), to: at(6) }, day), { left: 0, width: 25 });
  assert.equal(placed({ from: at(-2), to: at(0) }, day), null);
  assert.equal(placed({ from: NaN, to: NaN }, day), null);
  assert.equal(hours({ from: START, to: START + 23 * HOUR }).length, 23, "when clocks go forward");
});

test("what nobody planned is a hole, a breath between two programmes is none", () => {
  const shows = [{ from: at(0), to: at(6) }, { from: at(7), to: at(12) }, { from: at(12) + 5000, to: at(23) }];
  assert.deepEqual(holes(shows, day), [{ from: at(6), to: at(7) }, { from: at(23), to: at(24) }]);
  assert.deepEqual(holes([], day), [day]);
});

test("turns of one programme are one, and the last one goes on until now", () => {
  const turns = ran([turn("dawn", at(5), at(6)), turn("dawn", at(6), at(8)), turn(null, at(8), at(9)), turn("noon", at(9), null, "hand")], at(10));
  assert.deepEqual(turns.map(({ id, from, to, byHand }) => [id, from, to, byHand]), [
    ["dawn", at(5), at(8), false], [null, at(8), at(9), false], ["noon", at(9), at(10), true],
  ]);
});

test("a programme that ran beyond its end is marked, one that goes on as planned is not", () => {
  const shows = [show("dawn", at(5), at(8)), show("noon", at(8), at(9)), show("noon", at(9), at(10), { id: "noon2" })];
  const turns = ran([turn("dawn", at(5), at(8, 7)), turn("noon", at(8, 7), at(10))], at(10));
  assert.deepEqual(overruns(shows, turns), [{ from: at(8), to: at(8, 7), title: "dawn" }]);
  assert.deepEqual(overruns(shows, ran([turn("dawn", at(5), at(8) + 30_000)], at(9))), [], "half a minute is on time");
});

test("a drag goes in steps of five minutes", () => {
  const span = { from: at(12), to: at(13) };
  assert.deepEqual(dragged(span, "move", 7 * MINUTE, at(6)), { from: at(12, 5), to: at(13, 5) });
  assert.deepEqual(dragged(span, "move", -8 * MINUTE, at(6)), { from: at(11, 50), to: at(12, 50) });
  assert.deepEqual(dragged(span, "end", 31 * MINUTE, at(6)), { from: at(12), to: at(13, 30) });
  assert.deepEqual(dragged(span, "start", -29 * MINUTE, at(6)), { from: at(11, 30), to: at(13) });
});

test("what has begun keeps its start and cannot end before now; what is to come cannot begin before it", () => {
  const span = { from: at(12), to: at(13) };
  assert.deepEqual(dragged(span, "move", 30 * MINUTE, at(12, 10)), { from: at(12), to: at(13, 30) });
  assert.deepEqual(dragged(span, "start", 30 * MINUTE, at(12, 10)), span);
  assert.deepEqual(dragged(span, "end", -5 * HOUR, at(12, 11)), { from: at(12), to: at(12, 15) });
  assert.deepEqual(dragged(span, "move", -5 * HOUR, at(11, 1)), { from: at(11, 5), to: at(12, 5) });
  assert.deepEqual(dragged(span, "end", -5 * HOUR, at(6)), { from: at(12), to: at(12, 5) });
  assert.deepEqual(dragged(span, "start", 5 * HOUR, at(6)), { from: at(12, 55), to: at(13) });
  assert.deepEqual(dragged(span, "end", 50 * HOUR, at(6)), { from: at(12), to: at(36) });
});

test("it says whom it takes time from", () => {
  const shows = [show("dawn", at(5), at(8)), show("noon", at(8), at(9)), show("late", at(9), at(10))];
  assert.deepEqual(takesFrom({ from: at(7), to: at(9) }, shows[0], shows), ["noon"]);
  assert.deepEqual(takesFrom({ from: at(5), to: at(8) }, shows[0], shows), []);
});

test("a programme that is moved takes its segments along, one that is stretched leaves them", () => {
  const segments = [{ id: "news", title: "News", start: "23:30", days: ["mon"], starts_at: "", articles: ["rice"] }, { id: "end", title: "End", start: "23:45:30", end: "00:00" }];
  const late = show("late", at(23, 30), at(24), { segments });
  assert.deepEqual(moved(late, { from: at(24, 15), to: at(24, 45) }), {
    programme: "late", rev: 0, starts_at: iso(at(24, 15)), ends_at: iso(at(24, 45)),
    segments: [{ id: "news", title: "News", articles: ["rice"], start: "00:15" }, { id: "end", title: "End", start: "00:30:30", end: "00:45" }],
  });
  const entry = { rev: 3, override: { title: "Typhoon", date: "2026-03-02", start: "23:30", end: "24:00", segments: [{ id: "a" }] } };
  assert.deepEqual(moved(show("late", at(23, 30), at(24), { entry }), { from: at(23, 30), to: at(25) }), {
    title: "Typhoon", segments: [{ id: "a" }], rev: 3, starts_at: iso(at(23, 30)), ends_at: iso(at(25)),
  });
  assert.equal(later("00:10", -1200), "23:50");
});
