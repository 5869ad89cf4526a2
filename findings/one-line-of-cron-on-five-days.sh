#!/usr/bin/env bash
# A programme's line of cron is on another day with each library: Sundays, days beside weekdays, every second day
#
# Versions: Python 3.11, apscheduler 3.11.3, croniter 7.0.0, cronsim 2.8, cron-converter 2.0.2, tzdata 2026.1; Node.js
# 20, cron-parser 5.10.6, croner 11.0.1.
#
# Radio automation writes its weeks as cron lines. `0 5 * * 0` is Sunday in cron, Monday in APScheduler's from_crontab,
# which refuses 7 and ranges up to it. With a day and a weekday (`1-7` and 0) cron runs on either; cron-converter asks
# for both. Where the day begins with a star (`*/2`) Debian's cron asks for both: cronsim and cron-converter do, the
# others take either. Only names of weekdays, and lines with one kind of day, are the same everywhere.
#
# Output seen (2026-11-30):
#     0 5 * * sun  APScheduler Sun 06 Dec, croniter Sun 06 Dec, cronsim Sun 06 Dec, cron-converter Sun 06 Dec
#     0 5 * * 0    APScheduler Mon 07 Dec, croniter Sun 06 Dec, cronsim Sun 06 Dec, cron-converter Sun 06 Dec
#     0 5 * * 7    APScheduler refused, croniter Sun 06 Dec, cronsim Sun 06 Dec, cron-converter Sun 06 Dec
#     0 5 * * 6-7  APScheduler refused, croniter Sat 05 Dec, cronsim Sat 05 Dec, cron-converter Sat 05 Dec
#     0 5 1-7 * 0  APScheduler Mon 07 Dec, croniter Tue 01 Dec, cronsim Tue 01 Dec, cron-converter Sun 06 Dec
#     0 5 */2 * 1  APScheduler Tue 01 Dec, croniter Tue 01 Dec, cronsim Mon 07 Dec, cron-converter Mon 07 Dec
#     0 5 * * 0    cron-parser Sun 06 Dec, croner Sun 06 Dec
#     0 5 1-7 * 0  cron-parser Tue 01 Dec, croner Tue 01 Dec
#     0 5 */2 * 1  cron-parser Tue 01 Dec, croner Tue 01 Dec
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check apscheduler==3.11.3 croniter==7.0.0 cronsim==2.8 cron-converter==2.0.2 tzdata==2026.1 2>"$folder/log" || { cat "$folder/log"; exit 2; }
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" cron-parser@5.10.6 croner@11.0.1 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import warnings
from datetime import datetime
from zoneinfo import ZoneInfo
warnings.simplefilter("ignore")
from apscheduler.triggers.cron import CronTrigger
from cron_converter import Cron
from croniter import croniter
from cronsim import CronSim
zone = ZoneInfo("Asia/Manila")
now = datetime(2026, 11, 30, 12, tzinfo=zone)
readers = {
    "APScheduler": lambda line: CronTrigger.from_crontab(line, zone).get_next_fire_time(None, now),
    "croniter": lambda line: croniter(line, now).get_next(datetime),
    "cronsim": lambda line: next(CronSim(line, now)),
    "cron-converter": lambda line: Cron(line).schedule(now).next(),
}
for line in ("0 5 * * sun", "0 5 * * 0", "0 5 * * 7", "0 5 * * 6-7", "0 5 1-7 * 0", "0 5 */2 * 1"):
    said = {}
    for name, read in readers.items():
        try:
            said[name] = f"{read(line):%a %d %b}"
        except ValueError:
            said[name] = "refused"
    print(f"{line:12}", ", ".join(f"{name} {day}" for name, day in said.items()))
PYTHON
node --no-warnings --input-type=module <<'SCRIPT'
import { CronExpressionParser } from "cron-parser";
import { Cron } from "croner";
const now = new Date("2026-11-30T04:00:00Z"), zone = "Asia/Manila";
const day = (date) => new Date(date).toLocaleDateString("en-GB", { timeZone: zone, weekday: "short", day: "2-digit", month: "short" });
for (const line of ["0 5 * * 0", "0 5 1-7 * 0", "0 5 */2 * 1"]) {
  const [one, two] = [CronExpressionParser.parse(line, { currentDate: now, tz: zone }).next().toDate(), new Cron(line, { timezone: zone }).nextRun(now)];
  console.log(line.padEnd(12), "cron-parser", day(one) + ", croner", day(two));
}
SCRIPT
)
expected=$(cat <<'EXPECTED'
0 5 * * sun  APScheduler Sun 06 Dec, croniter Sun 06 Dec, cronsim Sun 06 Dec, cron-converter Sun 06 Dec
0 5 * * 0    APScheduler Mon 07 Dec, croniter Sun 06 Dec, cronsim Sun 06 Dec, cron-converter Sun 06 Dec
0 5 * * 7    APScheduler refused, croniter Sun 06 Dec, cronsim Sun 06 Dec, cron-converter Sun 06 Dec
0 5 * * 6-7  APScheduler refused, croniter Sat 05 Dec, cronsim Sat 05 Dec, cron-converter Sat 05 Dec
0 5 1-7 * 0  APScheduler Mon 07 Dec, croniter Tue 01 Dec, cronsim Tue 01 Dec, cron-converter Sun 06 Dec
0 5 */2 * 1  APScheduler Tue 01 Dec, croniter Tue 01 Dec, cronsim Mon 07 Dec, cron-converter Mon 07 Dec
0 5 * * 0    cron-parser Sun 06 Dec, croner Sun 06 Dec
0 5 1-7 * 0  cron-parser Tue 01 Dec, croner Tue 01 Dec
0 5 */2 * 1  cron-parser Tue 01 Dec, croner Tue 01 Dec
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
