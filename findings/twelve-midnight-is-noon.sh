#!/usr/bin/env bash
# 12 midnight is noon in dateutil and chrono, and 12NN, which is noon, is no time in three of four libraries
#
# Versions: Python 3.11, python-dateutil 2.9.0.post0, dateparser 1.5.0, parsedatetime 2.6; Node.js 20, chrono-node
# 2.10.3.
#
# Press releases in the Philippines avoid 12 a.m. and write 12NN and 12MN, or the words. dateutil (fuzzy) takes 12 and
# leaves the rest, right at noon and twelve hours off at midnight. chrono finds two dates in "12 midnight", the first of
# them noon, and calls its hour certain. At the letters dateparser answers None, parsedatetime the hour that it is now,
# chrono a guess.
#
# Output seen (2026-11-30):
#     Nov 30, 2026 12NN dateutil: 12:00:00 dateparser: None parsedatetime: 09:30:00
#     Nov 30, 2026 12MN dateutil: 12:00:00 dateparser: None parsedatetime: 09:30:00
#     Nov 30, 2026 12 midnight dateutil: 12:00:00 dateparser: 2026-11-30 00:00:00 parsedatetime: 00:00:00
#     Nov 30, 2026 12NN chrono: 12 o'clock, guessed, from "Nov 30, 2026"
#     Nov 30, 2026 12MN chrono: 12 o'clock, guessed, from "Nov 30, 2026"
#     Nov 30, 2026 12 midnight chrono: 12 o'clock, certain, from "Nov 30, 2026 12" and 0 o'clock, certain, from "midnight"
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check python-dateutil==2.9.0.post0 dateparser==1.5.0 parsedatetime==2.6 2>"$folder/log" || { cat "$folder/log"; exit 2; }
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" chrono-node@2.10.3 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import dateparser, parsedatetime
from dateutil import parser
from datetime import datetime
now = datetime(2026, 11, 1, 9, 30)
for text in ("Nov 30, 2026 12NN", "Nov 30, 2026 12MN", "Nov 30, 2026 12 midnight"):
    print(text, "dateutil:", parser.parse(text, fuzzy=True).time(), "dateparser:", dateparser.parse(text), "parsedatetime:", parsedatetime.Calendar().parseDT(text, now)[0].time())
PYTHON
node --no-warnings --input-type=module <<'SCRIPT'
import * as chrono from "chrono-node";
for (const text of ["Nov 30, 2026 12NN", "Nov 30, 2026 12MN", "Nov 30, 2026 12 midnight"]) {
  console.log(text, "chrono:", chrono.parse(text).map(({ start, text }) => `${start.get("hour")} o'clock, ${start.isCertain("hour") ? "certain" : "guessed"}, from "${text}"`).join(" and "));
}
SCRIPT
)
expected=$(cat <<'EXPECTED'
Nov 30, 2026 12NN dateutil: 12:00:00 dateparser: None parsedatetime: 09:30:00
Nov 30, 2026 12MN dateutil: 12:00:00 dateparser: None parsedatetime: 09:30:00
Nov 30, 2026 12 midnight dateutil: 12:00:00 dateparser: 2026-11-30 00:00:00 parsedatetime: 00:00:00
Nov 30, 2026 12NN chrono: 12 o'clock, guessed, from "Nov 30, 2026"
Nov 30, 2026 12MN chrono: 12 o'clock, guessed, from "Nov 30, 2026"
Nov 30, 2026 12 midnight chrono: 12 o'clock, certain, from "Nov 30, 2026 12" and 0 o'clock, certain, from "midnight"
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
