#!/usr/bin/env bash
# EXDATE;VALUE=DATE cancels a broadcast in ical.js only
#
# Versions: Node.js 20, ical.js 2.2.1, node-ical 0.26.1, rrule 2.8.1, rrule-temporal 2.2.8.
#
# Some calendars cancel one airing of a timed event by its day alone. ical.js takes the day for the airing on it; rrule
# and rrule-temporal ignore it without a word, and so does the rule that node-ical hands out (the day stands in
# `exdate`, to be applied by the caller). In Python, recurring-ical-events cancels, dateutil raises TypeError.
#
# Output seen (2026-11-30):
#     ical.js 2026-03-02 2026-03-04 2026-03-05
#     node-ical 2026-03-02 2026-03-03 2026-03-04 2026-03-05
#     rrule 2026-03-02 2026-03-03 2026-03-04 2026-03-05
#     rrule-temporal 2026-03-02 2026-03-03 2026-03-04 2026-03-05
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
const lines = ["DTSTART:20260302T050000Z", "RRULE:FREQ=DAILY;COUNT=4", "EXDATE;VALUE=DATE:20260303"];
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
ical.js 2026-03-02 2026-03-04 2026-03-05
node-ical 2026-03-02 2026-03-03 2026-03-04 2026-03-05
rrule 2026-03-02 2026-03-03 2026-03-04 2026-03-05
rrule-temporal 2026-03-02 2026-03-03 2026-03-04 2026-03-05
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
