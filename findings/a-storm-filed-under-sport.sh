#!/usr/bin/env bash
# A story without a category has the channel's in @rowanmanning/feed-parser; of a podcast's categories podcast-feed-parser has the first
#
# Versions: Node.js 20, @rowanmanning/feed-parser 2.1.5, feedsmith 3.0.1, rss-parser 3.13.0, podcast-feed-parser 1.0.4.
#
# A channel's category says what the feed is about, an item's what the item is about. @rowanmanning/feed-parser gives an
# item that has none those of the channel, with no sign that they are not its own, so a bulletin of a sports feed is
# filed under Sport; Apple's categories of a podcast go to every episode. feedsmith and rss-parser leave it empty.
# podcast-feed-parser has News and Daily News of a podcast that is of News and of Government too.
#
# Output seen (2026-12-01):
#     @rowanmanning/feed-parser: Typhoon warning: Sport, News/Daily News, Government; Final: Basketball
#     feedsmith: Typhoon warning: none; Final: Basketball
#     rss-parser: Typhoon warning: none; Final: Basketball
#     podcast-feed-parser, the podcast: News, Daily News
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" @rowanmanning/feed-parser@2.1.5 feedsmith@3.0.1 rss-parser@3.13.0 podcast-feed-parser@1.0.4 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$(node --no-warnings --input-type=module <<'SCRIPT'
import { createRequire } from "node:module";
import { parseFeed as first } from "@rowanmanning/feed-parser";
import { parseFeed as second } from "feedsmith";
const require = createRequire(process.cwd() + "/"), Parser = require("rss-parser"), { getPodcastFromFeed } = require("podcast-feed-parser");
const date = "<pubDate>Mon, 02 Mar 2026 05:00:00 +0800</pubDate>";
const feed = `<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><title>Radyo</title><link>https://radio.example/</link><description>d</description><category>Sport</category>
<itunes:category text="News"><itunes:category text="Daily News"/></itunes:category><itunes:category text="Government"/>
<item><title>Typhoon warning</title><guid isPermaLink="false">1</guid>${date}</item><item><title>Final</title><guid isPermaLink="false">2</guid><category>Basketball</category>${date}</item></channel></rss>`;
const shown = (items, of) => items.map((item) => `${item.title}: ${of(item) || "none"}`).join("; ");
console.log("@rowanmanning/feed-parser:", shown(first(feed).items, ({ categories }) => categories.map(({ label }) => label).join(", ")));
console.log("feedsmith:", shown(second(feed).feed.items, ({ categories }) => categories?.map(({ name }) => name).join(", ")));
console.log("rss-parser:", shown((await new Parser().parseString(feed)).items, ({ categories }) => categories?.join(", ")));
console.log("podcast-feed-parser, the podcast:", getPodcastFromFeed(feed).meta.categories.join(", "));
SCRIPT
)
expected=$(cat <<'EXPECTED'
@rowanmanning/feed-parser: Typhoon warning: Sport, News/Daily News, Government; Final: Basketball
feedsmith: Typhoon warning: none; Final: Basketball
rss-parser: Typhoon warning: none; Final: Basketball
podcast-feed-parser, the podcast: News, Daily News
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
