#!/usr/bin/env bash
# A missing space makes a link to Saudi Arabia, Austria or Nigeria: Sa, At and Ng are Filipino words and countries' domains
#
# Versions: Python 3.11, bleach 6.4.0, linkify-it-py 2.2.0; Node.js 20, linkifyjs 4.4.0, autolinker 4.1.5, linkify-it
# 6.1.0.
#
# Wire copy often lacks the space after a full stop. In English little follows that is a domain; in Filipino sentences
# begin with Sa, At, Ng, Si, Na, May, Kung. bleach, linkify-it-py, linkifyjs and autolinker link "umaga.Sa", each to a
# domain that anybody can buy. linkify-it 6 links bare domains only if asked to (fuzzyLink), its Python port always.
#
# Output seen (2026-11-30):
#     bleach ['http://umaga.Sa', 'http://pasok.At', 'http://wala.Ng']
#     linkify-it-py ['http://umaga.Sa', 'http://pasok.At', 'http://wala.Ng']
#     linkifyjs [ 'http://umaga.Sa', 'http://pasok.At', 'http://wala.Ng' ]
#     autolinker [ 'http://umaga.Sa', 'http://pasok.At', 'http://wala.Ng' ]
#     linkify-it []
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check bleach==6.4.0 linkify-it-py==2.2.0 2>"$folder/log" || { cat "$folder/log"; exit 2; }
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" linkifyjs@4.4.0 autolinker@4.1.5 linkify-it@6.1.0 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import re
import bleach
from linkify_it import LinkifyIt
text = "Umulan kaninang umaga.Sa Lunes may pasok.At sa Martes, wala.Ng 5 a.m. 88.9 FM"
print("bleach", re.findall(r'href="([^"]+)', bleach.linkify(text)))
print("linkify-it-py", [found.url for found in LinkifyIt().match(text) or []])
PYTHON
node --no-warnings --input-type=module <<'SCRIPT'
import { find } from "linkifyjs";
import Autolinker from "autolinker";
import * as linkifyIt from "linkify-it";
const text = "Umulan kaninang umaga.Sa Lunes may pasok.At sa Martes, wala.Ng 5 a.m. 88.9 FM";
console.log("linkifyjs", find(text).map(({ href }) => href));
console.log("autolinker", Autolinker.parse(text).map((match) => match.getAnchorHref()));
const LinkifyIt = linkifyIt.LinkifyIt ?? linkifyIt.default;
console.log("linkify-it", (new LinkifyIt().match(text) ?? []).map(({ url }) => url));
SCRIPT
)
expected=$(cat <<'EXPECTED'
bleach ['http://umaga.Sa', 'http://pasok.At', 'http://wala.Ng']
linkify-it-py ['http://umaga.Sa', 'http://pasok.At', 'http://wala.Ng']
linkifyjs [ 'http://umaga.Sa', 'http://pasok.At', 'http://wala.Ng' ]
autolinker [ 'http://umaga.Sa', 'http://pasok.At', 'http://wala.Ng' ]
linkify-it []
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
