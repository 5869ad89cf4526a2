import assert from "node:assert/strict";
import { test } from "node:test";
import { EventReader } from "../../../static/js/feed/transports/event-reader.js";

const STREAM = 'retry: 3000\nid: e1:4\nevent: breaking\ndata: {"a":1}\n\n: still here\nevent: promo\r\ndata: one\r\ndata: two\r\n\r\n';
const EVENTS = [["breaking", '{"a":1}'], ["promo", "one\ntwo"]];

function read(pieces) {
  const got = [];
  const reader = new EventReader((name, data) => got.push([name, data]));
  for (const piece of pieces) reader.push(piece);
  return got;
}

test("events come out whole, comments and retries do not", () => {
  assert.deepEqual(read([STREAM]), EVENTS);
});

test("where the network cuts the stream makes no difference", () => {
  for (let cut = 1; cut < STREAM.length; cut++) {
    assert.deepEqual(read([STREAM.slice(0, cut), STREAM.slice(cut)]), EVENTS, `cut at ${cut}`);
  }
  assert.deepEqual(read([...STREAM]), EVENTS);
});

test("a colon in the data stays in the data", () => {
  assert.deepEqual(read(["data: a: b\n\n"]), [["message", "a: b"]]);
});
