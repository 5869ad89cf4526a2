#!/usr/bin/env bash
# icalendar writes EXDATEs of two zones into one line and reads the second eight hours off
#
# Versions: Python 3.11, icalendar 7.3.2.
#
# A list with a time in Manila and one in UTC becomes EXDATE;TZID=Asia/Manila:…,…Z (RFC 5545 forbids TZID with UTC
# times), and on reading, the Z is overruled by the TZID: the cancelled broadcast is on, and a moment at which nothing
# is planned is cancelled. Add each exception by itself, or bring all into one zone.
#
# Output seen (2026-11-30):
#     EXDATE;TZID=Asia/Manila:20261201T080000,20261202T000000Z
#     written 2026-12-01T00:00:00+00:00 read 2026-12-01T00:00:00+00:00
#     written 2026-12-02T00:00:00+00:00 read 2026-12-01T16:00:00+00:00
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check icalendar==7.3.2 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from datetime import UTC, datetime
from zoneinfo import ZoneInfo
import icalendar
event = icalendar.Event()
cancelled = [datetime(2026, 12, 1, 8, tzinfo=ZoneInfo("Asia/Manila")), datetime(2026, 12, 2, 0, tzinfo=UTC)]
event.add("exdate", cancelled)
print(event.to_ical().decode().splitlines()[1])
for before, after in zip(cancelled, icalendar.Event.from_ical(event.to_ical())["exdate"].dts):
    print("written", before.astimezone(UTC).isoformat(), "read", after.dt.astimezone(UTC).isoformat())
PYTHON
)
expected=$(cat <<'EXPECTED'
EXDATE;TZID=Asia/Manila:20261201T080000,20261202T000000Z
written 2026-12-01T00:00:00+00:00 read 2026-12-01T00:00:00+00:00
written 2026-12-02T00:00:00+00:00 read 2026-12-01T16:00:00+00:00
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
