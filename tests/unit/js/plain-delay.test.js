import assert from "node:assert/strict";
import { test } from "node:test";
import { PlainDelay } from "../../../static/js/player/engines/plain-delay.js";

const T0 = 5000;

/** A stream that was answered at `T0` and began to sound 0.6 s later. @param {number} position @param {number} [from] */
function playing(position = 0, from = position) {
  const delay = new PlainDelay();
  delay.answered(T0);
  delay.started(position, from);
  return delay;
}

/** @param {number} seconds after the answer @param {number} position */
const at = (seconds, position, more = {}) => ({ now: T0 + seconds * 1000, position, ahead: 8, buffered: null, ...more });

test("a listener is behind by what the server sent ahead, and by what passed without a sound", () => {
  const delay = playing();
  assert.equal(delay.behind(at(0.6, 0)), 8.6);
  assert.equal(delay.behind(at(10.6, 10)), 8.6);
  assert.equal(delay.behind(at(14.6, 10)), 12.6, "a stall of four seconds");
});

test("a position that counts from the encoder's start changes nothing", () => {
  const opus = playing(120.25);
  assert.equal(opus.behind(at(0.5, 120.25)), 8.5);
  assert.equal(opus.behind(at(10.5, 130.25)), 8.5);
  assert.equal(opus.lost(T0 + 500, 120.25), 0);
  assert.equal(opus.lost(T0 + 14_500, 130.25), 4);
});

test("where the burst is known, what a browser says it has buffered counts for nothing", () => {
  const vorbis = playing(0, 0);
  assert.equal(vorbis.behind(at(1.5, 1, { buffered: 122 })), 8.5);
});

test("where nobody measured the burst, what is buffered is the least of it, wherever it counts from", () => {
  for (const [position, from] of [[0, 0], [120, 120], [0, 120]]) {
    const delay = playing(position, from);
    const moment = (/** @type {number} */ seconds, /** @type {number} */ sound, /** @type {number} */ end) =>
      delay.behind(at(seconds, position + sound, { ahead: null, buffered: from + end }));
    assert.equal(moment(0.5, 0, 4.5), 4.5);
    assert.equal(moment(10.5, 10, 12), 4.5, "it had more once");
  }
});

test("nothing is known before the answer and the first sound, nor of an empty buffer", () => {
  const delay = new PlainDelay();
  assert.equal(delay.behind(at(1, 0)), null);
  delay.answered(T0);
  assert.equal(delay.behind(at(1, 0)), null);
  assert.equal(delay.lost(T0, 0), null);
  assert.equal(playing().behind(at(1, 0.5, { ahead: null })), null);
});
