#!/usr/bin/env bash
# npm's feedparser gives a story by two authors to the feed's own author
#
# Versions: Node.js 20, feedparser 2.6.0, rss-parser 3.13.0, @rowanmanning/feed-parser 2.1.5.
#
# With one author the entry's is taken. With two the element is an array, which it does not read, and the feed's author
# steps in (RFC 4287 has that for entries without any); where the feed has none it is null. rss-parser names the first,
# @rowanmanning/feed-parser both.
#
# Output seen (2026-11-30):
#     feedparser Ana
#     rss-parser Ana
#     @rowanmanning/feed-parser Ana
#     feedparser Desk
#     rss-parser Ana
#     @rowanmanning/feed-parser Ana, Ben
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" feedparser@2.6.0 rss-parser@3.13.0 @rowanmanning/feed-parser@2.1.5 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$(node --no-warnings --input-type=module <<'SCRIPT'
import { Readable } from "node:stream";
import FeedParser from "feedparser";
import RssParser from "rss-parser";
import { parseFeed } from "@rowanmanning/feed-parser";
for (const authors of [["Ana"], ["Ana", "Ben"]]) {
  const names = authors.map((name) => `<author><name>${name}</name></author>`).join("");
  const feed = `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Radyo</title><id>urn:feed</id><updated>2026-11-30T00:00:00Z</updated>
    <author><name>Desk</name></author><entry><id>urn:7</id><title>Rice</title><updated>2026-11-30T00:00:00Z</updated>${names}</entry></feed>`;
  const item = await new Promise((done) => Readable.from([feed]).pipe(new FeedParser({}).on("readable", function () { const item = this.read(); if (item) done(item); })));
  console.log("feedparser", item.author);
  console.log("rss-parser", (await new RssParser().parseString(feed)).items[0].author);
  console.log("@rowanmanning/feed-parser", parseFeed(feed).items[0].authors.map(({ name }) => name).join(", "));
}
SCRIPT
)
expected=$(cat <<'EXPECTED'
feedparser Ana
rss-parser Ana
@rowanmanning/feed-parser Ana
feedparser Desk
rss-parser Ana
@rowanmanning/feed-parser Ana, Ben
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
