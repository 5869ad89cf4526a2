#!/usr/bin/env bash
# To lxml the image of a picture element is a child of the source before it, and goes with it
#
# Versions: Python 3.11, lxml 6.1.3, beautifulsoup4 4.14.2, html5lib 1.1.
#
# source has no content and no end in HTML, and CMSs write picture as the standard shows it, without slashes. lxml's
# parser (libxml2, which knows HTML 4) does not know that, and nests, also under Beautiful Soup. Whoever takes the
# sources away, since they are other sizes of the same, takes the image and its alternative text along. Python's own
# parser and html5lib read it right.
#
# Output seen (2026-11-30):
#     lxml: img in source
#     Beautiful Soup, html.parser: img in picture
#     Beautiful Soup, lxml: img in source
#     Beautiful Soup, html5lib: img in picture
#     after the sources are dropped: <div><picture></picture><p>Text.</p></div>
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check lxml==6.1.3 beautifulsoup4==4.14.2 html5lib==1.1 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from bs4 import BeautifulSoup
from lxml import html
text = '<div><picture><source srcset="wide.webp"><img src="wide.jpg" alt="The pier"></picture><p>Text.</p></div>'
print("lxml: img in", html.fromstring(text).find(".//img").getparent().tag)
for parser in ("html.parser", "lxml", "html5lib"):
    print(f"Beautiful Soup, {parser}: img in", BeautifulSoup(text, parser).img.parent.name)
tree = html.fromstring(text)
for source in tree.findall(".//source"):
    source.drop_tree()
print("after the sources are dropped:", html.tostring(tree).decode())
PYTHON
)
expected=$(cat <<'EXPECTED'
lxml: img in source
Beautiful Soup, html.parser: img in picture
Beautiful Soup, lxml: img in source
Beautiful Soup, html5lib: img in picture
after the sources are dropped: <div><picture></picture><p>Text.</p></div>
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
