import assert from "node:assert/strict";
import { test } from "node:test";
import { PlayingDate } from "../../../static/js/player/engines/playing-date.js";
import { ServerClock } from "../../../static/js/clock/server-clock.js";
import { add, at, tookEffect, tookEffectBefore, turn, untilTurn } from "../../../static/js/on-air/timeline.js";

const NOON = Date.parse("2026-03-02T04:00:00Z");
/** @returns {any} as much of an `on_air` as the timeline looks at */
const block = (name, start = NOON) => ({ name, starts_at: new Date(start).toISOString() });

/** @param {any} line @param {number} moment @returns {string} the made-up name of what was on */
const named = (line, moment) => /** @type {any} */ (at(line, moment)).name;

test("a listener 14 seconds behind sees the segment turn 14 seconds after the studio", () => {
  const line = add([{ air: block("before"), from: -Infinity }], block("after"), NOON);
  assert.equal(named(line, NOON + 13_000 - 14_000), "before");
  assert.equal(named(line, NOON + 14_000 - 14_000), "after");
});

test("a turn of the grid took effect when the segment began, though the news of it came a second later", () => {
  assert.equal(tookEffect(block("a"), new Date(NOON + 900).toISOString()), NOON);
});

test("an anchor's cut in the middle of a segment took effect when it was told", () => {
  assert.equal(tookEffect(block("a", NOON - 600_000), new Date(NOON).toISOString()), NOON);
});

test("what is taken back before the listener heard it is never shown", () => {
  let line = [{ air: block("grid"), from: -Infinity }];
  line = add(line, block("cut"), NOON);
  line = add(line, block("grid again"), NOON + 2000);
  line = add(line, block("corrected cut"), NOON);
  assert.equal(named(line, NOON + 5000), "corrected cut");
});

test("before all that is known stands the first that is known", () => {
  assert.equal(named([{ air: block("only"), from: NOON }], NOON - 60_000), "only");
});

test("a segment that came with a whole snapshot is dated by its own start, a new plan of the same one by now", () => {
  assert.equal(tookEffectBefore(block("b", NOON - 600_000), block("a", NOON - 900_000), NOON), NOON - 600_000);
  assert.equal(tookEffectBefore(block("a"), block("a"), NOON + 5000), NOON + 5000);
});

test("the delay is the studio's clock less the playing date", () => {
  assert.equal(new PlayingDate().take(NOON - 12_500, 60, NOON), 12.5);
});

test("a stall, a seek to live and a sleep are in the delay at once", () => {
  const date = new PlayingDate();
  date.take(NOON - 8000, 100, NOON);
  assert.equal(date.take(NOON - 8000, 100, NOON + 20_000), 28);
  assert.equal(date.take(NOON + 12_000, 120, NOON + 20_000), 8);
});

test("a playing date that jumps against the sound is believed only when it stays", () => {
  const date = new PlayingDate();
  date.take(NOON - 10_000, 0, NOON);
  assert.equal(date.take(NOON - 59_000, 1, NOON + 1000), 10);
  assert.equal(date.take(NOON - 8000, 2, NOON + 2000), 10);
  assert.equal(date.take(NOON - 57_000, 3, NOON + 3000), 10);
  assert.equal(date.take(NOON - 56_000, 4, NOON + 4000), 10);
  assert.equal(date.take(NOON - 55_000, 5, NOON + 5000), 60);
});

test("dates from the future, from last year or none at all change nothing", () => {
  const date = new PlayingDate();
  assert.equal(date.take(null, 0, NOON), null);
  assert.equal(date.take(NOON + 60_000, 0, NOON), null);
  assert.equal(date.take(0, 0, NOON), null);
  date.take(NOON - 8000, 0, NOON);
  assert.equal(date.take(null, 0, NOON), 8);
});

const answer = (says, took, device, steady = device - NOON) => ({ says, took, doubt: took, device, steady });

test("half the round trip is taken off, and the best of several answers is kept", () => {
  const clock = new ServerClock();
  clock.learn(answer(NOON + 5000, 400, NOON));
  assert.equal(clock.at(NOON), NOON + 5200);
  clock.learn(answer(NOON + 5080, 40, NOON));
  clock.learn(answer(NOON + 9000, 3000, NOON));
  assert.equal(clock.at(NOON), NOON + 5100);
});

test("after hours a fresh answer wins over a better one that is old", () => {
  const clock = new ServerClock();
  clock.learn(answer(NOON, 40, NOON));
  const later = NOON + 3 * 3_600_000;
  clock.learn(answer(later + 900, 200, later));
  assert.equal(clock.at(later), later + 1000);
});

test("a device whose clock is set back keeps the server's time, and asks anew", () => {
  const clock = new ServerClock();
  clock.look(NOON, 0);
  clock.learn(answer(NOON, 0, NOON, 0));
  assert.equal(clock.look(NOON - 59_000, 1000), -60_000);
  assert.equal(clock.at(NOON - 59_000), NOON + 1000);
  assert.equal(clock.isKnown, false);
});

test("a sleep leaves the server's time as it is, and asks anew", () => {
  const clock = new ServerClock();
  clock.look(NOON, 0);
  clock.learn(answer(NOON + 300, 0, NOON, 0));
  assert.equal(clock.look(NOON + 3_600_000, 1000), 3_599_000);
  assert.equal(clock.at(NOON + 3_600_000), NOON + 3_600_300);
  assert.equal(clock.isKnown, false);
});

test("the next article's turn is known to the millisecond, whenever the page began to look", () => {
  /** @type {any} */
  const rotation = { articles: [{}, {}, {}], every_s: 20, starts_at: new Date(NOON).toISOString() };
  for (const moment of [NOON, NOON + 1, NOON + 19_999, NOON + 47_300]) {
    const wait = untilTurn(rotation, moment);
    assert.equal(turn(rotation, moment + wait - 1), turn(rotation, moment));
    assert.notEqual(turn(rotation, moment + wait), turn(rotation, moment));
  }
  assert.equal(untilTurn(rotation, NOON - 5000), 25_000);
  assert.equal(untilTurn({ ...rotation, articles: [{}] }, NOON), Infinity);
  assert.equal(untilTurn(null, NOON), Infinity);
});
