import assert from "node:assert/strict";
import { test } from "node:test";
import { WayHome, after, ideal, isMixed, preferred } from "../../../static/js/player/route.js";

/** @returns {any} as much of a stream as the route looks at */
const stream = (id, more = {}) => ({ id, status: "on_air", ...more });
const ids = (streams, failed) => {
  const order = [];
  for (let now = failed; order.length < streams.length; order.push(now.id)) now = after(streams, now);
  return order;
};

test("the first stream plays, or the next where that is known to be off", () => {
  assert.equal(preferred([stream("a"), stream("b")])?.id, "a");
  assert.equal(preferred([stream("a", { status: "off_air" }), stream("b", { status: "unknown" })])?.id, "b");
  assert.equal(preferred([stream("a", { status: "off_air" })])?.id, "a");
  assert.equal(preferred([]), undefined);
});

test("the one chosen by hand plays, whatever is known of it, until the station has it no more", () => {
  assert.equal(preferred([stream("a"), stream("b", { status: "off_air" })], { chosen: "b" })?.id, "b");
  assert.equal(preferred([stream("a"), stream("c")], { chosen: "b" })?.id, "a");
});

test("who saves data gets the thinnest stream of the same language that is not off", () => {
  const streams = [
    stream("main", { language: "fil", bitrate_kbps: 128 }),
    stream("english", { language: "en", bitrate_kbps: 24 }),
    stream("thin", { language: "fil", bitrate_kbps: 32 }),
    stream("thinner", { language: "fil", bitrate_kbps: 16, status: "off_air" }),
    stream("nobody knows", { language: "fil" }),
  ];
  assert.equal(preferred(streams, { saving: true })?.id, "thin");
  assert.equal(preferred([stream("only")], { saving: true })?.id, "only");
});

test("when one fails the backups are tried in order, those known to be off only where nothing else is left", () => {
  assert.deepEqual(ids([stream("a"), stream("b"), stream("c")], stream("a")), ["b", "c", "a"]);
  assert.deepEqual(ids([stream("a"), stream("b", { status: "off_air" }), stream("c")], stream("a")), ["c", "a", "c"]);
  assert.equal(after([stream("a"), stream("b", { status: "off_air" })], stream("a"))?.id, "b");
  assert.equal(after([stream("a")], stream("a"))?.id, "a");
});

test("the way home opens when the monitor hears the stream again, and later each time it fails here", () => {
  const way = new WayHome();
  way.failed(0);
  assert.equal(way.isOpen(stream("a"), 29_000), false);
  assert.equal(way.isOpen(stream("a", { status: "unknown" }), 31_000), false);
  assert.equal(way.isOpen(stream("a"), 31_000), true);
  way.failed(31_000);
  assert.equal(way.isOpen(stream("a"), 90_000), false);
  assert.equal(way.isOpen(stream("a"), 91_001), true);
  way.arrived();
  way.failed(100_000);
  assert.equal(way.isOpen(stream("a"), 130_001), true);
});

test("who hears the first stream stays with it when the monitor thinks it off, and it stays the home of who does not", () => {
  const streams = [stream("a", { status: "off_air" }), stream("b")];
  assert.equal(ideal(streams, {}), streams[0]);
  assert.equal(ideal(streams, { chosen: "b" }), streams[1]);
  assert.equal(ideal([], {}), undefined);
});

test("sound without TLS is refused on a page that has it, unless it comes from this very machine", () => {
  assert.equal(isMixed("http://stream.example/live", "https://radio.example/"), true);
  assert.equal(isMixed("https://stream.example/live", "https://radio.example/"), false);
  assert.equal(isMixed("/stream/main", "https://radio.example/"), false);
  assert.equal(isMixed("http://127.0.0.1:8001/live", "https://localhost/"), false);
  assert.equal(isMixed("http://127.example/live", "https://radio.example/"), true);
  assert.equal(isMixed("http://stream.example/live", "http://radio.example/"), false);
});

test("what is refused here comes after everything else, and is nobody's home", () => {
  const streams = [stream("a", { mixed: true }), stream("b", { status: "off_air" }), stream("c")];
  assert.equal(preferred(streams)?.id, "c");
  assert.equal(preferred(streams, { chosen: "a" })?.id, "a");
  assert.equal(preferred([stream("a", { mixed: true }), stream("b", { status: "off_air" })])?.id, "a");
  assert.equal(after(streams, streams[2])?.id, "a");
  assert.equal(after([...streams, stream("d")], streams[2])?.id, "d");
  const thin = stream("thin", { mixed: true, bitrate_kbps: 16 });
  assert.equal(preferred([stream("full", { bitrate_kbps: 64 }), thin], { saving: true })?.id, "full");
  assert.equal(new WayHome().isOpen(stream("a", { mixed: true }), 60_000), false);
});
