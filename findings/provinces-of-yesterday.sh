#!/usr/bin/env bash
# Maguindanao was divided in 2022: of four lists of Philippine provinces one has it whole, one not at all
#
# Versions: Python 3.11, pycountry 26.2.16; Node.js 20, philippines 1.0.0, iso-3166-2 1.0.0, @aivangogh/ph-address
# 2025.4.4.
#
# An alert names its area, and a list turns the name into one. philippines (npm) still has Maguindanao and the region
# ARMM, ended in 2019; iso-3166-2 (npm) has neither the old province nor the two new ones, and calls Negros Occidental
# Kanlurang Negros beside names in English; pycountry and @aivangogh/ph-address have the two. The last has the Negros
# Island Region of 2024, too.
#
# Output seen (2026-11-30):
#     pycountry ['Maguindanao del Norte', 'Maguindanao del Sur', 'Negros Occidental', 'Negros Oriental']
#     philippines [ 'Maguindanao', 'Negros Occidental', 'Negros Oriental' ] [ 'ARMM' ]
#     iso-3166-2 [ 'Kanlurang Negros', 'Negros Oriental' ]
#     @aivangogh/ph-address [
#       'Maguindanao del Norte',
#       'Maguindanao del Sur',
#       'Negros Occidental',
#       'Negros Oriental'
#     ] [ 'Negros Island Region' ]
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pycountry==26.2.16 2>"$folder/log" || { cat "$folder/log"; exit 2; }
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" philippines@1.0.0 iso-3166-2@1.0.0 @aivangogh/ph-address@2025.4.4 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import pycountry
print("pycountry", sorted(place.name for place in pycountry.subdivisions.get(country_code="PH") if "aguindanao" in place.name or "Negros" in place.name))
PYTHON
node --no-warnings --input-type=module <<'SCRIPT'
import { createRequire } from "node:module";
const require = createRequire(process.cwd() + "/");
const philippines = require("philippines"), iso = require("iso-3166-2"), address = require("@aivangogh/ph-address");
const wanted = (names) => names.filter((name) => /aguindanao|Negros/.test(name)).sort();
console.log("philippines", wanted(philippines.provinces.map(({ name }) => name)), philippines.regions.map(({ name }) => name).filter((name) => /MM/.test(name)));
console.log("iso-3166-2", wanted(Object.values(iso.country("PH").sub).map(({ name }) => name)));
console.log("@aivangogh/ph-address", wanted(address.getAllProvinces().map(({ name }) => name)), wanted(address.getAllRegions().map(({ name }) => name)));
SCRIPT
)
expected=$(cat <<'EXPECTED'
pycountry ['Maguindanao del Norte', 'Maguindanao del Sur', 'Negros Occidental', 'Negros Oriental']
philippines [ 'Maguindanao', 'Negros Occidental', 'Negros Oriental' ] [ 'ARMM' ]
iso-3166-2 [ 'Kanlurang Negros', 'Negros Oriental' ]
@aivangogh/ph-address [
  'Maguindanao del Norte',
  'Maguindanao del Sur',
  'Negros Occidental',
  'Negros Oriental'
] [ 'Negros Island Region' ]
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
