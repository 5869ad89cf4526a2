import assert from "node:assert/strict";
import { test } from "node:test";
import { next } from "../../../../static/js/panel/wall/link.js";

const DAY = 86_400_000;
const state = (more) => ({ failures: 0, started: 0, now: 1000, own: "a", seen: "a", restartMs: DAY, ...more });

test("the screen shows what comes, every five seconds", () => {
  assert.deepEqual(next(state({})), { act: "show", nextMs: 5000 });
});

test("one lost answer is not told, the second is, and it goes on asking, more slowly", () => {
  assert.deepEqual(next(state({ failures: 1, seen: null })), { act: "wait", nextMs: 5000 });
  assert.deepEqual(next(state({ failures: 2, seen: null })), { act: "tell", nextMs: 15_000 });
  assert.deepEqual(next(state({ failures: 9999, seen: null, now: 9 * DAY })).act, "tell", "nothing is started anew into the dark");
});

test("a new build, and each day, start it anew", () => {
  assert.equal(next(state({ seen: "b" })).act, "reload");
  assert.equal(next(state({ now: DAY - 1 })).act, "show");
  assert.equal(next(state({ now: DAY })).act, "reload");
});
