import assert from "node:assert/strict";
import { test } from "node:test";
import { watchLine } from "../../../static/js/player/engines/line.js";

/** How often the line was found cut, after what a browser said at these milliseconds with that much in its hands. */
function cuts(/** @type {[string, number, number][]} */ said, life = new AbortController()) {
  const audio = Object.assign(new EventTarget(), { readyState: 4 });
  let [time, count] = [0, 0];
  watchLine(audio, () => { count += 1; }, life.signal, () => time);
  for (const [event, at, readyState] of said) {
    [time, audio.readyState] = [at, readyState];
    audio.dispatchEvent(new Event(event));
  }
  return count;
}

test("a browser that has run dry while nothing comes has lost its line, as Chromium was seen to", () => {
  assert.equal(cuts([["progress", 4400, 4], ["progress", 4771, 4], ["waiting", 6936, 2]]), 1);
  assert.equal(cuts([["progress", 6000, 4], ["waiting", 6936, 2], ["stalled", 9060, 2]]), 1);
});

test("as long as something comes, or something is left to hear, it is waited for", () => {
  assert.equal(cuts([["progress", 6500, 2], ["waiting", 6936, 2], ["progress", 7200, 2]]), 0);
  assert.equal(cuts([["progress", 4771, 4], ["stalled", 7771, 4]]), 0);
});

test("a stream that was ended is not watched any more", () => {
  const life = new AbortController();
  life.abort();
  assert.equal(cuts([["progress", 1000, 4], ["waiting", 9000, 2]], life), 0);
});
