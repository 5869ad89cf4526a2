#!/usr/bin/env bash
# recurring-ical-events gives four airings for COUNT=3 where the start is outside the rule
#
# Versions: Python 3.11, icalendar 7.3.2, recurring-ical-events 3.8.2, python-dateutil 2.9.0.post0.
#
# DTSTART is a Monday, the rule says Tuesdays, three times. dateutil (and ical.js, rrule and node-ical for JavaScript)
# give three Tuesdays. recurring-ical-events, which uses dateutil, adds the start and does not count it.
#
# Output seen (2026-11-30):
#     recurring-ical-events 2026-03-02 2026-03-03 2026-03-10 2026-03-17
#     dateutil 2026-03-03 2026-03-10 2026-03-17
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check icalendar==7.3.2 recurring-ical-events==3.8.2 python-dateutil==2.9.0.post0 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from datetime import datetime
import icalendar, recurring_ical_events
from dateutil.rrule import rrulestr
lines = ["DTSTART:20260302T050000Z", "RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=3"]
event = ["BEGIN:VEVENT", "UID:1", "DTSTAMP:20260101T000000Z", *lines, "DURATION:PT1H", "SUMMARY:News", "END:VEVENT"]
text = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Radyo//EN", *event, "END:VCALENDAR", ""])
found = recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between(datetime(2026, 1, 1), datetime(2027, 1, 1))
print("recurring-ical-events", *sorted(str(airing["DTSTART"].dt.date()) for airing in found))
print("dateutil", *(str(date.date()) for date in rrulestr("\n".join(lines))))
PYTHON
)
expected=$(cat <<'EXPECTED'
recurring-ical-events 2026-03-02 2026-03-03 2026-03-10 2026-03-17
dateutil 2026-03-03 2026-03-10 2026-03-17
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
