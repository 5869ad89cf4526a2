#!/usr/bin/env bash
# subsrt finds no caption in WebVTT, and one in SRT, where lines end as on Unix
#
# Versions: Node.js 20, subsrt 1.1.1, subtitle 4.2.2.
#
# Its parts are separated by an empty line that must have a carriage return in it. A file with line feeds alone, which
# WebVTT allows and servers write, comes back without any caption (WebVTT) or as one that holds the times and words of
# all (SRT), without an error; with CR LF all captions are there.
#
# Output seen (2026-11-30):
#     vtt "\n" subsrt: 0 subtitle: 2
#     vtt "\r\n" subsrt: 2 subtitle: 2
#     srt "\n" subsrt: 1 subtitle: 2
#     srt "\r\n" subsrt: 2 subtitle: 2
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" subsrt@1.1.1 subtitle@4.2.2 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$(node --no-warnings --input-type=module <<'SCRIPT'
import subsrt from "subsrt";
import { parseSync } from "subtitle";
const files = {
  vtt: "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nA\n\n00:00:02.000 --> 00:00:03.000\nB\n",
  srt: "1\n00:00:01,000 --> 00:00:02,000\nA\n\n2\n00:00:02,000 --> 00:00:03,000\nB\n",
};
for (const [format, text] of Object.entries(files)) for (const end of ["\n", "\r\n"]) {
  const file = text.replaceAll("\n", end);
  console.log(format, JSON.stringify(end), "subsrt:", subsrt.parse(file, { format }).filter(({ type }) => type === "caption").length, "subtitle:", parseSync(file).filter(({ type }) => type === "cue").length);
}
SCRIPT
)
expected=$(cat <<'EXPECTED'
vtt "\n" subsrt: 0 subtitle: 2
vtt "\r\n" subsrt: 2 subtitle: 2
srt "\n" subsrt: 1 subtitle: 2
srt "\r\n" subsrt: 2 subtitle: 2
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
