#!/usr/bin/env bash
# A monthly programme that starts on the 31st drifts to the 28th for good in node-ical
#
# Versions: Node.js 20, ical.js 2.2.1, node-ical 0.26.1, rrule 2.8.1, rrule-temporal 2.2.8.
#
# RFC 5545 leaves months without a 31st out, and ical.js, rrule and rrule-temporal do. node-ical takes the last day
# instead and then stays on it: 31 January, 28 February, 28 March, 28 April.
#
# Output seen (2026-11-30):
#     ical.js 2026-01-31 2026-03-31 2026-05-31 2026-07-31
#     node-ical 2026-01-31 2026-02-28 2026-03-28 2026-04-28
#     rrule 2026-01-31 2026-03-31 2026-05-31 2026-07-31
#     rrule-temporal 2026-01-31 2026-03-31 2026-05-31 2026-07-31
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" ical.js@2.2.1 node-ical@0.26.1 rrule@2.8.1 rrule-temporal@2.2.8 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$(node --no-warnings --input-type=module <<'SCRIPT'
import ICAL from "ical.js";
import nodeIcal from "node-ical";
import rrule from "rrule";
import { RRuleTemporal } from "rrule-temporal";
const lines = ["DTSTART:20260131T050000Z", "RRULE:FREQ=MONTHLY;COUNT=4"];
const calendar = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Radyo//EN", "BEGIN:VEVENT", "UID:1", "DTSTAMP:20260101T000000Z", ...lines, "DURATION:PT1H", "SUMMARY:News", "END:VEVENT", "END:VCALENDAR", ""].join("\r\n");
const days = (dates) => dates.slice(0, 6).map((date) => date.toISOString().slice(0, 10)).join(" ");
const event = new ICAL.Event(new ICAL.Component(ICAL.parse(calendar)).getFirstSubcomponent("vevent"));
const found = [];
for (let it = event.iterator(), next; found.length < 6 && (next = it.next()); ) found.push(next.toJSDate());
console.log("ical.js", days(found));
const parsed = Object.values(nodeIcal.sync.parseICS(calendar)).find((part) => part.type === "VEVENT");
console.log("node-ical", days(parsed.rrule.all((_, n) => n < 6)));
console.log("rrule", days(rrule.rrulestr(lines.join("\n")).all((_, n) => n < 6)));
console.log("rrule-temporal", days(new RRuleTemporal({ rruleString: lines.join("\n") }).all((_, n) => n < 6).map((t) => new Date(t.epochMilliseconds))));
SCRIPT
)
expected=$(cat <<'EXPECTED'
ical.js 2026-01-31 2026-03-31 2026-05-31 2026-07-31
node-ical 2026-01-31 2026-02-28 2026-03-28 2026-04-28
rrule 2026-01-31 2026-03-31 2026-05-31 2026-07-31
rrule-temporal 2026-01-31 2026-03-31 2026-05-31 2026-07-31
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
