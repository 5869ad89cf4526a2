#!/usr/bin/env bash
# A podcast by npm's feed has no category that Apple reads and no sound in its JSON; feedgen refuses the explicit=true that Apple asks for
#
# Versions: Node.js 20, feed 6.0.0, podcast 2.0.1; Python 3.11, feedgen 1.0.0.
#
# Apple's directory wants the category as an attribute (text=) and explicit as true or false. npm's feed, with podcast:
# true, writes the category as the element's text, so the show stands on no shelf. An episode's sound given as enclosure
# with its duration gets the attribute duration, which RSS has not, and no itunes:duration; given as audio it does, but
# only the first time the feed is written, since that takes the duration out of the caller's object. The same feed as
# JSON has no sound at all, and no feed_url. feedgen knows explicit as yes, no and clean only and raises at true; npm's
# podcast has all of it right.
#
# Output seen (2026-12-01):
#     feed, written the first time: <enclosure length="10" type="audio/mpeg" url="https://radio.example/1.mp3"/>
#     feed, written the first time: <itunes:duration>1:02:03
#     feed, written the first time: <enclosure length="10" type="audio/mpeg" url="https://radio.example/1.mp3" duration="3723"/>
#     feed, written the first time: <itunes:category>News</itunes:category>
#     feed, written the second time: <enclosure length="10" type="audio/mpeg" url="https://radio.example/1.mp3"/>
#     feed, written the second time: <enclosure length="10" type="audio/mpeg" url="https://radio.example/1.mp3" duration="3723"/>
#     feed, written the second time: <itunes:category>News</itunes:category>
#     feed, as JSON: version, title, home_page_url, items | items: id, url, title, date_modified
#     podcast: <itunes:explicit>true
#     podcast: <itunes:category text="News">
#     podcast: <itunes:category text="Daily News"/></itunes:category>
#     podcast: <enclosure url="https://radio.example/1.mp3" length="10" type="audio/mpeg"/>
#     podcast: <itunes:explicit>false
#     podcast: <itunes:duration>01:02:03
#     feedgen, explicit yes: yes
#     feedgen, explicit true: Invalid value for explicit tag
#     feedgen, explicit false: Invalid value for explicit tag
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" feed@6.0.0 podcast@2.0.1 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check feedgen==1.0.0 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$(node --no-warnings --input-type=module <<'SCRIPT'
import { createRequire } from "node:module";
import { Feed } from "feed";
const { Podcast } = createRequire(process.cwd() + "/")("podcast");
const feed = new Feed({ id: "https://radio.example/", title: "Radyo", link: "https://radio.example/", podcast: true, category: "News", feedLinks: { rss: "https://radio.example/feed" } });
const sound = () => ({ url: "https://radio.example/1.mp3", length: 10, type: "audio/mpeg", duration: 3723 });
feed.addItem({ id: "1", title: "One", link: "https://radio.example/1", date: new Date(0), audio: sound() });
feed.addItem({ id: "2", title: "Two", link: "https://radio.example/2", date: new Date(0), enclosure: sound() });
const other = new Podcast({ title: "Radyo", feedUrl: "https://radio.example/feed", siteUrl: "https://radio.example/", itunesExplicit: true, itunesCategory: [{ text: "News", subcats: [{ text: "Daily News" }] }] });
other.addItem({ title: "One", date: new Date(0), enclosure: { url: "https://radio.example/1.mp3", size: 10 }, itunesDuration: 3723 });
const lines = (xml) => xml.match(/<itunes:category[^>]*>([^<]*<\/itunes:category>)?|<enclosure[^>]*>|<itunes:(duration|explicit)>[^<]*/g);
for (const time of ["first", "second"]) for (const line of lines(feed.rss2())) console.log(`feed, written the ${time} time:`, line);
console.log("feed, as JSON:", Object.keys(JSON.parse(feed.json1())).join(", "), "| items:", Object.keys(JSON.parse(feed.json1()).items[0]).join(", "));
for (const line of lines(other.buildXml())) console.log("podcast:", line);
SCRIPT
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
from feedgen.feed import FeedGenerator
feed = FeedGenerator()
feed.load_extension("podcast")
for explicit in ("yes", "true", "false"):
    try:
        print(f"feedgen, explicit {explicit}:", feed.podcast.itunes_explicit(explicit))
    except ValueError as error:
        print(f"feedgen, explicit {explicit}:", error)
PYTHON
)
expected=$(cat <<'EXPECTED'
feed, written the first time: <enclosure length="10" type="audio/mpeg" url="https://radio.example/1.mp3"/>
feed, written the first time: <itunes:duration>1:02:03
feed, written the first time: <enclosure length="10" type="audio/mpeg" url="https://radio.example/1.mp3" duration="3723"/>
feed, written the first time: <itunes:category>News</itunes:category>
feed, written the second time: <enclosure length="10" type="audio/mpeg" url="https://radio.example/1.mp3"/>
feed, written the second time: <enclosure length="10" type="audio/mpeg" url="https://radio.example/1.mp3" duration="3723"/>
feed, written the second time: <itunes:category>News</itunes:category>
feed, as JSON: version, title, home_page_url, items | items: id, url, title, date_modified
podcast: <itunes:explicit>true
podcast: <itunes:category text="News">
podcast: <itunes:category text="Daily News"/></itunes:category>
podcast: <enclosure url="https://radio.example/1.mp3" length="10" type="audio/mpeg"/>
podcast: <itunes:explicit>false
podcast: <itunes:duration>01:02:03
feedgen, explicit yes: yes
feedgen, explicit true: Invalid value for explicit tag
feedgen, explicit false: Invalid value for explicit tag
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
