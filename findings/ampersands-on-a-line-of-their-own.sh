#!/usr/bin/env bash
# An address with an ampersand stands on a line of its own in feedsmith's feeds, and is another address for rss-parser
#
# Versions: Node.js 20, feedsmith 3.0.1, rss-parser 3.13.0, opml 0.5.8; Python 3.11, listparser 0.20, lxml 6.1.3,
# feedparser 6.0.14.
#
# feedsmith writes what needs escaping as CDATA and puts that on its own line, with the line ends inside the element.
# XML keeps white space, and rss-parser does too: link, guid and category begin with a line end, but only where there is
# an ampersand, so one story's guid is clean and the next one's not, and the section R & B is none that is known.
# feedparser and most others trim. In OPML the opml package keeps the line ends, and listparser shows the marks of CDATA
# as part of the title (without lxml it has no title).
#
# Output seen (2026-12-01):
#     rss-parser: {"guid":"https://radio.example/?id=1","categories":["News"]}
#     rss-parser: {"guid":"\n        https://radio.example/?id=2&from=feed\n      ","categories":["\n        R & B\n      "]}
#     opml: "\n      News & Talk\n    "
#     feedparser: 'https://radio.example/?id=1' 'News'
#     feedparser: 'https://radio.example/?id=2&from=feed' 'R & B'
#     listparser: <![CDATA[News & Talk]]>
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" feedsmith@3.0.1 rss-parser@3.13.0 opml@0.5.8 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check listparser==0.20 lxml==6.1.3 feedparser==6.0.14 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$(node --no-warnings --input-type=module <<'SCRIPT'
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { generateOpml, generateRssFeed } from "feedsmith";
const require = createRequire(process.cwd() + "/"), Parser = require("rss-parser"), opml = require("opml");
const story = (address, category) => ({ title: "Balita", link: address, guid: { value: address }, categories: [{ name: category }] });
const feed = generateRssFeed({ title: "Radyo", link: "https://radio.example/", description: "d", items: [story("https://radio.example/?id=1", "News"), story("https://radio.example/?id=2&from=feed", "R & B")] });
const list = generateOpml({ head: { title: "News & Talk" }, body: { outlines: [{ text: "Radyo", xmlUrl: "https://radio.example/feed" }] } });
writeFileSync("feed.xml", feed);
writeFileSync("list.opml", list);
for (const { guid, categories } of (await new Parser().parseString(feed)).items) console.log("rss-parser:", JSON.stringify({ guid, categories }));
opml.parse(list, (error, read) => console.log("opml:", JSON.stringify(read.opml.head.title)));
SCRIPT
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
import feedparser, listparser
for entry in feedparser.parse(open("feed.xml", "rb").read()).entries:
    print("feedparser:", repr(entry.id), repr(entry.tags[0].term))
print("listparser:", listparser.parse(open("list.opml").read()).meta.get("title"))
PYTHON
)
expected=$(cat <<'EXPECTED'
rss-parser: {"guid":"https://radio.example/?id=1","categories":["News"]}
rss-parser: {"guid":"\n        https://radio.example/?id=2&from=feed\n      ","categories":["\n        R & B\n      "]}
opml: "\n      News & Talk\n    "
feedparser: 'https://radio.example/?id=1' 'News'
feedparser: 'https://radio.example/?id=2&from=feed' 'R & B'
listparser: <![CDATA[News & Talk]]>
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
