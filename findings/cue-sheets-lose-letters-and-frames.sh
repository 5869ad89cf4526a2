#!/usr/bin/env bash
# The title Weather is eathe to one reader of cue sheets, Weather at noon is Weather to another, and 37 frames are 37 hundredths
#
# Versions: Python 3.11, cueparser 1.3.3; Node.js 20, cue-parser 0.3.0.
#
# Loggers and splitters of recordings write cue sheets; titles may stand without quotation marks, and the last number of
# a time is frames, 75 to a second. Python's cueparser cuts a letter off both ends of such a title, counts the frames as
# hundredths of a second, so that a cut is up to a quarter of a second early, and gives a track without performer none,
# where the sheet's performer is meant. npm's cue-parser keeps frames as they are and only the first word of the title.
#
# Output seen (2026-12-01):
#     cueparser 'Headlines' None 00:00:00 lasts 0:05:02.370000
#     cueparser 'eather at noo' None 05:02:37 lasts 0:00:58.370000
#     cueparser 'eathe' None 06:00:74 lasts None
#     cue-parser Headlines Time { min: 0, sec: 0, frame: 0 }
#     cue-parser Weather Time { min: 5, sec: 2, frame: 37 }
#     cue-parser Weather Time { min: 6, sec: 0, frame: 74 }
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check cueparser==1.3.3 2>"$folder/log" || { cat "$folder/log"; exit 2; }
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" cue-parser@0.3.0 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import cueparser
SHEET = 'PERFORMER "DWXX"\nTITLE "Morning"\nFILE "log.mp3" MP3\n  TRACK 01 AUDIO\n    TITLE "Headlines"\n    INDEX 01 00:00:00\n  TRACK 02 AUDIO\n    TITLE Weather at noon\n    INDEX 01 05:02:37\n  TRACK 03 AUDIO\n    TITLE Weather\n    INDEX 01 06:00:74\n'
sheet = cueparser.CueSheet()
sheet.setOutputFormat("", "")
sheet.setData(SHEET)
sheet.parse()
for track in sheet.tracks:
    print("cueparser", repr(track.title), track.performer, track.offset, "lasts", track.duration)
PYTHON
node --no-warnings --input-type=module <<'SCRIPT'
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
const { parse } = createRequire(process.cwd() + "/")("cue-parser");
writeFileSync("log.cue", 'PERFORMER "DWXX"\nTITLE "Morning"\nFILE "log.mp3" MP3\n  TRACK 01 AUDIO\n    TITLE "Headlines"\n    INDEX 01 00:00:00\n  TRACK 02 AUDIO\n    TITLE Weather at noon\n    INDEX 01 05:02:37\n  TRACK 03 AUDIO\n    TITLE Weather\n    INDEX 01 06:00:74\n');
for (const { title, indexes: [{ time }] } of parse("log.cue").files[0].tracks) console.log("cue-parser", title, time);
SCRIPT
)
expected=$(cat <<'EXPECTED'
cueparser 'Headlines' None 00:00:00 lasts 0:05:02.370000
cueparser 'eather at noo' None 05:02:37 lasts 0:00:58.370000
cueparser 'eathe' None 06:00:74 lasts None
cue-parser Headlines Time { min: 0, sec: 0, frame: 0 }
cue-parser Weather Time { min: 5, sec: 2, frame: 37 }
cue-parser Weather Time { min: 6, sec: 0, frame: 74 }
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
