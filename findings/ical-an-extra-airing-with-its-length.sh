#!/usr/bin/env bash
# An extra airing that says how long it is: ical.js throws at the programme, node-ical leaves the airing out
#
# Versions: Python 3.11, icalendar 7.3.0, recurring-ical-events 3.8.2; Node.js 20, ical.js 2.2.1, node-ical 0.26.1.
#
# RFC 5545 lets RDATE name a further date with its own length (VALUE=PERIOD), for a broadcast of two hours instead of
# one. ical.js keeps the period as it is and fails, in words of its own code, when it comes to that date, so the loop
# over a calendar ends there. node-ical has the first date only. recurring-ical-events gives both, with the right ends.
#
# Output seen (2026-12-01):
#     recurring-ical-events: 01 12:00 to 13:00, 03 12:00 to 14:00
#     ical.js: occurrence.convertToZone is not a function
#     node-ical: 01 12:00 to 13:00
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check icalendar==7.3.0 recurring-ical-events==3.8.2 2>"$folder/log" || { cat "$folder/log"; exit 2; }
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" ical.js@2.2.1 node-ical@0.26.1 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import icalendar, recurring_ical_events
def calendar(*lines):
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Radyo//EN", "BEGIN:VEVENT", "UID:gabi@radyo.example", "DTSTAMP:20261101T000000Z", *lines, "END:VEVENT", "END:VCALENDAR", ""])
TEXT = calendar("DTSTART:20261201T120000Z", "DTEND:20261201T130000Z", "RDATE;VALUE=PERIOD:20261203T120000Z/PT2H", "SUMMARY:Gabi")
found = recurring_ical_events.of(icalendar.Calendar.from_ical(TEXT)).between((2026, 12, 1), (2026, 12, 8))
print("recurring-ical-events:", ", ".join(sorted(f"{event.start:%d %H:%M} to {event.end:%H:%M}" for event in found)))
PYTHON
node --no-warnings --input-type=module <<'SCRIPT'
import ICAL from "ical.js";
import nodeIcal from "node-ical";
const calendar = (lines) => ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Radyo//EN", "BEGIN:VEVENT", "UID:gabi@radyo.example", "DTSTAMP:20261101T000000Z", ...lines, "END:VEVENT", "END:VCALENDAR", ""].join("\r\n");
const text = calendar(["DTSTART:20261201T120000Z", "DTEND:20261201T130000Z", "RDATE;VALUE=PERIOD:20261203T120000Z/PT2H", "SUMMARY:Gabi"]);
const shown = (start, end) => `${start.toISOString().slice(8, 16).replace("T", " ")} to ${end.toISOString().slice(11, 16)}`;
const event = new ICAL.Event(new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent("vevent")), times = [];
try {
  const walk = event.iterator();
  for (let next = walk.next(); next; next = walk.next()) { const { startDate, endDate } = event.getOccurrenceDetails(next); times.push(shown(startDate.toJSDate(), endDate.toJSDate())); }
  console.log("ical.js:", times.join(", "));
} catch (error) { console.log("ical.js:", error.message); }
const [other] = Object.values(nodeIcal.sync.parseICS(text)).filter(({ type }) => type === "VEVENT");
console.log("node-ical:", nodeIcal.expandRecurringEvent(other, { from: new Date("2026-12-01"), to: new Date("2026-12-08") }).map(({ start, end }) => shown(start, end)).join(", "));
SCRIPT
)
expected=$(cat <<'EXPECTED'
recurring-ical-events: 01 12:00 to 13:00, 03 12:00 to 14:00
ical.js: occurrence.convertToZone is not a function
node-ical: 01 12:00 to 13:00
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
