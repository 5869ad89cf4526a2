#!/usr/bin/env bash
# National Heroes' Day of the Philippines is a Sunday in workalendar, and three libraries agree on few of the other days
#
# Versions: Python 3.11, holidays 0.109, workalendar 17.0.0; Node.js 20, date-holidays 3.37.0.
#
# Republic Act 9492 puts National Heroes' Day on the last Monday of August. workalendar has the last Sunday, so that a
# grid by its working days has the usual Monday on a holiday. EDSA's anniversary is a holiday in it, an observance in
# date-holidays, and not there in holidays. Of special days, which the President proclaims year by year, date-holidays
# calls some optional that holidays calls holidays. A station's special days are entered by hand.
#
# Output seen (2026-11-30):
#     Wed 2026-02-25  holidays: -  workalendar: EDSA Revolution Anniversary
#     Fri 2026-08-21  holidays: Ninoy Aquino Day  workalendar: Ninoy Aquino Day
#     Sun 2026-08-30  holidays: -  workalendar: National Heroes' Day
#     Mon 2026-08-31  holidays: National Heroes Day  workalendar: -
#     Tue 2026-12-08  holidays: Immaculate Conception  workalendar: Immaculate Conception
#     2026-02-25 date-holidays: EDSA Revolution Anniversary (observance)
#     2026-08-21 date-holidays: Ninoy Aquino Day (optional)
#     2026-08-31 date-holidays: National Heroes' Day (public)
#     2026-12-08 date-holidays: Feast of the Immaculate Conception of the Blessed Virgin Mary (optional)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check holidays==0.109 workalendar==17.0.0 2>"$folder/log" || { cat "$folder/log"; exit 2; }
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" date-holidays@3.37.0 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import warnings
from datetime import date
import holidays
from workalendar.asia import Philippines
warnings.simplefilter("ignore")
days = [date(2026, 2, 25), date(2026, 8, 21), date(2026, 8, 30), date(2026, 8, 31), date(2026, 12, 8)]
known, worked = holidays.PH(years=2026), dict(Philippines().holidays(2026))
for day in days:
    print(f"{day:%a} {day}  holidays: {known.get(day, '-')}  workalendar: {worked.get(day, '-')}")
PYTHON
node --no-warnings --input-type=module <<'SCRIPT'
import Holidays from "date-holidays";
for (const { date, name, type } of new Holidays("PH").getHolidays(2026)) {
  if (["02-25", "08-21", "08-30", "08-31", "12-08"].includes(date.slice(5, 10))) console.log(date.slice(0, 10), `date-holidays: ${name} (${type})`);
}
SCRIPT
)
expected=$(cat <<'EXPECTED'
Wed 2026-02-25  holidays: -  workalendar: EDSA Revolution Anniversary
Fri 2026-08-21  holidays: Ninoy Aquino Day  workalendar: Ninoy Aquino Day
Sun 2026-08-30  holidays: -  workalendar: National Heroes' Day
Mon 2026-08-31  holidays: National Heroes Day  workalendar: -
Tue 2026-12-08  holidays: Immaculate Conception  workalendar: Immaculate Conception
2026-02-25 date-holidays: EDSA Revolution Anniversary (observance)
2026-08-21 date-holidays: Ninoy Aquino Day (optional)
2026-08-31 date-holidays: National Heroes' Day (public)
2026-12-08 date-holidays: Feast of the Immaculate Conception of the Blessed Virgin Mary (optional)
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
