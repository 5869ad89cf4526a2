#!/usr/bin/env bash
# Ma. Theresa's first name is Theresa: a name with a point is a title for nameparser
#
# Versions: Python 3.11, nameparser 2.6.0.
#
# Filipinos write Ma. for Maria, part of the given name on every document. nameparser takes a word of letters and a
# point at the beginning for a title, so bylines of Ma. Lourdes and Lourdes are one person, and Ma. Santos has no given
# name. In the middle (Jose Ma.) it is kept. Princess and Prince, common given names, are titles as well, and the one
# name left is then the given one: Princess Velasco has no surname, Judge Velasco no given name.
#
# Output seen (2026-12-01):
#     Ma. Lourdes Santos   title 'Ma.', first 'Lourdes', middle '', last 'Santos'
#     Santos, Ma. Lourdes  title 'Ma.', first 'Lourdes', middle '', last 'Santos'
#     Ma. Santos           title 'Ma.', first '', middle '', last 'Santos'
#     Jose Ma. Santos      title '', first 'Jose', middle 'Ma.', last 'Santos'
#     Princess Velasco     title 'Princess', first 'Velasco', middle '', last ''
#     Queenie Velasco      title '', first 'Queenie', middle '', last 'Velasco'
#     Judge Velasco        title 'Judge', first '', middle '', last 'Velasco'
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nameparser==2.6.0 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from nameparser import HumanName
for text in ("Ma. Lourdes Santos", "Santos, Ma. Lourdes", "Ma. Santos", "Jose Ma. Santos", "Princess Velasco", "Queenie Velasco", "Judge Velasco"):
    name = HumanName(text)
    print(f"{text:20} title {name.title!r}, first {name.first!r}, middle {name.middle!r}, last {name.last!r}")
PYTHON
)
expected=$(cat <<'EXPECTED'
Ma. Lourdes Santos   title 'Ma.', first 'Lourdes', middle '', last 'Santos'
Santos, Ma. Lourdes  title 'Ma.', first 'Lourdes', middle '', last 'Santos'
Ma. Santos           title 'Ma.', first '', middle '', last 'Santos'
Jose Ma. Santos      title '', first 'Jose', middle 'Ma.', last 'Santos'
Princess Velasco     title 'Princess', first 'Velasco', middle '', last ''
Queenie Velasco      title '', first 'Queenie', middle '', last 'Velasco'
Judge Velasco        title 'Judge', first '', middle '', last 'Velasco'
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
