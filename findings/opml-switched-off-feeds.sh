#!/usr/bin/env bash
# A feed that is commented out in OPML is listed all the same by listparser and opmlparser
#
# Versions: Python 3.11, listparser 0.20; Node.js 20, opmlparser 0.8.0.
#
# OPML 2.0 has isComment="true" for outlines that are switched off, with all below them, and editors write it. Both
# parsers list such a feed like any other, and neither hands the attribute of the outline above on, so a reader cannot
# tell. listparser also lists type="link", a web page, as another OPML list.
#
# Output seen (2026-11-30):
#     listparser feeds ['https://radyo.example/on', 'https://radyo.example/off'] lists ['https://radyo.example/page.html']
#     opmlparser feeds ["https://radyo.example/on","https://radyo.example/off"]
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check listparser==0.20 2>"$folder/log" || { cat "$folder/log"; exit 2; }
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" opmlparser@0.8.0 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import listparser
outlines = """<outline text="On" type="rss" xmlUrl="https://radyo.example/on"/><outline text="Page" type="link" url="https://radyo.example/page.html"/>
<outline text="Old" isComment="true"><outline text="Off" type="rss" xmlUrl="https://radyo.example/off"/></outline>"""
found = listparser.parse(f'<?xml version="1.0"?><opml version="2.0"><head><title>Radyo</title></head><body>{outlines}</body></opml>')
print("listparser feeds", [feed.url for feed in found.feeds], "lists", [item.url for item in found.lists])
PYTHON
node --no-warnings --input-type=module <<'SCRIPT'
import OpmlParser from "opmlparser";
const outlines = `<outline text="On" type="rss" xmlUrl="https://radyo.example/on"/><outline text="Old" isComment="true"><outline text="Off" type="rss" xmlUrl="https://radyo.example/off"/></outline>`;
const parser = new OpmlParser();
const found = [];
parser.on("readable", function () { for (let item; (item = this.read()); ) if (item["#type"] === "feed") found.push(item.xmlurl ?? item.xmlUrl); });
await new Promise((done) => { parser.on("end", done); parser.end(`<?xml version="1.0"?><opml version="2.0"><head><title>Radyo</title></head><body>${outlines}</body></opml>`); });
console.log("opmlparser feeds", JSON.stringify(found));
SCRIPT
)
expected=$(cat <<'EXPECTED'
listparser feeds ['https://radyo.example/on', 'https://radyo.example/off'] lists ['https://radyo.example/page.html']
opmlparser feeds ["https://radyo.example/on","https://radyo.example/off"]
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
