#!/usr/bin/env bash
# A zone that is not in RFC 822 is read as UTC by three feed readers, and said nowhere
#
# Versions: Python 3.11, fastfeedparser 0.6.5, feedparser 6.0.14, atoma 0.0.17, podcastparser 0.6.11.
#
# Feeds of Philippine sites say PHT. feedparser, fastfeedparser and atoma know only the zones of RFC 822 and take 17:00
# PHT for 17:00 UTC, eight hours late; feedparser does not set `bozo`. podcastparser does the same. A reader that needs
# the time must look at the text of the date for the zone itself.
#
# Output seen (2026-11-30):
#     feedparser 2026-11-30 17:00:00+00:00 bozo: False
#     fastfeedparser 2026-11-30T17:00:00+00:00
#     atoma 2026-11-30 17:00:00+00:00
#     podcastparser 2026-11-30 17:00:00+00:00
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check fastfeedparser==0.6.5 feedparser==6.0.14 atoma==0.0.17 podcastparser==0.6.11 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import calendar, io
from datetime import UTC, datetime
import atoma, fastfeedparser, feedparser, podcastparser
feed = """<?xml version="1.0"?><rss version="2.0"><channel><title>Radyo</title><link>https://radyo.example/</link><description>News</description>
<item><title>Rice</title><guid>https://radyo.example/7</guid><enclosure url="https://radyo.example/7.mp3" length="9" type="audio/mpeg"/>
<pubDate>Mon, 30 Nov 2026 17:00:00 PHT</pubDate></item></channel></rss>"""
parsed = feedparser.parse(feed)
print("feedparser", datetime.fromtimestamp(calendar.timegm(parsed.entries[0].published_parsed), UTC), "bozo:", parsed.bozo)
print("fastfeedparser", fastfeedparser.parse(feed).entries[0].published)
print("atoma", atoma.parse_rss_bytes(feed.encode()).items[0].pub_date)
episode = podcastparser.parse("https://radyo.example/feed", io.BytesIO(feed.encode()))["episodes"][0]
print("podcastparser", datetime.fromtimestamp(episode["published"], UTC))
PYTHON
)
expected=$(cat <<'EXPECTED'
feedparser 2026-11-30 17:00:00+00:00 bozo: False
fastfeedparser 2026-11-30T17:00:00+00:00
atoma 2026-11-30 17:00:00+00:00
podcastparser 2026-11-30 17:00:00+00:00
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
