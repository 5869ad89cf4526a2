import assert from "node:assert/strict";
import { test } from "node:test";
import { LivePlaylist } from "../../../static/js/player/engines/live-playlist.js";

const NOON = Date.parse("2026-03-02T04:00:00Z");

/** A window of five segments up to `endSN`. @param {number} endSN */
function window(endSN, { live = true, date = NaN, gaps = 0 } = {}) {
  const startSN = Math.max(0, endSN - 4);
  const fragments = [];
  for (let sn = startSN; sn <= endSN; sn += 1) {
    fragments.push({ sn, gap: sn > endSN - gaps || undefined, programDateTime: Number.isNaN(date) ? null : date + sn * 6000 });
  }
  return { live, startSN, endSN, fragments };
}

/** @param {ReturnType<typeof window>[]} windows */
const news = (...windows) => {
  const playlist = new LivePlaylist();
  return windows.map((one) => playlist.look(one));
};

test("a playlist that moves on is no news, nor is a cache that lags behind", () => {
  assert.deepEqual(news(window(100), window(101), window(99), window(101), window(102)), ["", "", "", "", ""]);
  assert.deepEqual(news(window(100, { date: NOON }), window(99, { date: NOON }), window(101, { date: NOON })), ["", "", ""]);
});

test("a broadcast that ends is over, and one that had ended before is no broadcast", () => {
  assert.deepEqual(news(window(100), window(101, { live: false })), ["", "over"]);
  assert.deepEqual(news(window(101, { live: false })), ["recorded"]);
});

test("an encoder that counts from the start again is told once", () => {
  assert.deepEqual(news(window(100), window(1), window(2), window(3)), ["", "anew", "", ""]);
  const soon = [window(3, { date: NOON }), window(1, { date: NOON + 60_000 }), window(2, { date: NOON + 60_000 })];
  assert.deepEqual(news(...soon), ["", "anew", ""], "by its dates, where it had not counted far");
  assert.deepEqual(news(window(3), window(1), window(2)), ["", "", ""], "without dates it may be a cache");
});

test("a gap is told while it lasts, and one piece that is missing is none", () => {
  assert.deepEqual(news(window(100), window(101, { gaps: 1 }), window(102, { gaps: 2 }), window(105)), ["", "", "gap", ""]);
});
