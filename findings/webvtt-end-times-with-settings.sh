#!/usr/bin/env bash
# srt-vtt-parser lets a caption stand for three minutes if its times have no hours and a setting follows
#
# Versions: Node.js 20, @plussub/srt-vtt-parser 2.0.5, node-webvtt 2.0.0, subtitle 4.2.2.
#
# WebVTT times may leave the hours out. With a setting behind them (line:0 lifts captions above a ticker) srt-vtt-parser
# reads 00:03.500 as three minutes; without the setting, or with hours, it is right. A caption without text swallows the
# next one, times and all. node-webvtt and subtitle read the first.
#
# Output seen (2026-11-30):
#     srt-vtt-parser [[3500,"A"]]
#     node-webvtt [[3500,"A"]]
#     subtitle [[3500,"A"]]
#     srt-vtt-parser [[180000,"A"]]
#     node-webvtt [[3500,"A"]]
#     subtitle [[3500,"A"]]
#     srt-vtt-parser [[3500,"A"]]
#     node-webvtt [[3500,"A"]]
#     subtitle [[3500,"A"]]
#     srt-vtt-parser [[6000,"\n00:00:06.000 --> 00:00:07.000\nB"]]
#     node-webvtt [[7000,"B"]]
#     subtitle [[6000,""],[7000,"B"]]
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" @plussub/srt-vtt-parser@2.0.5 node-webvtt@2.0.0 subtitle@4.2.2 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$(node --no-warnings --input-type=module <<'SCRIPT'
import * as plussub from "@plussub/srt-vtt-parser";
import webvtt from "node-webvtt";
import { parseSync } from "subtitle";
const cues = ["00:01.000 --> 00:03.500\nA", "00:01.000 --> 00:03.500 line:0\nA", "00:00:01.000 --> 00:00:03.500 line:0\nA", "00:00:05.000 --> 00:00:06.000\n\n00:00:06.000 --> 00:00:07.000\nB"];
for (const cue of cues) {
  const text = `WEBVTT\n\n${cue}\n`;
  console.log("srt-vtt-parser", JSON.stringify(plussub.parse(text).entries.map(({ to, text }) => [to, text])));
  console.log("node-webvtt", JSON.stringify(webvtt.parse(text).cues.map(({ end, text }) => [end * 1000, text])));
  console.log("subtitle", JSON.stringify(parseSync(text).flatMap(({ type, data }) => (type === "cue" ? [[data.end, data.text]] : []))));
}
SCRIPT
)
expected=$(cat <<'EXPECTED'
srt-vtt-parser [[3500,"A"]]
node-webvtt [[3500,"A"]]
subtitle [[3500,"A"]]
srt-vtt-parser [[180000,"A"]]
node-webvtt [[3500,"A"]]
subtitle [[3500,"A"]]
srt-vtt-parser [[3500,"A"]]
node-webvtt [[3500,"A"]]
subtitle [[3500,"A"]]
srt-vtt-parser [[6000,"\n00:00:06.000 --> 00:00:07.000\nB"]]
node-webvtt [[7000,"B"]]
subtitle [[6000,""],[7000,"B"]]
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
