#!/usr/bin/env bash
# Of two WebSub hubs in a Link header one is lost, and a relation in capitals is not found
#
# Versions: Python 3.11, requests 2.34.2, httplink 0.2.0; Node.js 20, http-link-header 1.1.4, parse-link-header 2.0.0,
# li 1.3.0.
#
# RFC 8288 makes relations and the names of parameters case-insensitive, and WebSub lets a feed name several hubs.
# parse-link-header and li keep the last hub only and find nothing at REL="Hub"; requests gives every link, but rel as
# it was written, several relations as one string. http-link-header and httplink are right.
#
# Output seen (2026-11-30):
#     requests ['https://one.example/', 'https://two.example/']
#     httplink ['https://one.example/', 'https://two.example/']
#     requests []
#     httplink ['https://one.example/']
#     requests []
#     httplink ['https://one.example/']
#     http-link-header [ 'https://one.example/', 'https://two.example/' ]
#     parse-link-header https://two.example/
#     li https://two.example/
#     http-link-header [ 'https://one.example/' ]
#     parse-link-header undefined
#     li undefined
#     http-link-header [ 'https://one.example/' ]
#     parse-link-header https://one.example/
#     li https://one.example/
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check requests==2.34.2 httplink==0.2.0 2>"$folder/log" || { cat "$folder/log"; exit 2; }
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" http-link-header@1.1.4 parse-link-header@2.0.0 li@1.3.0 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from httplink import parse_link_header
from requests.utils import parse_header_links
for header in ('<https://one.example/>; rel="hub", <https://two.example/>; rel="hub"', '<https://one.example/>; REL="Hub"', '<https://one.example/>; rel="hub preload"'):
    print("requests", [link["url"] for link in parse_header_links(header) if link.get("rel") == "hub"])
    print("httplink", [link.target for link in parse_link_header(header).links if "hub" in link.rel])
PYTHON
node --no-warnings --input-type=module <<'SCRIPT'
import LinkHeader from "http-link-header";
import parseLinkHeader from "parse-link-header";
import li from "li";
for (const header of ['<https://one.example/>; rel="hub", <https://two.example/>; rel="hub"', '<https://one.example/>; REL="Hub"', '<https://one.example/>; rel="hub preload"']) {
  console.log("http-link-header", LinkHeader.parse(header).rel("hub").map((link) => link.uri));
  console.log("parse-link-header", parseLinkHeader(header)?.hub?.url);
  console.log("li", li.parse(header).hub);
}
SCRIPT
)
expected=$(cat <<'EXPECTED'
requests ['https://one.example/', 'https://two.example/']
httplink ['https://one.example/', 'https://two.example/']
requests []
httplink ['https://one.example/']
requests []
httplink ['https://one.example/']
http-link-header [ 'https://one.example/', 'https://two.example/' ]
parse-link-header https://two.example/
li https://two.example/
http-link-header [ 'https://one.example/' ]
parse-link-header undefined
li undefined
http-link-header [ 'https://one.example/' ]
parse-link-header https://one.example/
li https://one.example/
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
