#!/usr/bin/env bash
# 3:45 is three milliseconds for parse-duration, and 1 1/2 hours half an hour for timelength
#
# Versions: Node.js 20, parse-duration 2.1.9; Python 3.11, timelength 3.0.4, pytimeparse 1.1.8.
#
# Cue sheets and rundowns give lengths as 3:45, 1:30 h, 1h30 or 1 1/2 hours. parse-duration takes a number without a
# unit for milliseconds: 3:45 is three of them, and 1:30 h is thirty hours. It leaves a comma out, so 1,5 h is fifteen
# hours, where timelength finds nothing. timelength reads 3:45, drops a number without a unit (1h30 is one hour) and
# what stands before a fraction, and 1:30 h is a minute and a half. Neither throws: the result is a number. pytimeparse
# says None of what it does not know.
#
# Output seen (2026-12-01):
#     parse-duration 3:45        0.003045 s
#     parse-duration 1:02:03     0.001002003 s
#     parse-duration 1h30        5400 s
#     parse-duration 1:30 h      108000.001 s
#     parse-duration 1,5 h       54000 s
#     parse-duration 1 1/2 hours 7200.011 s
#     timelength 3:45         225.0 s   pytimeparse 225
#     timelength 1:02:03     3723.0 s   pytimeparse 3723
#     timelength 1h30        3600.0 s   pytimeparse None
#     timelength 1:30 h        90.0 s   pytimeparse None
#     timelength 1,5 h          0.0 s   pytimeparse None
#     timelength 1 1/2 hours 1800.0 s   pytimeparse None
#     timelength 3 min 45     180.0 s   pytimeparse None
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" parse-duration@2.1.9 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check timelength==3.0.4 pytimeparse==1.1.8 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$(node --no-warnings --input-type=module <<'SCRIPT'
import parse from "parse-duration";
for (const text of ["3:45", "1:02:03", "1h30", "1:30 h", "1,5 h", "1 1/2 hours"]) console.log("parse-duration", text.padEnd(11), parse(text) / 1000, "s");
SCRIPT
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
import pytimeparse
from timelength import TimeLength
for text in ("3:45", "1:02:03", "1h30", "1:30 h", "1,5 h", "1 1/2 hours", "3 min 45"):
    print(f"timelength {text:11} {TimeLength(text).result.seconds:6} s   pytimeparse {pytimeparse.parse(text)}")
PYTHON
)
expected=$(cat <<'EXPECTED'
parse-duration 3:45        0.003045 s
parse-duration 1:02:03     0.001002003 s
parse-duration 1h30        5400 s
parse-duration 1:30 h      108000.001 s
parse-duration 1,5 h       54000 s
parse-duration 1 1/2 hours 7200.011 s
timelength 3:45         225.0 s   pytimeparse 225
timelength 1:02:03     3723.0 s   pytimeparse 3723
timelength 1h30        3600.0 s   pytimeparse None
timelength 1:30 h        90.0 s   pytimeparse None
timelength 1,5 h          0.0 s   pytimeparse None
timelength 1 1/2 hours 1800.0 s   pytimeparse None
timelength 3 min 45     180.0 s   pytimeparse None
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
