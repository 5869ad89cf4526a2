#!/usr/bin/env bash
# Two time codes of nothing are a frame, and ten seconds from the start are 00:00:09:24
#
# Versions: Python 3.11, timecode 1.5.1.
#
# timecode counts frames from one: 00:00:00:00 has one frame, so a sum of two time codes is a frame longer than the
# lengths, each difference a frame shorter, and a time code made from seconds or from a number of frames is the one
# before. A rundown whose items are added up drifts by a frame an item: a second after 25.
#
# Output seen (2026-11-30):
#     0 s has 1 frame; twice: 00:00:00:01
#     10 s + 5 s: 00:00:15:01 10 s - 5 s: 00:00:04:24
#     250 frames: 00:00:09:24 10 s from the start: 00:00:09:24
#     25 items of a second: 00:00:26:00
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check timecode==1.5.1 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from timecode import Timecode
nothing, ten, five = (Timecode("25", text) for text in ("00:00:00:00", "00:00:10:00", "00:00:05:00"))
print("0 s has", nothing.frames, "frame; twice:", nothing + nothing)
print("10 s + 5 s:", ten + five, "10 s - 5 s:", ten - five)
print("250 frames:", Timecode("25", frames=250), "10 s from the start:", Timecode("25", start_seconds=10))
total = nothing
for _ in range(25):
    total += Timecode("25", "00:00:01:00")
print("25 items of a second:", total)
PYTHON
)
expected=$(cat <<'EXPECTED'
0 s has 1 frame; twice: 00:00:00:01
10 s + 5 s: 00:00:15:01 10 s - 5 s: 00:00:04:24
250 frames: 00:00:09:24 10 s from the start: 00:00:09:24
25 items of a second: 00:00:26:00
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
