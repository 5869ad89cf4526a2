import assert from "node:assert/strict";
import { test } from "node:test";
import { SoundClock } from "../../../static/js/player/sound-clock.js";

/** How long it has stood still after these positions, one a second. @param {number[]} positions */
function stillAfter(...positions) {
  const clock = new SoundClock();
  positions.forEach((position, i) => (i ? clock.look(position, i * 1000) : clock.begin(position, 0)));
  return clock.still;
}

test("sound that plays moves with time, also when a busy machine looks late", () => {
  assert.equal(stillAfter(10, 11.1, 12, 13, 14.02), 0);
  const clock = new SoundClock();
  clock.begin(5, 0);
  for (const [position, ms] of [[6, 1000], [9, 4000], [9.2, 4200], [10, 5000]]) clock.look(position, ms);
  assert.equal(clock.still, 0);
});

test("a position that stands, is pushed on by tenths of a second, or falls back to nothing is no sound", () => {
  assert.equal(stillAfter(10, 10, 10, 10), 3);
  assert.equal(stillAfter(10, 10.1, 10.3, 10.6), 3);
  assert.equal(stillAfter(10, 0, 0, 0), 3);
});

test("without a device Firefox lets the position move every other second, at half the pace at best: that is not playing", () => {
  assert.equal(stillAfter(14.6, 15.6, 15.8, 15.8, 15.9, 16.9, 17, 17, 17.1), 6);
  assert.equal(stillAfter(10.5, 11.5, 12, 13, 13.5, 14.5, 15.1), 3);
  assert.equal(stillAfter(10.5, NaN, 12, NaN, 13.5, NaN), 5, "nor what has an error");
});

test("after three good seconds everything is forgiven, and a jump to live is not held against it", () => {
  assert.equal(stillAfter(10, 10, 10, 11, 12), 2);
  assert.equal(stillAfter(10, 10, 10, 11, 12, 13), 0);
  assert.equal(stillAfter(10, 11, 45, 46, 47, 48), 0);
});

test("a machine that slept says little of the sound", () => {
  const clock = new SoundClock();
  clock.begin(5, 0);
  clock.look(5, 3_600_000);
  assert.ok(clock.still < 3);
});
