#!/usr/bin/env bash
# trafilatura drops a paragraph whose anchor begins with nav: of two ships, the navy's is not in the story
#
# Versions: Python 3.11, trafilatura 2.3.1, lxml_html_clean 0.4.5.
#
# Parts of a page whose id or class has nav in it are taken for navigation, paragraphs too. A CMS that makes a
# paragraph's id of its first words, so that it can be linked to, loses those about the navy, Navotas or navigation.
#
# Output seen (2026-11-30):
#     id=harbour-ship-docks: kept
#     id=navy-ship-docks: dropped
#     id=navotas-ship-docks: dropped
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check trafilatura==2.3.1 lxml_html_clean==0.4.5 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from trafilatura import extract
def page(anchor, ship):
    others = "".join(f"<p>{text}</p>" for text in ("The governor came to the pier at seven in the morning and thanked the crew for the voyage.",
                     "Relief goods for four towns were on board, among them rice, water and medicine for two weeks.",
                     "The ship goes on to Catanduanes on Wednesday, when the sea is expected to be calmer again."))
    return f"<html><body><article><h1>A ship docks</h1><p id={anchor!r}>The {ship} docked at noon, two days late, after the storm had passed.</p>{others}</article></body></html>"
for anchor, ship in [("harbour-ship-docks", "harbour ship"), ("navy-ship-docks", "navy ship"), ("navotas-ship-docks", "Navotas ship")]:
    print(f"id={anchor}:", "kept" if "docked at noon" in (extract(page(anchor, ship)) or "") else "dropped")
PYTHON
)
expected=$(cat <<'EXPECTED'
id=harbour-ship-docks: kept
id=navy-ship-docks: dropped
id=navotas-ship-docks: dropped
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
