#!/usr/bin/env bash
# Mondays to Fridays are Mondays and Fridays for recurrent, and midnight is noon
#
# Versions: Python 3.11, recurrent 0.4.1.
#
# recurrent makes a recurrence rule of a sentence. A range of days loses its middle without a word: the rule has Monday
# and Friday. Every 1st Sunday is every Sunday. A time without the word at is left out, so the broadcast has no hour. 12
# midnight is hour 12, as 12 noon is. Mon-Fri is no recurrence at all but one single date.
#
# Output seen (2026-12-01):
#     every weekday at 5am        RRULE:BYDAY=MO,TU,WE,TH,FR;BYHOUR=5;BYMINUTE=0;INTERVAL=1;FREQ=WEEKLY
#     Mondays to Fridays at 5 am  RRULE:BYDAY=MO,FR;BYHOUR=5;BYMINUTE=0;INTERVAL=1;FREQ=WEEKLY
#     every 1st Sunday at 8 am    RRULE:BYDAY=SU;BYHOUR=8;BYMINUTE=0;INTERVAL=1;FREQ=WEEKLY
#     every Sunday 8 am           RRULE:BYDAY=SU;INTERVAL=1;FREQ=WEEKLY
#     daily at 12 noon            RRULE:BYHOUR=12;BYMINUTE=0;INTERVAL=1;FREQ=DAILY
#     daily at 12 midnight        RRULE:BYHOUR=12;BYMINUTE=0;INTERVAL=1;FREQ=DAILY
#     Mon-Fri at 5 am             2026-03-09 05:00:00
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check recurrent==0.4.1 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from datetime import datetime
from recurrent import RecurringEvent
for text in ("every weekday at 5am", "Mondays to Fridays at 5 am", "every 1st Sunday at 8 am", "every Sunday 8 am", "daily at 12 noon", "daily at 12 midnight", "Mon-Fri at 5 am"):
    print(f"{text:27}", RecurringEvent(now_date=datetime(2026, 3, 2, 12)).parse(text))
PYTHON
)
expected=$(cat <<'EXPECTED'
every weekday at 5am        RRULE:BYDAY=MO,TU,WE,TH,FR;BYHOUR=5;BYMINUTE=0;INTERVAL=1;FREQ=WEEKLY
Mondays to Fridays at 5 am  RRULE:BYDAY=MO,FR;BYHOUR=5;BYMINUTE=0;INTERVAL=1;FREQ=WEEKLY
every 1st Sunday at 8 am    RRULE:BYDAY=SU;BYHOUR=8;BYMINUTE=0;INTERVAL=1;FREQ=WEEKLY
every Sunday 8 am           RRULE:BYDAY=SU;INTERVAL=1;FREQ=WEEKLY
daily at 12 noon            RRULE:BYHOUR=12;BYMINUTE=0;INTERVAL=1;FREQ=DAILY
daily at 12 midnight        RRULE:BYHOUR=12;BYMINUTE=0;INTERVAL=1;FREQ=DAILY
Mon-Fri at 5 am             2026-03-09 05:00:00
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
