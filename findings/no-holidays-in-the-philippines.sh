#!/usr/bin/env bash
# An office closed on holidays: opening_hours refuses the line in the Philippines, and to opening-hours-py it is open unless the country is named
#
# Versions: Node.js 20, opening_hours 3.15.0; Python 3.11, opening-hours-py 2.1.4.
#
# Hours in OpenStreetMap's notation, as a station's contact page and Overpass have them, say PH off for holidays (PH is
# public holiday, not the country). opening_hours, the reference, has holidays of the countries that somebody sent in;
# for the rest it refuses the line, so that nothing is known of ordinary days either. opening-hours-py says nothing if
# no country is given: on Independence Day the office is open, and closed with country PH.
#
# Output seen (2026-12-01):
#     opening_hours, ph: There are no holidays (PH) defined for country ph.
#     opening_hours, de: 11 June open, 12 June open
#     opening-hours-py, no country: 11 June open, 12 June open
#     opening-hours-py, PH: 11 June open, 12 June closed
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" opening_hours@3.15.0 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check opening-hours-py==2.1.4 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$(node --no-warnings --input-type=module <<'SCRIPT'
import { createRequire } from "node:module";
const module = createRequire(process.cwd() + "/")("opening_hours"), OpeningHours = module.default ?? module;
console.error = () => {};
for (const country of ["ph", "de"]) {
  const place = { lat: 14.6, lon: 121, address: { country_code: country, state: "" } };
  try {
    const office = new OpeningHours("Mo-Fr 06:00-18:00; PH off", place);
    console.log(`opening_hours, ${country}:`, [11, 12].map((day) => `${day} June ${office.getState(new Date(2026, 5, day, 12)) ? "open" : "closed"}`).join(", "));
  } catch (error) {
    console.log(`opening_hours, ${country}:`, String(error.message ?? error).match(/There are no holidays.*/)[0]);
  }
}
SCRIPT
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
from datetime import datetime
from opening_hours import OpeningHours
for name, office in {"no country": OpeningHours("Mo-Fr 06:00-18:00; PH off"), "PH": OpeningHours("Mo-Fr 06:00-18:00; PH off", country="PH")}.items():
    print(f"opening-hours-py, {name}:", ", ".join(f"{day} June {office.state(datetime(2026, 6, day, 12))[0]}" for day in (11, 12)))
PYTHON
)
expected=$(cat <<'EXPECTED'
opening_hours, ph: There are no holidays (PH) defined for country ph.
opening_hours, de: 11 June open, 12 June open
opening-hours-py, no country: 11 June open, 12 June open
opening-hours-py, PH: 11 June open, 12 June closed
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
