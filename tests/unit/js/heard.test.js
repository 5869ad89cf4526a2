import assert from "node:assert/strict";
import { test } from "node:test";
import { DelayFilter } from "../../../webapp/static/js/player/playing-date.js";
import { add, at, tookEffect } from "../../../webapp/static/js/timeline.js";

const NOON = Date.parse("2026-03-02T04:00:00Z");
const block = (name, start = NOON) => ({ name, starts_at: new Date(start).toISOString() });

test("a listener 14 seconds behind sees the segment turn 14 seconds after the studio", () => {
  const line = add([{ air: block("before"), from: -Infinity }], block("after"), NOON);
  assert.equal(at(line, NOON + 13_000 - 14_000).name, "before");
  assert.equal(at(line, NOON + 14_000 - 14_000).name, "after");
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
  assert.equal(at(line, NOON + 5000).name, "corrected cut");
});

test("before all that is known stands the first that is known", () => {
  assert.equal(at([{ air: block("only"), from: NOON }], NOON - 60_000).name, "only");
});

test("the delay is the studio's clock less the playing date", () => {
  assert.equal(new DelayFilter().take(NOON - 12_500, NOON), 12.5);
});

test("a playing date that jumps is believed only when it stays", () => {
  const filter = new DelayFilter();
  filter.take(NOON - 10_000, NOON);
  assert.equal(filter.take(NOON - 60_000, NOON), 10);
  assert.equal(filter.take(NOON - 60_000, NOON), 10);
  assert.equal(filter.take(NOON - 60_000, NOON), 60);
});

test("dates from the future, from last year or none at all change nothing", () => {
  const filter = new DelayFilter();
  assert.equal(filter.take(null, NOON), null);
  assert.equal(filter.take(NOON + 60_000, NOON), null);
  assert.equal(filter.take(0, NOON), null);
  filter.take(NOON - 8000, NOON);
  assert.equal(filter.take(null, NOON), 8);
});
