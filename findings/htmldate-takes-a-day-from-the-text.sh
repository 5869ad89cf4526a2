#!/usr/bin/env bash
# htmldate takes any day that a story mentions for the day of its publication
#
# Versions: Python 3.11, htmldate 1.11.0.
#
# A page that states no date anywhere, with a story about a plan for 2019. By default (`extensive_search=True`)
# find_date answers with the day in the text, as sure as it does for a date in the markup. Only `extensive_search=False`
# says None. What is used to date an imported story must ask for the latter, and look at the text itself if it dares.
#
# Output seen (2026-11-30):
#     extensive: 2019-03-12
#     not extensive: None
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check htmldate==1.11.0 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from htmldate import find_date
page = """<html lang="en"><head><title>Bridge works go on</title></head><body><article><h1>Bridge works go on</h1>
<p>The city says that the bridge, promised for 12 March 2019, will open to traffic when the last span is laid.</p></article></body></html>"""
print("extensive:", find_date(page))
print("not extensive:", find_date(page, extensive_search=False))
PYTHON
)
expected=$(cat <<'EXPECTED'
extensive: 2019-03-12
not extensive: None
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
