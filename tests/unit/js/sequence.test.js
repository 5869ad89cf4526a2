import assert from "node:assert/strict";
import { test } from "node:test";
import { HELD_EVENTS, begin, dropped, receive, spot } from "../../../static/js/feed/sequence.js";

const event = (seq, epoch = "e1") => ["breaking", { epoch, seq }];
const snapshot = (seq, epoch = "e1") => ["snapshot", { epoch, seq }];

/** Feeds messages to a place; what was done comes back as "4", "S9" (a snapshot) and "?" (asked for a resume). */
function hear(place, ...messages) {
  const done = [];
  for (const [name, data] of messages) {
    const heard = receive(place, name, data);
    place = heard.place;
    for (const step of heard.steps) {
      done.push(step.do === "resume" ? "?" : step.do === "replace" ? `S${step.board.seq}` : `${step.data.seq}`);
    }
  }
  return { place, done: done.join(" ") };
}

test("events in order are applied, known ones dropped", () => {
  assert.equal(hear(begin("e1", 3), event(4), event(4), event(2), event(5)).done, "4 5");
});

test("a gap is asked for once, and what came early is applied when it is filled", () => {
  assert.equal(hear(begin("e1", 3), event(6), event(7), event(4), event(5)).done, "? 4 5 6 7");
});

test("a gap may be filled by a snapshot, and what came early and is newer still counts", () => {
  assert.equal(hear(begin("e1", 3), event(6), event(9), snapshot(8)).done, "? S8 9");
});

test("a resume that was not enough is asked for again only after a snapshot or a new connection", () => {
  const { place, done } = hear(begin("e1", 3), event(6), event(9), event(4), event(5));
  assert.equal(done, "? 4 5 6");
  assert.equal(place.waiting, true);
  assert.equal(hear(dropped(place), event(8)).done, "?");
});

test("a snapshot older than the page is dropped, one of another history is not", () => {
  assert.equal(hear(begin("e1", 9), snapshot(8), snapshot(2, "e2"), event(3, "e2")).done, "S2 3");
});

test("an event of another history waits for the snapshot that explains it", () => {
  assert.equal(hear(begin("e1", 9), event(3, "e2"), event(10), snapshot(2, "e2")).done, "? 10 S2 3");
});

const begins = (seq, epoch, ...succeeds) => ["epoch", { epoch, seq, succeeds: succeeds.map(([epoch, seq]) => ({ epoch, seq })) }];

test("who has everything goes on under another epoch without a snapshot", () => {
  const { place, done } = hear(begin("e1", 3), event(4), begins(4, "e2", ["e1", 4]), event(5, "e2"), begins(5, "e3", ["e2", 5], ["e1", 4]));
  assert.equal(done, "4 5");
  assert.deepEqual(spot(place), { epoch: "e3", seq: 5 });
  assert.equal(hear(begin("e1", 5), begins(5, "e3", ["e2", 5], ["e1", 5]), event(6, "e3")).done, "6");
});

test("who lacks something, or has what is lost, asks", () => {
  assert.equal(hear(begin("e1", 3), begins(4, "e2", ["e1", 4])).done, "?");
  assert.equal(hear(begin("e1", 6), begins(6, "e2", ["e1", 4])).done, "?");
  assert.equal(hear(begin("e1", 4), begins(4, "e2")).done, "?");
  assert.equal(hear(begin("e1", 4), begins(4, "e2", ["e0", 4]), snapshot(4, "e2"), event(5, "e2")).done, "? S4 5");
});

test("what came early from the epoch that begins is applied once it has begun", () => {
  assert.equal(hear(begin("e1", 4), event(5, "e2"), begins(4, "e2", ["e1", 4])).done, "? 5");
});

test("a word of an epoch that is over, or known, does nothing", () => {
  assert.equal(hear(begin("e3", 9), begins(4, "e2", ["e1", 4]), begins(9, "e3", ["e2", 9])).done, "");
});

test("a page without a place asks for everything", () => {
  assert.deepEqual(spot(begin()), {});
  assert.equal(hear(begin(), event(5), snapshot(5)).done, "? S5");
});

test("what is no message of ours does nothing", () => {
  for (const junk of [null, 7, "x", {}, { epoch: "e1" }, { epoch: 1, seq: 1 }, { epoch: "e1", seq: "4" }, { epoch: "e1", seq: 4.5 }]) {
    assert.equal(hear(begin("e1", 3), ["breaking", junk], ["snapshot", junk]).done, "");
  }
});

test("a flood behind a gap is bounded", () => {
  const flood = Array.from({ length: HELD_EVENTS * 3 }, (_, i) => event(i + 10));
  const { place } = hear(begin("e1", 3), ...flood);
  assert.ok(place.held.length <= HELD_EVENTS);
});
