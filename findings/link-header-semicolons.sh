#!/usr/bin/env bash
# requests cuts the target of a Link header at a semicolon, and httplink refuses a title* that RFC 8288 allows
#
# Versions: Python 3.11, requests 2.34.2, httplink 0.2.0; Node.js 20, parse-link-header 2.0.0, http-link-header 1.1.4.
#
# A feed's address with `;` in its query, between angle brackets where it is allowed: requests gives half of it. A title
# with a semicolon loses its rest in requests and parse-link-header. title*=UTF-8''Pahayagan is the form that RFC 8187
# wants, without quotation marks; httplink raises ValueError and with it loses every link of the header.
#
# Output seen (2026-11-30):
#     requests [{'url': 'https://radyo.example/feed?a=1', 'b': '2>', 'rel': 'self', 'title': 'News'}]
#     httplink [('https://radyo.example/feed?a=1;b=2', {'rel': 'self', 'title': 'News; weather'})]
#     httplink ValueError Bad extended value: "UTF-8''Pahayagan"
#     parse-link-header https://radyo.example/feed?a=1;b=2 News
#     http-link-header https://radyo.example/feed?a=1;b=2 News; weather
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check requests==2.34.2 httplink==0.2.0 2>"$folder/log" || { cat "$folder/log"; exit 2; }
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" parse-link-header@2.0.0 http-link-header@1.1.4 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from httplink import parse_link_header
from requests.utils import parse_header_links
header = '<https://radyo.example/feed?a=1;b=2>; rel="self"; title="News; weather"'
print("requests", parse_header_links(header))
print("httplink", [(link.target, dict(link.attributes)) for link in parse_link_header(header).links])
try:
    print("httplink", parse_link_header("<https://radyo.example/>; rel=alternate; title*=UTF-8''Pahayagan").links)
except ValueError as error:
    print("httplink ValueError", error)
PYTHON
node --no-warnings --input-type=module <<'SCRIPT'
import LinkHeader from "http-link-header";
import parseLinkHeader from "parse-link-header";
const header = '<https://radyo.example/feed?a=1;b=2>; rel="self"; title="News; weather"';
console.log("parse-link-header", parseLinkHeader(header).self.url, parseLinkHeader(header).self.title);
console.log("http-link-header", LinkHeader.parse(header).refs[0].uri, LinkHeader.parse(header).refs[0].title);
SCRIPT
)
expected=$(cat <<'EXPECTED'
requests [{'url': 'https://radyo.example/feed?a=1', 'b': '2>', 'rel': 'self', 'title': 'News'}]
httplink [('https://radyo.example/feed?a=1;b=2', {'rel': 'self', 'title': 'News; weather'})]
httplink ValueError Bad extended value: "UTF-8''Pahayagan"
parse-link-header https://radyo.example/feed?a=1;b=2 News
http-link-header https://radyo.example/feed?a=1;b=2 News; weather
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
