#!/usr/bin/env bash
# In a podcast's transcript Update is the speaker from "Update: three dead" on, and who is marked in WebVTT is none
#
# Versions: Node.js 20, transcriptator 1.1.4.
#
# transcriptator, made for podcast apps, takes up to the first colon of a caption for a name, so every caption that
# begins with Update:, Albay: or Correction: brings in a person, who also says all captions after it until the next
# name. WebVTT's own mark for the speaker (v) is left in the text, with its entities; and of a file in which a caption
# has settings (align:start, as many encoders write) that caption and its words are missing.
#
# Output seen (2026-12-01):
#     SRT: Ana Cruz says: Good morning.
#     SRT: Update says: three dead in Albay.
#     SRT: Update says: The road is closed.
#     SRT: Update says: It opens at 5:30.
#     WebVTT: nobody says: <v Ana Cruz>Rock &amp; roll</v>
#     WebVTT: nobody says: Three.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" transcriptator@1.1.4 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$(node --no-warnings --input-type=module <<'SCRIPT'
import { convertFile } from "transcriptator";
console.error = () => {};
const captions = ["Ana Cruz: Good morning.", "Update: three dead in Albay.", "The road is closed.", "It opens at 5:30."];
const stamp = (second) => `00:00:0${second},000`;
const srt = captions.map((text, index) => `${index + 1}\n${stamp(index)} --> ${stamp(index + 1)}\n${text}\n`).join("\n");
for (const { speaker, body } of convertFile(srt)) console.log(`SRT: ${speaker} says: ${body}`);
const vtt = "WEBVTT\n\n00:00.000 --> 00:01.000\n<v Ana Cruz>Rock &amp; roll</v>\n\n00:01.000 --> 00:02.000 align:start\nTwo.\n\n00:02.000 --> 00:03.000\nThree.\n";
for (const { speaker, body } of convertFile(vtt)) console.log(`WebVTT: ${speaker || "nobody"} says: ${body}`);
SCRIPT
)
expected=$(cat <<'EXPECTED'
SRT: Ana Cruz says: Good morning.
SRT: Update says: three dead in Albay.
SRT: Update says: The road is closed.
SRT: Update says: It opens at 5:30.
WebVTT: nobody says: <v Ana Cruz>Rock &amp; roll</v>
WebVTT: nobody says: Three.
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
