#!/usr/bin/env bash
# A story's link in Atom with xml:base: seven readers give four answers, the sound file's address among them
#
# Versions: Python 3.11, feedparser 6.0.14, fastfeedparser 0.6.5; Node.js 20, feedparser 2.6.0, rss-parser 3.13.0,
# htmlparser2 12.0.0, @extractus/feed-extractor 8.0.3, @rowanmanning/feed-parser 2.1.5.
#
# RFC 4287 makes xml:base count and rel="alternate" the story, wherever the enclosure stands. feedparser (Python,
# Node.js) and @rowanmanning/feed-parser answer https://radyo.example/news/7. rss-parser and fastfeedparser hand out
# "7", feed-extractor an empty string, and htmlparser2 takes the first link of whatever relation: the mp3.
#
# Output seen (2026-11-30):
#     feedparser (Python) https://radyo.example/news/7
#     fastfeedparser 7
#     feedparser "https://radyo.example/news/7"
#     rss-parser "7"
#     htmlparser2 "7.mp3"
#     feed-extractor ""
#     @rowanmanning/feed-parser "https://radyo.example/news/7"
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check feedparser==6.0.14 fastfeedparser==0.6.5 2>"$folder/log" || { cat "$folder/log"; exit 2; }
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" feedparser@2.6.0 rss-parser@3.13.0 htmlparser2@12.0.0 @extractus/feed-extractor@8.0.3 @rowanmanning/feed-parser@2.1.5 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import fastfeedparser, feedparser
feed = '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://radyo.example/news/"><title>Radyo</title><id>urn:feed</id><updated>2026-11-30T00:00:00Z</updated><link rel="alternate" href="."/><author><name>Desk</name></author><entry><id>urn:7</id><title>Rice</title><updated>2026-11-30T02:00:00Z</updated><link rel="enclosure" type="audio/mpeg" href="7.mp3"/><link rel="alternate" href="7"/></entry></feed>'
print("feedparser (Python)", feedparser.parse(feed).entries[0].link)
print("fastfeedparser", fastfeedparser.parse(feed).entries[0].link)
PYTHON
node --no-warnings --input-type=module <<'SCRIPT'
import { Readable } from "node:stream";
import FeedParser from "feedparser";
import RssParser from "rss-parser";
import { parseFeed as htmlparser2 } from "htmlparser2";
import { extractFromXml } from "@extractus/feed-extractor";
import { parseFeed as rowanmanning } from "@rowanmanning/feed-parser";
const feed = `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://radyo.example/news/"><title>Radyo</title><id>urn:feed</id>
<updated>2026-11-30T00:00:00Z</updated><link rel="alternate" href="."/><author><name>Desk</name></author><entry><id>urn:7</id><title>Rice</title><updated>2026-11-30T02:00:00Z</updated><link rel="enclosure" type="audio/mpeg" href="7.mp3"/><link rel="alternate" href="7"/></entry></feed>`;
const first = await new Promise((done) => Readable.from([feed]).pipe(new FeedParser({}).on("readable", function () { const item = this.read(); if (item) done(item); })));
const items = { feedparser: first, "rss-parser": (await new RssParser().parseString(feed)).items[0], htmlparser2: htmlparser2(feed).items[0], "feed-extractor": extractFromXml(feed).entries[0], "@rowanmanning/feed-parser": rowanmanning(feed).items[0] };
for (const [name, item] of Object.entries(items)) console.log(name, JSON.stringify(item.link ?? item.url));
SCRIPT
)
expected=$(cat <<'EXPECTED'
feedparser (Python) https://radyo.example/news/7
fastfeedparser 7
feedparser "https://radyo.example/news/7"
rss-parser "7"
htmlparser2 "7.mp3"
feed-extractor ""
@rowanmanning/feed-parser "https://radyo.example/news/7"
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
