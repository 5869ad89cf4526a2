#!/usr/bin/env bash
# The Philippine peso sign is Argentina's currency in two makers of slugs; a range of prices is one number in a third
#
# Versions: Python 3.11, python-slugify 9.2.0; Node.js 20, speakingurl 14.0.1, limax 4.2.3, slug 12.0.1, transliteration
# 2.6.1.
#
# ₱ becomes "ars", the code of the Argentine peso, in speakingurl and in limax, which uses it; slug leaves it out and
# joins what a dash without spaces separates: 15–17 becomes 1517, 2.5% becomes 25. transliteration keeps the dots, so
# the address ends in one. A story that moves from one system to another gets another address.
#
# Output seen (2026-11-30):
#     python-slugify 15-17-na-bigas
#     python-slugify 2-5-na-pagtaas
#     python-slugify alas-5-a-m
#     speakingurl ars15-ars17-na-bigas
#     limax ars15-ars17-na-bigas
#     slug 1517-na-bigas
#     transliteration 15-17-na-bigas
#     speakingurl 2-5-na-pagtaas
#     limax 2-5-na-pagtaas
#     slug 25-na-pagtaas
#     transliteration 2.5-na-pagtaas
#     speakingurl alas-5-a-m
#     limax alas-5-a-m
#     slug alas-5-am
#     transliteration alas-5-a.m.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check python-slugify==9.2.0 2>"$folder/log" || { cat "$folder/log"; exit 2; }
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" speakingurl@14.0.1 limax@4.2.3 slug@12.0.1 transliteration@2.6.1 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from slugify import slugify
for title in ("₱15–₱17 na bigas", "2.5% na pagtaas", "Alas-5 a.m."):
    print("python-slugify", slugify(title))
PYTHON
node --no-warnings --input-type=module <<'SCRIPT'
import speakingurl from "speakingurl";
import limax from "limax";
import slug from "slug";
import { slugify } from "transliteration";
for (const title of ["₱15–₱17 na bigas", "2.5% na pagtaas", "Alas-5 a.m."]) {
  console.log("speakingurl", speakingurl(title));
  console.log("limax", limax(title));
  console.log("slug", slug(title));
  console.log("transliteration", slugify(title));
}
SCRIPT
)
expected=$(cat <<'EXPECTED'
python-slugify 15-17-na-bigas
python-slugify 2-5-na-pagtaas
python-slugify alas-5-a-m
speakingurl ars15-ars17-na-bigas
limax ars15-ars17-na-bigas
slug 1517-na-bigas
transliteration 15-17-na-bigas
speakingurl 2-5-na-pagtaas
limax 2-5-na-pagtaas
slug 25-na-pagtaas
transliteration 2.5-na-pagtaas
speakingurl alas-5-a-m
limax alas-5-a-m
slug alas-5-am
transliteration alas-5-a.m.
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
