#!/usr/bin/env bash
# m3u8-parser does not know EXT-X-GAP: what says that it is missing is listed like any other segment
#
# Versions: Node.js 20, m3u8-parser 7.2.0, hls-parser 0.16.1.
#
# EXT-X-GAP (RFC 8216bis) marks a segment that the encoder could not make and that must not be loaded. m3u8-parser (of
# video.js) drops the tag without a warning, so the segment looks playable; hls-parser keeps it. On the other hand hls-
# parser gives a date to the segment that carries EXT-X-PROGRAM-DATE-TIME only, where m3u8-parser counts it on.
#
# Output seen (2026-11-30):
#     m3u8-parser a.ts undefined 2026-11-30T08:00:00.000Z
#     m3u8-parser b.ts undefined 2026-11-30T08:00:06.000Z
#     hls-parser a.ts undefined 2026-11-30T08:00:00.000Z
#     hls-parser b.ts true undefined
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" m3u8-parser@7.2.0 hls-parser@0.16.1 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$(node --no-warnings --input-type=module <<'SCRIPT'
import { Parser } from "m3u8-parser";
import HLS from "hls-parser";
const playlist = `#EXTM3U
#EXT-X-VERSION:8
#EXT-X-TARGETDURATION:6
#EXT-X-PROGRAM-DATE-TIME:2026-11-30T08:00:00.000Z
#EXTINF:6,
a.ts
#EXT-X-GAP
#EXTINF:6,
b.ts
`;
const parser = new Parser();
parser.on("warn", ({ message }) => console.log("warning:", message));
parser.push(playlist);
parser.end();
for (const s of parser.manifest.segments) console.log("m3u8-parser", s.uri, s.gap, new Date(s.programDateTime).toISOString());
for (const s of HLS.parse(playlist).segments) console.log("hls-parser", s.uri, s.gap, s.programDateTime?.toISOString());
SCRIPT
)
expected=$(cat <<'EXPECTED'
m3u8-parser a.ts undefined 2026-11-30T08:00:00.000Z
m3u8-parser b.ts undefined 2026-11-30T08:00:06.000Z
hls-parser a.ts undefined 2026-11-30T08:00:00.000Z
hls-parser b.ts true undefined
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
