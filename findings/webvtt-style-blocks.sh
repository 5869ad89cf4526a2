#!/usr/bin/env bash
# Captions that begin with a STYLE block are an error for node-webvtt and subtitle
#
# Versions: Node.js 20, node-webvtt 2.0.0, subtitle 4.2.2, @plussub/srt-vtt-parser 2.0.5, webvtt-parser 2.2.0.
#
# STYLE and REGION are part of WebVTT (W3C, 2019), and some encoders write them always. Two of four parsers throw, so
# that there are no captions at all; the two others read on. node-webvtt, which says that it knows HLS, also splits
# X-TIMESTAMP-MAP=MPEGTS:0,LOCAL:… at the first colon instead of the equals sign, whence its time offset is found under
# a name that has half of it.
#
# Output seen (2026-11-30):
#     node-webvtt throws: Cue identifier needs to be followed by timestamp (cue #0)
#     subtitle throws: expected timestamp at row 3, but received: "STYLE"
#     srt-vtt-parser 1
#     webvtt-parser 1, errors: 0
#     { 'X-TIMESTAMP-MAP=MPEGTS': '900000,LOCAL:00:00:00.000' }
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" node-webvtt@2.0.0 subtitle@4.2.2 @plussub/srt-vtt-parser@2.0.5 webvtt-parser@2.2.0 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$(node --no-warnings --input-type=module <<'SCRIPT'
import * as plussub from "@plussub/srt-vtt-parser";
import webvtt from "node-webvtt";
import { parseSync } from "subtitle";
import webvttParser from "webvtt-parser";
const text = "WEBVTT\n\nSTYLE\n::cue { color: red }\n\n00:00:01.000 --> 00:00:02.000\nA\n";
const readers = {
  "node-webvtt": () => webvtt.parse(text).cues.length,
  subtitle: () => parseSync(text).filter(({ type }) => type === "cue").length,
  "srt-vtt-parser": () => plussub.parse(text).entries.length,
  "webvtt-parser": () => { const { cues, errors } = new webvttParser.WebVTTParser({}).parse(text, "metadata"); return `${cues.length}, errors: ${errors.length}`; },
};
for (const [name, read] of Object.entries(readers)) try { console.log(name, read()); } catch (error) { console.log(name, "throws:", error.message); }
console.log(webvtt.parse("WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:900000,LOCAL:00:00:00.000\n\n00:01.000 --> 00:02.000\nA\n", { meta: true }).meta);
SCRIPT
)
expected=$(cat <<'EXPECTED'
node-webvtt throws: Cue identifier needs to be followed by timestamp (cue #0)
subtitle throws: expected timestamp at row 3, but received: "STYLE"
srt-vtt-parser 1
webvtt-parser 1, errors: 0
{ 'X-TIMESTAMP-MAP=MPEGTS': '900000,LOCAL:00:00:00.000' }
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
