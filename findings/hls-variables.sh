#!/usr/bin/env bash
# Variables in an HLS playlist stay as they are in two of three parsers, and a hexadecimal number comes back as a text of digits
#
# Versions: Python 3.11, m3u8 6.0.0; Node.js 20, hls-parser 0.16.1, m3u8-parser 7.2.0.
#
# EXT-X-DEFINE (RFC 8216bis, version 8) lets addresses have {$name} in them, as ad inserters and CDNs do. hls-parser and
# Python's m3u8 keep the tag and hand out "{$cdn}/a.ts"; m3u8-parser replaces. hls-parser also turns X-MARK=0xFF of a
# DATERANGE into X-MARK="255" when it writes what it read.
#
# Output seen (2026-11-30):
#     m3u8 https://radyo.example/{$cdn}/a.ts
#     hls-parser {$cdn}/a.ts X-MARK="255"
#     m3u8-parser https://cdn.example/a.ts
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check m3u8==6.0.0 2>"$folder/log" || { cat "$folder/log"; exit 2; }
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" hls-parser@0.16.1 m3u8-parser@7.2.0 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import m3u8
playlist = """#EXTM3U
#EXT-X-VERSION:8
#EXT-X-TARGETDURATION:6
#EXT-X-DEFINE:NAME="cdn",VALUE="https://cdn.example"
#EXTINF:6,
{$cdn}/a.ts
"""
print("m3u8", m3u8.loads(playlist, uri="https://radyo.example/live.m3u8").segments[0].absolute_uri)
PYTHON
node --no-warnings --input-type=module <<'SCRIPT'
import HLS from "hls-parser";
import { Parser } from "m3u8-parser";
const playlist = `#EXTM3U
#EXT-X-VERSION:8
#EXT-X-TARGETDURATION:6
#EXT-X-DEFINE:NAME="cdn",VALUE="https://cdn.example"
#EXT-X-PROGRAM-DATE-TIME:2026-11-30T00:00:00Z
#EXT-X-DATERANGE:ID="1",START-DATE="2026-11-30T00:00:00Z",X-MARK=0xFF
#EXTINF:6,
{$cdn}/a.ts
`;
const parsed = HLS.parse(playlist);
console.log("hls-parser", parsed.segments[0].uri, HLS.stringify(parsed).match(/X-MARK=.*/)[0]);
const parser = new Parser();
parser.push(playlist);
parser.end();
console.log("m3u8-parser", parser.manifest.segments[0].uri);
SCRIPT
)
expected=$(cat <<'EXPECTED'
m3u8 https://radyo.example/{$cdn}/a.ts
hls-parser {$cdn}/a.ts X-MARK="255"
m3u8-parser https://cdn.example/a.ts
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
