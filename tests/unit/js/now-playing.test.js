import assert from "node:assert/strict";
import { test } from "node:test";
import { inALine } from "../../../static/js/player/now-playing.js";

const station = { name: "Radyo Halimbawa" };
const stream = { title: "MP3 128 k", playing: "Freddie Aguilar – Anak" };

test("the rundown's segment comes before what the stream says", () => {
  const air = { programme: { title: "Umaga" }, segment: { title: "Traffic" } };
  assert.equal(inALine(air, stream, station), "Umaga · Traffic");
});

test("an hour of music says what is playing", () => {
  assert.equal(inALine({ programme: { title: "Umaga" } }, stream, station), "Umaga · Freddie Aguilar – Anak");
  assert.equal(inALine({}, stream, station), "Freddie Aguilar – Anak");
});

test("a stream that says no more than its own name, the programme's or the station's adds nothing", () => {
  for (const playing of ["radyo halimbawa", "MP3 128 K", "Umaga", " ", undefined])
    assert.equal(inALine({ programme: { title: "Umaga" } }, { ...stream, playing }, station), "Umaga");
  assert.equal(inALine({}, undefined, station), "Radyo Halimbawa");
});
