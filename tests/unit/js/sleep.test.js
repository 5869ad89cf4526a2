import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { isBedtime, recallSleep, sleepAfter, sleepLeft, sleepMinutes, sleepState } from "../../../static/js/player/sleep.js";

test("the sound stops by itself after the minutes asked for, once, by the clock and not by a timer that sleeps too", () => {
  mock.timers.enable({ apis: ["Date"], now: 0 });
  sleepAfter(15);
  mock.timers.setTime(5 * 60_000 + 1);
  assert.deepEqual([isBedtime(), sleepMinutes(), sleepLeft()], [false, 15, 10]);
  mock.timers.setTime(8 * 3_600_000);
  assert.equal(isBedtime(), true);
  assert.deepEqual([isBedtime(), sleepMinutes(), sleepLeft()], [false, 0, 0]);
});

test("who changes their mind is not put to sleep", () => {
  sleepAfter(15);
  sleepAfter(0);
  mock.timers.setTime(20 * 3_600_000);
  assert.equal(isBedtime(), false);
});

test("it is carried from page to page", () => {
  sleepAfter(15);
  const state = JSON.parse(JSON.stringify(sleepState()));
  sleepAfter(0);
  recallSleep(state);
  mock.timers.setTime(20 * 3_600_000 + 10 * 60_000);
  assert.deepEqual([isBedtime(), sleepMinutes(), sleepLeft()], [false, 15, 5]);
});
