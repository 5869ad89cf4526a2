import assert from "node:assert/strict";
import { test } from "node:test";
import { interval } from "../../../static/js/feed/transports/poll.js";

test("a page that is seen asks every 10 to 20 seconds, a hidden one every 30 to 60", () => {
  assert.equal(interval(false, 0, 0), 10_000);
  assert.equal(interval(false, 0, 1), 20_000);
  assert.equal(interval(true, 0, 0), 30_000);
  assert.equal(interval(true, 0, 1), 60_000);
});

test("from the fifth failure on it asks half as often each time, and never less than every five minutes", () => {
  assert.equal(interval(false, 4, 0), 10_000);
  assert.equal(interval(false, 5, 0), 20_000);
  assert.equal(interval(false, 6, 0), 40_000);
  assert.equal(interval(false, 60, 1), 300_000);
});
