#!/usr/bin/env bash
# dateparser takes the zone PhST for nine hours east, and PHT for eight
#
# Versions: Python 3.11, dateparser 1.5.0.
#
# PhST is how the Philippine weather bureau and several wires write Philippine Standard Time (UTC+8). dateparser neither
# knows it nor leaves the time without a zone: it answers +09:00, an hour off and without a word. PHT is right; PST is
# the American one. With `languages=['fil']` the three are not parsed at all.
#
# Output seen (2026-11-30):
#     PHT 2026-11-30 17:00:00+08:00 None
#     PhST 2026-11-30 17:00:00+09:00 None
#     PST 2026-11-30 17:00:00-08:00 None
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check dateparser==1.5.0 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import dateparser
for zone in ("PHT", "PhST", "PST"):
    text = f"Nov 30, 2026 5:00 PM {zone}"
    print(zone, dateparser.parse(text), dateparser.parse(text, languages=["fil"]))
PYTHON
)
expected=$(cat <<'EXPECTED'
PHT 2026-11-30 17:00:00+08:00 None
PhST 2026-11-30 17:00:00+09:00 None
PST 2026-11-30 17:00:00-08:00 None
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
