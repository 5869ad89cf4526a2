#!/usr/bin/env bash
# This morning, read in an old story, is the morning of the reading day for parsedatetime
#
# Versions: Python 3.11, parsedatetime 2.6.
#
# parsedatetime takes the moment from which a text counts: for a story of 2 March 2026 that is its date. Tonight,
# tomorrow and in 5 minutes are counted from it. This morning, afternoon and evening are not: they are of the day on
# which the program runs, whatever the source time says. A stored time of tomorrow at 5 is 9 in the morning, the
# library's own start of a day.
#
# Output seen (2026-12-01):
#     tonight         21:00 of the story's day
#     in 5 minutes    12:05 of the story's day
#     this evening    18:00 of the day the program runs
#     this morning    06:00 of the day the program runs
#     this afternoon  13:00 of the day the program runs
#     tomorrow at 5   09:00 of 03 March
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check parsedatetime==2.6 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from datetime import date, datetime
import parsedatetime
calendar = parsedatetime.Calendar()
story = datetime(2026, 3, 2, 12, 0)
for text in ("tonight", "in 5 minutes", "this evening", "this morning", "this afternoon", "tomorrow at 5"):
    found, kind = calendar.parseDT(text, story)
    day = "the story's day" if found.date() == story.date() else "the day the program runs" if found.date() == date.today() else f"{found:%d %B}"
    print(f"{text:15} {found:%H:%M} of {day}")
PYTHON
)
expected=$(cat <<'EXPECTED'
tonight         21:00 of the story's day
in 5 minutes    12:05 of the story's day
this evening    18:00 of the day the program runs
this morning    06:00 of the day the program runs
this afternoon  13:00 of the day the program runs
tomorrow at 5   09:00 of 03 March
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
