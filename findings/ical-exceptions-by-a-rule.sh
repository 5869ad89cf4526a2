#!/usr/bin/env bash
# Exceptions by a rule are no exceptions: EXRULE is passed over in silence by three readers
#
# Versions: Python 3.11, icalendar 7.3.0, recurring-ical-events 3.8.2; Node.js 20, ical.js 2.2.1, node-ical 0.26.1.
#
# EXRULE took broadcasts out by a rule until RFC 5545 deprecated it; calendars written before, and planners that still
# write it, go on being imported. None of the three says that it leaves the rule out, and every broadcast that was taken
# out is on the air.
#
# Output seen (2026-11-30):
#     recurring-ical-events, daily, but not every second day: 01 12:00, 02 12:00, 03 12:00, 04 12:00
#     ical.js, daily, but not every second day: 01 12:00, 02 12:00, 03 12:00, 04 12:00
#     node-ical, daily, but not every second day: 01 12:00, 02 12:00, 03 12:00, 04 12:00
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check icalendar==7.3.0 recurring-ical-events==3.8.2 2>"$folder/log" || { cat "$folder/log"; exit 2; }
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" ical.js@2.2.1 node-ical@0.26.1 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
TEXTS = {"daily, but not every second day": "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Radyo//EN\nBEGIN:VEVENT\nUID:gabi@radyo.example\nDTSTAMP:20261101T000000Z\nDTSTART:20261201T120000Z\nDTEND:20261201T130000Z\nSUMMARY:Gabi\nRRULE:FREQ=DAILY;COUNT=4\nEXRULE:FREQ=DAILY;INTERVAL=2;COUNT=2\nEND:VEVENT\nEND:VCALENDAR\n"}
import icalendar, recurring_ical_events
for name, text in TEXTS.items():
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(text.replace("\n", "\r\n"))).between((2026, 12, 1), (2026, 12, 8))
    print("recurring-ical-events,", name + ":", ", ".join(sorted(f"{event.start:%d %H:%M}" for event in found)))
PYTHON
node --no-warnings --input-type=module <<'SCRIPT'
const TEXTS = {"daily, but not every second day": "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Radyo//EN\nBEGIN:VEVENT\nUID:gabi@radyo.example\nDTSTAMP:20261101T000000Z\nDTSTART:20261201T120000Z\nDTEND:20261201T130000Z\nSUMMARY:Gabi\nRRULE:FREQ=DAILY;COUNT=4\nEXRULE:FREQ=DAILY;INTERVAL=2;COUNT=2\nEND:VEVENT\nEND:VCALENDAR\n"};
import ICAL from "ical.js";
import nodeIcal from "node-ical";
const shown = (date) => date.toISOString().slice(8, 16).replace("T", " ");
for (const [name, text] of Object.entries(TEXTS)) {
  const component = new ICAL.Component(ICAL.parse(text.replaceAll("\n", "\r\n")));
  const [first, ...moved] = component.getAllSubcomponents("vevent").map((one) => new ICAL.Event(one));
  for (const one of moved) first.relateException(one);
  const times = [], walk = first.iterator();
  for (let next = walk.next(); next && times.length < 9; next = walk.next()) times.push(first.getOccurrenceDetails(next).startDate);
  console.log("ical.js,", name + ":", times.map((one) => one.isDate ? `${String(one.day).padStart(2, "0")} all day` : shown(one.toJSDate())).join(", "));
  const [event] = Object.values(nodeIcal.sync.parseICS(text.replaceAll("\n", "\r\n"))).filter(({ type }) => type === "VEVENT");
  const found = nodeIcal.expandRecurringEvent(event, { from: new Date("2026-12-01"), to: new Date("2026-12-08") });
  console.log("node-ical,", name + ":", found.map(({ start }) => shown(start)).sort().join(", "));
}
SCRIPT
)
expected=$(cat <<'EXPECTED'
recurring-ical-events, daily, but not every second day: 01 12:00, 02 12:00, 03 12:00, 04 12:00
ical.js, daily, but not every second day: 01 12:00, 02 12:00, 03 12:00, 04 12:00
node-ical, daily, but not every second day: 01 12:00, 02 12:00, 03 12:00, 04 12:00
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
