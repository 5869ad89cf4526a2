#!/usr/bin/env bash
# ical-generator writes another hour for the same moment, by the zone of the machine it runs on
#
# Versions: Node.js 20, ical-generator 11.1.2.
#
# A JavaScript Date is a moment; with timezone: "Asia/Manila" midnight UTC should be eight in Manila. ical-generator
# writes the machine's own hour under that zone: 00:00 on a server in UTC, 08:00 on a laptop in Manila, the time the
# developer saw. UNTIL of the same event stays in UTC and is right, EXDATE is not. There is no VTIMEZONE either. Dates
# of luxon, dayjs or moment are converted.
#
# Output seen (2026-11-30):
#     UTC         DTSTART;TZID=Asia/Manila:20261130T000000 RRULE:FREQ=DAILY;UNTIL=20261205T000000Z
#     Asia/Manila DTSTART;TZID=Asia/Manila:20261130T080000 RRULE:FREQ=DAILY;UNTIL=20261205T000000Z
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" ical-generator@11.1.2 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$(node --no-warnings --input-type=module <<'SCRIPT'
import { execFileSync } from "node:child_process";
const script = `import ical from "ical-generator";
const calendar = ical();
calendar.createEvent({ start: new Date("2026-11-30T00:00:00Z"), summary: "News", timezone: "Asia/Manila", repeating: { freq: "DAILY", until: new Date("2026-12-05T00:00:00Z") } });
console.log(calendar.toString().match(/(DTSTART|RRULE)[^\\r]*/g).join(" "));`;
for (const TZ of ["UTC", "Asia/Manila"]) console.log(TZ.padEnd(11), execFileSync(process.execPath, ["--input-type=module", "-e", script], { env: { ...process.env, TZ } }).toString().trim());
SCRIPT
)
expected=$(cat <<'EXPECTED'
UTC         DTSTART;TZID=Asia/Manila:20261130T000000 RRULE:FREQ=DAILY;UNTIL=20261205T000000Z
Asia/Manila DTSTART;TZID=Asia/Manila:20261130T080000 RRULE:FREQ=DAILY;UNTIL=20261205T000000Z
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
