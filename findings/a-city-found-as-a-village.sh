#!/usr/bin/env bash
# barangay's search answers a village in Bukidnon for Quezon City
#
# Versions: Python 3.11, barangay 2026.1.13.0.
#
# Its fuzzy search over Philippine places looks for barangays only, and a city's or province's name is matched with
# short names of villages: Quezon City, of three million people, is found in a barangay named Lipa, of a town called
# Quezon on another island. The scores it gives go up to 71 and 83 of 100, above what is usually taken for a match. Use
# the codes, or check that the province in the answer is the one meant.
#
# Output seen (2026-11-30):
#     Quezon City -> Lipa / Quezon / Bukidnon
#     Maguindanao -> Maguinda / None / City of Butuan
#     Sulu -> Alat / Jolo / Sulu
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check barangay==2026.1.13.0 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import barangay
for name in ("Quezon City", "Maguindanao", "Sulu"):
    found = barangay.search(name, n=1)[0]
    print(name, "->", found["barangay"], "/", found["municipality_or_city"], "/", found["province_or_huc"])
PYTHON
)
expected=$(cat <<'EXPECTED'
Quezon City -> Lipa / Quezon / Bukidnon
Maguindanao -> Maguinda / None / City of Butuan
Sulu -> Alat / Jolo / Sulu
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
