import assert from "node:assert/strict";
import { test } from "node:test";
import { firstPieces } from "../../../static/js/player/engines/first-pieces.js";

const head = "#EXTM3U\n#EXT-X-TARGETDURATION:4\n";
const pieces = (/** @type {number} */ count) => Array.from({ length: count }, (_, n) => `#EXTINF:4,\n${n}.ts`).join("\n");

test("sound begins three pieces before the end, with what describes them before it", () => {
  assert.deepEqual(firstPieces(`${head}#EXT-X-MAP:URI="init.mp4"\n${pieces(6)}\n`), ["init.mp4", "3.ts"]);
  assert.deepEqual(firstPieces(`${head}${pieces(2)}`), ["0.ts"]);
  assert.deepEqual(firstPieces(`${head}${pieces(3)}`.replaceAll("\n", "\r\n")), ["0.ts"]);
});

test("nothing is guessed of a playlist of playlists, of a recording, and of pieces of one file", () => {
  assert.deepEqual(firstPieces("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=64000\nlow.m3u8\n"), []);
  assert.deepEqual(firstPieces(`${head}${pieces(4)}\n#EXT-X-ENDLIST\n`), []);
  assert.deepEqual(firstPieces(`${head}#EXTINF:4,\n#EXT-X-BYTERANGE:900@0\nall.ts\n`), []);
  assert.deepEqual(firstPieces(`${head}#EXT-X-MAP:URI="all.mp4",BYTERANGE="90@0"\n${pieces(4)}`), ["1.ts"]);
  assert.deepEqual(firstPieces("<!doctype html>"), []);
});
