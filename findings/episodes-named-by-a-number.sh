#!/usr/bin/env bash
# podcast-partytime leaves out an episode whose title is a number; feed-extractor makes guid 0012 the guid 12
#
# Versions: Node.js 20, podcast-partytime 5.0.0, @extractus/feed-extractor 8.0.3, rss-parser 3.13.0.
#
# Both read XML with a parser that turns text into numbers by itself. A title such as 911 is then no text for
# podcast-partytime, which skips the episode; a guid loses its zeros or is written out (1e3 is 1000), so one that was
# known comes as new, and two can become one. rss-parser keeps what is written.
#
# Output seen (2026-11-30):
#     News (0012) podcast-partytime: News (12) feed-extractor: News (12) rss-parser: News (0012)
#     News (1e3) podcast-partytime: News (1000) feed-extractor: News (1000) rss-parser: News (1e3)
#     911 (a) podcast-partytime: nothing feed-extractor: 911 (a) rss-parser: 911 (a)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" podcast-partytime@5.0.0 @extractus/feed-extractor@8.0.3 rss-parser@3.13.0 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$(node --no-warnings --input-type=module <<'SCRIPT'
import { extractFromXml } from "@extractus/feed-extractor";
import RssParser from "rss-parser";
process.env.PARTYTIME_LOG = "silent";
const { parseFeed } = await import("podcast-partytime");
for (const [title, guid] of [["News", "0012"], ["News", "1e3"], ["911", "a"]]) {
  const feed = `<?xml version="1.0"?><rss version="2.0"><channel><title>Radyo</title><link>https://radyo.example/</link><description>News</description><language>fil</language>
<item><title>${title}</title><guid isPermaLink="false">${guid}</guid><link>https://radyo.example/7</link><pubDate>Mon, 30 Nov 2026 00:00:00 GMT</pubDate>
<enclosure url="https://radyo.example/7.mp3" length="1" type="audio/mpeg"/></item></channel></rss>`;
  const shown = (items) => items.map(({ title, guid, id }) => `${title} (${guid ?? id})`).join() || "nothing";
  console.log(`${title} (${guid})`, "podcast-partytime:", shown(parseFeed(feed)?.items ?? []), "feed-extractor:", shown(extractFromXml(feed).entries), "rss-parser:", shown((await new RssParser().parseString(feed)).items));
}
SCRIPT
)
expected=$(cat <<'EXPECTED'
News (0012) podcast-partytime: News (12) feed-extractor: News (12) rss-parser: News (0012)
News (1e3) podcast-partytime: News (1000) feed-extractor: News (1000) rss-parser: News (1e3)
911 (a) podcast-partytime: nothing feed-extractor: 911 (a) rss-parser: 911 (a)
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
