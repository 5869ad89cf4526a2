#!/usr/bin/env bash
# A story corrected at five was published at five, say htmlparser2 and feed-extractor
#
# Versions: Python 3.11, feedparser 6.0.14, fastfeedparser 0.6.5; Node.js 20, feedparser 2.6.0, rss-parser 3.13.0,
# htmlparser2 12.0.0, @extractus/feed-extractor 8.0.3, @rowanmanning/feed-parser 2.1.5.
#
# An Atom entry has both published and updated. What two readers call pubDate and published is the later of them, so
# each correction puts an old story on top again. The others keep them apart (rss-parser has the first only).
#
# Output seen (2026-11-30):
#     feedparser (Python) 2026-11-30T00:00:00Z
#     fastfeedparser 2026-11-30T00:00:00+00:00
#     feedparser 2026-11-30T00:00:00.000Z
#     rss-parser 2026-11-30T00:00:00.000Z
#     htmlparser2 2026-11-30T05:00:00.000Z
#     feed-extractor 2026-11-30T05:00:00.000Z
#     @rowanmanning/feed-parser 2026-11-30T00:00:00.000Z
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check feedparser==6.0.14 fastfeedparser==0.6.5 2>"$folder/log" || { cat "$folder/log"; exit 2; }
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" feedparser@2.6.0 rss-parser@3.13.0 htmlparser2@12.0.0 @extractus/feed-extractor@8.0.3 @rowanmanning/feed-parser@2.1.5 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import fastfeedparser, feedparser
feed = '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://radyo.example/news/"><title>Radyo</title><id>urn:feed</id><updated>2026-11-30T00:00:00Z</updated><link rel="alternate" href="."/><author><name>Desk</name></author><entry><id>urn:7</id><title>Rice</title><published>2026-11-30T00:00:00Z</published><updated>2026-11-30T05:00:00Z</updated><link rel="alternate" href="7"/></entry></feed>'
print("feedparser (Python)", feedparser.parse(feed).entries[0].published)
print("fastfeedparser", fastfeedparser.parse(feed).entries[0].published)
PYTHON
node --no-warnings --input-type=module <<'SCRIPT'
import { Readable } from "node:stream";
import FeedParser from "feedparser";
import RssParser from "rss-parser";
import { parseFeed as htmlparser2 } from "htmlparser2";
import { extractFromXml } from "@extractus/feed-extractor";
import { parseFeed as rowanmanning } from "@rowanmanning/feed-parser";
const feed = `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://radyo.example/news/"><title>Radyo</title><id>urn:feed</id>
<updated>2026-11-30T00:00:00Z</updated><link rel="alternate" href="."/><author><name>Desk</name></author><entry><id>urn:7</id><title>Rice</title><published>2026-11-30T00:00:00Z</published><updated>2026-11-30T05:00:00Z</updated><link rel="alternate" href="7"/></entry></feed>`;
const first = await new Promise((done) => Readable.from([feed]).pipe(new FeedParser({}).on("readable", function () { const item = this.read(); if (item) done(item); })));
const items = { feedparser: first, "rss-parser": (await new RssParser().parseString(feed)).items[0], htmlparser2: htmlparser2(feed).items[0], "feed-extractor": extractFromXml(feed).entries[0], "@rowanmanning/feed-parser": rowanmanning(feed).items[0] };
for (const [name, item] of Object.entries(items)) console.log(name, new Date(item.pubDate ?? item.pubdate ?? item.published).toISOString());
SCRIPT
)
expected=$(cat <<'EXPECTED'
feedparser (Python) 2026-11-30T00:00:00Z
fastfeedparser 2026-11-30T00:00:00+00:00
feedparser 2026-11-30T00:00:00.000Z
rss-parser 2026-11-30T00:00:00.000Z
htmlparser2 2026-11-30T05:00:00.000Z
feed-extractor 2026-11-30T05:00:00.000Z
@rowanmanning/feed-parser 2026-11-30T00:00:00.000Z
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
