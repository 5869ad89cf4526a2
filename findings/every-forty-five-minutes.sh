#!/usr/bin/env bash
# */45 is every 45 minutes in words, and on the clock at 0 and 45: two describers of cron, and one says and where cron means or
#
# Versions: Python 3.11, cron-descriptor 2.2.1; Node.js 20, cronstrue 3.39.0.
#
# Editors are shown a line of cron in words. A step counts anew with each hour, day or month: */45 runs after 45 and
# after 15 minutes, */5 hours leaves 4 hours over midnight, every second day has the 31st and the 1st side by side.
# cronstrue and cron-descriptor call them every 45 minutes, 5 hours, 2 days. With a day of the month and one of the week
# cron takes either: cron-descriptor says or, cronstrue and, though such a bulletin runs on ten or eleven days of a
# month.
#
# Output seen (2026-12-01):
#     cron-descriptor */45 * * * *  Every 45 minutes
#     cron-descriptor 0 */5 * * *   Every 5 hours
#     cron-descriptor 0 5 */2 * *   At 05:00 AM, every 2 days
#     cron-descriptor 0 5 1-7 * 0   At 05:00 AM, between day 1 and 7 of the month, or on Sunday
#     cronstrue       */45 * * * *  Every 45 minutes
#     cronstrue       0 */5 * * *   On the hour, every 5 hours
#     cronstrue       0 5 */2 * *   At 05:00 AM, every 2 days in a month
#     cronstrue       0 5 1-7 * 0   At 05:00 AM, between day 1 and 7 of the month, and on Sunday
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check cron-descriptor==2.2.1 2>"$folder/log" || { cat "$folder/log"; exit 2; }
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" cronstrue@3.39.0 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from cron_descriptor import get_description
for line in ("*/45 * * * *", "0 */5 * * *", "0 5 */2 * *", "0 5 1-7 * 0"):
    print(f"cron-descriptor {line:13}", get_description(line))
PYTHON
node --no-warnings --input-type=module <<'SCRIPT'
import cronstrue from "cronstrue";
for (const line of ["*/45 * * * *", "0 */5 * * *", "0 5 */2 * *", "0 5 1-7 * 0"]) console.log("cronstrue      ", line.padEnd(13), cronstrue.toString(line));
SCRIPT
)
expected=$(cat <<'EXPECTED'
cron-descriptor */45 * * * *  Every 45 minutes
cron-descriptor 0 */5 * * *   Every 5 hours
cron-descriptor 0 5 */2 * *   At 05:00 AM, every 2 days
cron-descriptor 0 5 1-7 * 0   At 05:00 AM, between day 1 and 7 of the month, or on Sunday
cronstrue       */45 * * * *  Every 45 minutes
cronstrue       0 */5 * * *   On the hour, every 5 hours
cronstrue       0 5 */2 * *   At 05:00 AM, every 2 days in a month
cronstrue       0 5 1-7 * 0   At 05:00 AM, between day 1 and 7 of the month, and on Sunday
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
