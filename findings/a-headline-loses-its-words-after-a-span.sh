#!/usr/bin/env bash
# IPTC's own reader of NewsML-G2 loses the words after a span in a headline
#
# Versions: Python 3.11, newsmlg2 1.1, lxml 6.1.1.
#
# Headlines, bylines and notes of NewsML-G2 may hold inline elements (span, a, br, ruby). newsmlg2, the standard body's
# own Python library, keeps the words before and within such an element and loses those behind it: kills 3 is gone, and
# the space before the element too. Its text is only what comes before the element. Written out again, the document has
# lost them for good, without a warning.
#
# Output seen (2026-12-01):
#     text: 'Quake'
#     written: <headline>Quake<span class="place">in Davao</span></headline>
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check newsmlg2==1.1 lxml==6.1.1 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from NewsMLG2.document import NewsMLG2Document
ITEM = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:radio.example:20260302:quake" version="1" standard="NewsML-G2" standardversion="2.34" conformance="power" xml:lang="en">
<catalogRef href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_40.xml"/>
<itemMeta><itemClass qcode="ninat:text"/><provider qcode="nprov:R"/><versionCreated>2026-03-02T05:00:00+08:00</versionCreated></itemMeta>
<contentMeta><headline>Quake <span class="place">in Davao</span> kills 3</headline></contentMeta>
<contentSet><inlineData>Text</inlineData></contentSet></newsItem>"""
item = NewsMLG2Document(ITEM.encode()).get_item()
print("text:", repr(str(item.contentmeta.headline[0])))
print("written:", next(line.strip() for line in item.to_xml_string().splitlines() if "<headline" in line))
PYTHON
)
expected=$(cat <<'EXPECTED'
text: 'Quake'
written: <headline>Quake<span class="place">in Davao</span></headline>
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
