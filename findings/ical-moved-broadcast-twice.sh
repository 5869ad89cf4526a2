#!/usr/bin/env bash
# A broadcast that was moved is aired twice, or stays, where its original is named by the day alone
#
# Versions: Python 3.11, icalendar 7.3.0, recurring-ical-events 3.8.2; Node.js 20, ical.js 2.2.1, node-ical 0.26.1.
#
# The second of three daily broadcasts is moved from 12:00 to 15:00; RECURRENCE-ID names it by its day. To
# recurring-ical-events the original and the moved one are both on the air that day; ical.js and node-ical know the
# original alone, and the move is lost.
#
# Output seen (2026-11-30):
#     recurring-ical-events, moved, named by the day: 01 12:00, 02 12:00, 02 15:00, 03 12:00
#     ical.js, moved, named by the day: 01 12:00, 02 12:00, 03 12:00
#     node-ical, moved, named by the day: 01 12:00, 02 12:00, 03 12:00
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check icalendar==7.3.0 recurring-ical-events==3.8.2 2>"$folder/log" || { cat "$folder/log"; exit 2; }
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" ical.js@2.2.1 node-ical@0.26.1 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
TEXTS = {"moved, named by the day": "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Radyo//EN\nBEGIN:VEVENT\nUID:gabi@radyo.example\nDTSTAMP:20261101T000000Z\nDTSTART:20261201T120000Z\nDTEND:20261201T130000Z\nSUMMARY:Gabi\nRRULE:FREQ=DAILY;COUNT=3\nEND:VEVENT\nBEGIN:VEVENT\nUID:gabi@radyo.example\nDTSTAMP:20261101T000000Z\nRECURRENCE-ID;VALUE=DATE:20261202\nDTSTART:20261202T150000Z\nDTEND:20261202T160000Z\nSUMMARY:Gabi\nEND:VEVENT\nEND:VCALENDAR\n"}
import icalendar, recurring_ical_events
for name, text in TEXTS.items():
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(text.replace("\n", "\r\n"))).between((2026, 12, 1), (2026, 12, 8))
    print("recurring-ical-events,", name + ":", ", ".join(sorted(f"{event.start:%d %H:%M}" for event in found)))
PYTHON
node --no-warnings --input-type=module <<'SCRIPT'
const TEXTS = {"moved, named by the day": "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Radyo//EN\nBEGIN:VEVENT\nUID:gabi@radyo.example\nDTSTAMP:20261101T000000Z\nDTSTART:20261201T120000Z\nDTEND:20261201T130000Z\nSUMMARY:Gabi\nRRULE:FREQ=DAILY;COUNT=3\nEND:VEVENT\nBEGIN:VEVENT\nUID:gabi@radyo.example\nDTSTAMP:20261101T000000Z\nRECURRENCE-ID;VALUE=DATE:20261202\nDTSTART:20261202T150000Z\nDTEND:20261202T160000Z\nSUMMARY:Gabi\nEND:VEVENT\nEND:VCALENDAR\n"};
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
recurring-ical-events, moved, named by the day: 01 12:00, 02 12:00, 02 15:00, 03 12:00
ical.js, moved, named by the day: 01 12:00, 02 12:00, 03 12:00
node-ical, moved, named by the day: 01 12:00, 02 12:00, 03 12:00
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
