#!/usr/bin/env bash
# npm's feedparser makes a link of a guid that says it is none; rss-parser, feedsmith and htmlparser2 do not
#
# Versions: Node.js 20, feedparser 2.6.0, rss-parser 3.13.0, feedsmith 3.0.1, htmlparser2 12.0.0.
#
# An RSS item without a link whose guid is isPermaLink="false": that attribute exists to say that the address is a name
# only. feedparser for Node.js gives it as the item's link all the same; the three others leave the link out. (In
# Python, feedparser leaves it out and fastfeedparser 0.6.5 does not.)
#
# Output seen (2026-11-30):
#     feedparser https://radyo.example/id/7
#     rss-parser undefined
#     feedsmith undefined
#     htmlparser2 undefined
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" feedparser@2.6.0 rss-parser@3.13.0 feedsmith@3.0.1 htmlparser2@12.0.0 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$(node --no-warnings --input-type=module <<'SCRIPT'
import { Readable } from "node:stream";
import FeedParser from "feedparser";
import RssParser from "rss-parser";
import { parseFeed as feedsmith } from "feedsmith";
import { parseFeed as htmlparser2 } from "htmlparser2";
const feed = `<?xml version="1.0"?><rss version="2.0"><channel><title>Radyo</title><link>https://radyo.example/</link><description>News</description>
<item><title>Rice</title><guid isPermaLink="false">https://radyo.example/id/7</guid></item></channel></rss>`;
await new Promise((done) => {
  const parser = new FeedParser({});
  parser.on("readable", function () { for (let item; (item = this.read()); ) console.log("feedparser", item.link); });
  parser.on("end", done);
  Readable.from([feed]).pipe(parser);
});
console.log("rss-parser", (await new RssParser().parseString(feed)).items[0].link);
console.log("feedsmith", feedsmith(feed).feed.items[0].link);
console.log("htmlparser2", htmlparser2(feed).items[0].link);
SCRIPT
)
expected=$(cat <<'EXPECTED'
feedparser https://radyo.example/id/7
rss-parser undefined
feedsmith undefined
htmlparser2 undefined
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
