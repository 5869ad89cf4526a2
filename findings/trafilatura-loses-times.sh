#!/usr/bin/env bash
# trafilatura takes the words of time and output out of a sentence, and makes two paragraphs of one at q and code
#
# Versions: Python 3.11, trafilatura 2.3.1, lxml_html_clean 0.4.6.
#
# "Classes start at <time>8 a.m.</time> on Monday" is read as "Classes start at on Monday". A quotation in q ends the
# paragraph, so that the next one starts with a comma. The same words in span, b or abbr are kept. Whoever reads stories
# with it must turn these elements into their text first.
#
# Output seen (2026-11-30):
#     'Classes resume'
#     'Classes start at on Monday.'
#     'There are dead.'
#     'We are ready'
#     ', said the governor.'
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check trafilatura==2.3.1 lxml_html_clean==0.4.6 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import trafilatura
filler = "<p>" + "The price of rice rose in the markets of Manila on Monday, the department of agriculture said. " * 4 + "</p>"
story = "<p>Classes start at <time>8 a.m.</time> on Monday.</p><p>There are <output>15</output> dead.</p><p><q>We are ready</q>, said the <b>governor</b>.</p>"
page = f"<!doctype html><html><head><title>Classes resume</title></head><body><article><h1>Classes resume</h1>{filler}{story}{filler}</article></body></html>"
for line in trafilatura.extract(page).splitlines():
    if "rice" not in line:
        print(repr(line))
PYTHON
)
expected=$(cat <<'EXPECTED'
'Classes resume'
'Classes start at on Monday.'
'There are dead.'
'We are ready'
', said the governor.'
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
