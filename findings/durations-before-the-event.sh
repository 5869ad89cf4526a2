#!/usr/bin/env bash
# A quarter of an hour before the programme (-PT15M) is one after it in iso8601-duration and dayjs
#
# Versions: Python 3.11, isodate 0.7.2, aniso8601 10.0.1, pendulum 3.3.0; Node.js 20, iso8601-duration 2.1.4, dayjs
# 1.11.23, moment 2.31.0, tinyduration 3.4.1.
#
# The signed duration of RFC 5545 (a calendar's TRIGGER) is read without its sign by two of four libraries for
# JavaScript, and refused by two of three for Python. A month is 2,592,000 s or 2,628,000 s, and dayjs reads a decimal
# comma, which ISO 8601 prefers, as nothing at all.
#
# Output seen (2026-11-30):
#     isodate -PT15M -900.0
#     aniso8601 -PT15M ISOFormatError
#     pendulum -PT15M ParserError
#     isodate PT1,5S 1.5
#     aniso8601 PT1,5S 1.5
#     pendulum PT1,5S 1.5
#     iso8601-duration -PT15M 900
#     dayjs -PT15M 900
#     moment -PT15M -900
#     tinyduration -PT15M {"minutes":15,"negative":true}
#     iso8601-duration PT1,5S 1.5
#     dayjs PT1,5S 0
#     moment PT1,5S 1.5
#     tinyduration PT1,5S {"seconds":1.5}
#     iso8601-duration P1M 2592000
#     dayjs P1M 2628000
#     moment P1M 2592000
#     tinyduration P1M {"months":1}
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check isodate==0.7.2 aniso8601==10.0.1 pendulum==3.3.0 2>"$folder/log" || { cat "$folder/log"; exit 2; }
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" iso8601-duration@2.1.4 dayjs@1.11.23 moment@2.31.0 tinyduration@3.4.1 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import aniso8601, isodate, pendulum
for text in ("-PT15M", "PT1,5S"):
    for name, read in {"isodate": isodate.parse_duration, "aniso8601": aniso8601.parse_duration, "pendulum": pendulum.parse}.items():
        try:
            print(name, text, read(text).total_seconds())
        except ValueError as error:
            print(name, text, type(error).__name__)
PYTHON
node --no-warnings --input-type=module <<'SCRIPT'
import { parse, toSeconds } from "iso8601-duration";
import dayjs from "dayjs";
import duration from "dayjs/plugin/duration.js";
import moment from "moment";
import * as tiny from "tinyduration";
dayjs.extend(duration);
for (const text of ["-PT15M", "PT1,5S", "P1M"]) {
  console.log("iso8601-duration", text, toSeconds(parse(text)));
  console.log("dayjs", text, dayjs.duration(text).asSeconds());
  console.log("moment", text, moment.duration(text).asSeconds());
  console.log("tinyduration", text, JSON.stringify(tiny.parse(text)));
}
SCRIPT
)
expected=$(cat <<'EXPECTED'
isodate -PT15M -900.0
aniso8601 -PT15M ISOFormatError
pendulum -PT15M ParserError
isodate PT1,5S 1.5
aniso8601 PT1,5S 1.5
pendulum PT1,5S 1.5
iso8601-duration -PT15M 900
dayjs -PT15M 900
moment -PT15M -900
tinyduration -PT15M {"minutes":15,"negative":true}
iso8601-duration PT1,5S 1.5
dayjs PT1,5S 0
moment PT1,5S 1.5
tinyduration PT1,5S {"seconds":1.5}
iso8601-duration P1M 2592000
dayjs P1M 2628000
moment P1M 2592000
tinyduration P1M {"months":1}
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
