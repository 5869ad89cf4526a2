#!/usr/bin/env bash
# dateutil puts UTC+8 eight hours west of Greenwich, parsedatetime leaves it out
#
# Versions: Python 3.11, python-dateutil 2.9.0.post0, dateparser 1.5.0, parsedatetime 2.6; Node.js 20, chrono-node
# 2.10.3.
#
# "5:00 PM UTC+8" is how agencies in Manila date their bulletins. dateutil reads a sign behind a zone's name as POSIX
# does and answers -08:00, sixteen hours late; behind nothing (+0800) it is east. parsedatetime has no zone at all.
# dateparser and chrono answer +08:00.
#
# Output seen (2026-11-30):
#     2026-11-30 17:00 UTC+8 dateutil: 2026-11-30 17:00:00-08:00 dateparser: 2026-11-30 17:00:00+08:00 parsedatetime: 2026-11-30 17:00:00
#     2026-11-30 17:00 GMT+0800 dateutil: 2026-11-30 17:00:00-08:00 dateparser: 2026-11-30 17:00:00+08:00 parsedatetime: 2026-11-30 17:00:00
#     2026-11-30 17:00 +0800 dateutil: 2026-11-30 17:00:00+08:00 dateparser: 2026-11-30 17:00:00+08:00 parsedatetime: 2026-11-30 17:00:00
#     2026-11-30 17:00 UTC+8 chrono: 2026-11-30T09:00:00.000Z
#     2026-11-30 17:00 GMT+0800 chrono: 2026-11-30T09:00:00.000Z
#     2026-11-30 17:00 +0800 chrono: 2026-11-30T09:00:00.000Z
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
for text in ("2026-11-30 17:00 UTC+8", "2026-11-30 17:00 GMT+0800", "2026-11-30 17:00 +0800"):
    print(text, "dateutil:", parser.parse(text), "dateparser:", dateparser.parse(text), "parsedatetime:", parsedatetime.Calendar().parseDT(text)[0])
PYTHON
node --no-warnings --input-type=module <<'SCRIPT'
import * as chrono from "chrono-node";
for (const text of ["2026-11-30 17:00 UTC+8", "2026-11-30 17:00 GMT+0800", "2026-11-30 17:00 +0800"]) console.log(text, "chrono:", chrono.parseDate(text, { timezone: 0 })?.toISOString());
SCRIPT
)
expected=$(cat <<'EXPECTED'
2026-11-30 17:00 UTC+8 dateutil: 2026-11-30 17:00:00-08:00 dateparser: 2026-11-30 17:00:00+08:00 parsedatetime: 2026-11-30 17:00:00
2026-11-30 17:00 GMT+0800 dateutil: 2026-11-30 17:00:00-08:00 dateparser: 2026-11-30 17:00:00+08:00 parsedatetime: 2026-11-30 17:00:00
2026-11-30 17:00 +0800 dateutil: 2026-11-30 17:00:00+08:00 dateparser: 2026-11-30 17:00:00+08:00 parsedatetime: 2026-11-30 17:00:00
2026-11-30 17:00 UTC+8 chrono: 2026-11-30T09:00:00.000Z
2026-11-30 17:00 GMT+0800 chrono: 2026-11-30T09:00:00.000Z
2026-11-30 17:00 +0800 chrono: 2026-11-30T09:00:00.000Z
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
