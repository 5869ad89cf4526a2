#!/usr/bin/env bash
# A category with a comma is two for node-ical and ts-ics, and a backslash before an n is a new line for node-ical and ics
#
# Versions: Python 3.11, icalendar 7.3.0, ics 0.7.2; Node.js 20, ical.js 2.2.1, node-ical 0.26.1, ts-ics 2.4.6.
#
# In iCalendar a comma of a text is written \, and a backslash as two. node-ical and ts-ics part CATEGORIES at every
# comma first, so Arts\, culture is two categories, one ending with a backslash, and a programme's section does not
# match. node-ical and Python's ics undo the escapes one kind after the other, so that \\n, a backslash and an n as in
# paths of Windows players, becomes a line end. icalendar and ical.js read both rightly.
#
# Output seen (2026-12-01):
#     icalendar: ['Arts, culture', 'News'] 'D:\\news.mp3'
#     ics: ['Arts, culture', 'News'] 'D:\\\news.mp3'
#     ical.js: ["Arts, culture","News"] "D:\\news.mp3"
#     node-ical: ["Arts\\","culture","News"] "D:\\\news.mp3"
#     ts-ics: ["Arts\\"," culture","News"] "D:\\news.mp3"
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check icalendar==7.3.0 ics==0.7.2 2>"$folder/log" || { cat "$folder/log"; exit 2; }
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" ical.js@2.2.1 node-ical@0.26.1 ts-ics@2.4.6 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import icalendar, ics
def calendar(*lines):
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Radyo//EN", "BEGIN:VEVENT", "UID:gabi@radyo.example", "DTSTAMP:20261101T000000Z", *lines, "END:VEVENT", "END:VCALENDAR", ""])
TEXT = calendar("DTSTART:20261201T120000Z", "DTEND:20261201T130000Z", "CATEGORIES:Arts\\, culture,News", "SUMMARY:D:\\\\news.mp3")
event = icalendar.Calendar.from_ical(TEXT).walk("VEVENT")[0]
print("icalendar:", [str(one) for one in event["CATEGORIES"].cats], repr(str(event["SUMMARY"])))
(event,) = ics.Calendar(TEXT).events
print("ics:", sorted(event.categories), repr(event.name))
PYTHON
node --no-warnings --input-type=module <<'SCRIPT'
import ICAL from "ical.js";
import nodeIcal from "node-ical";
import { convertIcsCalendar } from "ts-ics";
const calendar = (lines) => ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Radyo//EN", "BEGIN:VEVENT", "UID:gabi@radyo.example", "DTSTAMP:20261101T000000Z", ...lines, "END:VEVENT", "END:VCALENDAR", ""].join("\r\n");
const text = calendar(["DTSTART:20261201T120000Z", "DTEND:20261201T130000Z", "CATEGORIES:Arts\\, culture,News", "SUMMARY:D:\\\\news.mp3"]);
const first = new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent("vevent");
console.log("ical.js:", JSON.stringify(first.getFirstProperty("categories").getValues()), JSON.stringify(first.getFirstPropertyValue("summary")));
const [second] = Object.values(nodeIcal.sync.parseICS(text)).filter(({ type }) => type === "VEVENT");
console.log("node-ical:", JSON.stringify(second.categories), JSON.stringify(second.summary));
const [third] = convertIcsCalendar(undefined, text).events;
console.log("ts-ics:", JSON.stringify(third.categories), JSON.stringify(third.summary));
SCRIPT
)
expected=$(cat <<'EXPECTED'
icalendar: ['Arts, culture', 'News'] 'D:\\news.mp3'
ics: ['Arts, culture', 'News'] 'D:\\\news.mp3'
ical.js: ["Arts, culture","News"] "D:\\news.mp3"
node-ical: ["Arts\\","culture","News"] "D:\\\news.mp3"
ts-ics: ["Arts\\"," culture","News"] "D:\\news.mp3"
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
