import assert from "node:assert/strict";
import { test } from "node:test";
import { Board } from "../../../static/js/feed/board.js";

const NOON = Date.parse("2026-03-02T04:00:00.000Z");
const at = (minutes) => new Date(NOON + minutes * 60_000).toISOString();
const quake = { id: "quake", rev: 1, headline: "Quake", priority: "urgent", published_at: at(0), expires_at: at(30) };
const ferry = { id: "ferry", rev: 1, headline: "Ferry", priority: "urgent", published_at: at(0) };
const weather = {
  programme: { id: "dawn", title: "Dawn" }, segment: { id: "weather", title: "Weather" }, by: "schedule",
  starts_at: at(0), ends_at: at(5), next: { programme: { id: "dawn", title: "Dawn" }, starts_at: at(5) },
};

/** @param {object} blocks @returns {{ board: any, clock: any, told: any[] }} */
function boardAtNoon(blocks) {
  const clock = { now: NOON, planned: /** @type {number[]} */ ([]) };
  /** @type {any} */
  const whole = { epoch: "e1", seq: 1, now: at(0), breaking: [], stream: { status: "unknown", streams: [] }, on_air: { by: "schedule" }, ...blocks };
  const board = new Board(whole, () => clock.now, (moment) => clock.planned.push(moment));
  const told = [];
  for (const block of /** @type {const} */ (["breaking", "on_air"])) board.subscribe(block, (value, cause) => told.push([block, cause?.name ?? null]));
  return { board, clock, told };
}

test("a headline leaves when its time is over, and the event that takes it off then changes nothing", () => {
  const { board, clock, told } = boardAtNoon({ breaking: [quake, ferry] });
  assert.equal(clock.planned.at(-1), NOON + 30 * 60_000);
  clock.now += 30 * 60_000;
  board.look();
  assert.deepEqual(board.state.breaking.map(({ id }) => id), ["ferry"]);
  assert.deepEqual(told, [["breaking", null]]);
  assert.equal(clock.planned.at(-1), Infinity);
  board.apply("breaking", { epoch: "e1", seq: 2, at: at(31), action: "expired", item: { ...quake, rev: 2 } });
  assert.deepEqual(told, [["breaking", null]]);
  assert.equal(board.state.seq, 2);
});

test("a headline that is told again with another end comes back, for it was kept", () => {
  const { board, clock } = boardAtNoon({ breaking: [quake] });
  clock.now += 45 * 60_000;
  board.look();
  assert.deepEqual(board.state.breaking, []);
  board.apply("breaking", { epoch: "e1", seq: 2, at: at(45), action: "corrected", item: { ...quake, rev: 2, expires_at: at(90) } });
  assert.deepEqual(board.state.breaking.map(({ rev }) => rev), [2]);
});

test("a clock that was set back shows again what it hid", () => {
  const { board, clock } = boardAtNoon({ breaking: [quake] });
  clock.now += 60 * 60_000;
  board.look();
  clock.now = NOON;
  board.look();
  assert.deepEqual(board.state.breaking.map(({ id }) => id), ["quake"]);
});

test("what is next is on at its time, and is a guess until somebody who knows has spoken", () => {
  const { board, clock, told } = boardAtNoon({ on_air: weather });
  assert.equal(board.isGuess, false);
  clock.now += 5 * 60_000;
  board.look();
  assert.equal(board.state.on_air.starts_at, at(5));
  assert.equal(board.isGuess, true);
  board.apply("on_air", { epoch: "e1", seq: 2, at: at(5), ...board.state.on_air, ends_at: at(60) });
  assert.equal(board.isGuess, false);
  assert.deepEqual(told, [["on_air", null], ["on_air", "on_air"]]);
});

test("an old headline among those that were missed is not shown for a moment", () => {
  const { board, clock, told } = boardAtNoon({});
  clock.now += 60 * 60_000;
  board.apply("breaking", { epoch: "e1", seq: 2, at: at(0), action: "published", item: quake });
  assert.deepEqual(told, []);
});
