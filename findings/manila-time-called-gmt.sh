#!/usr/bin/env bash
# PyRSS2Gen and rfeed write eight o'clock in Manila as eight o'clock GMT
#
# Versions: Python 3.11, PyRSS2Gen 1.1, rfeed 1.1.1, feedgenerator 2.2.1, podgen 1.1.0.
#
# Both take a datetime and write its hour and minute with GMT behind it, whatever zone it carries, so every story is
# eight hours in the future for readers. feedgenerator and podgen write +0800. Give them UTC only.
#
# Output seen (2026-11-30):
#     PyRSS2Gen Mon, 30 Nov 2026 08:00:00 GMT
#     rfeed Mon, 30 Nov 2026 08:00:00 GMT
#     feedgenerator Mon, 30 Nov 2026 08:00:00 +0800
#     podgen Mon, 30 Nov 2026 08:00:00 +0800
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check PyRSS2Gen==1.1 rfeed==1.1.1 feedgenerator==2.2.1 podgen==1.1.0 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import re
from datetime import datetime, timedelta, timezone
import feedgenerator, podgen, PyRSS2Gen, rfeed
when, home = datetime(2026, 11, 30, 8, tzinfo=timezone(timedelta(hours=8))), "https://radyo.example/"
feed = feedgenerator.Rss201rev2Feed("Radyo", home, "News")
feed.add_item("Rice", home, "Rice", pubdate=when)
show = podgen.Podcast(name="Radyo", description="News", website=home, explicit=False)
show.add_episode(podgen.Episode(title="Rice", summary="Rice", publication_date=when))
documents = {
    "PyRSS2Gen": PyRSS2Gen.RSS2("Radyo", home, "News", items=[PyRSS2Gen.RSSItem("Rice", home, pubDate=when)]).to_xml(),
    "rfeed": rfeed.Feed("Radyo", home, "News", items=[rfeed.Item("Rice", home, "Rice", pubDate=when)]).rss(),
    "feedgenerator": feed.writeString("utf-8"),
    "podgen": show.rss_str(),
}
for name, document in documents.items():
    print(name, re.search(r"<item>.*<pubDate>([^<]+)", document, re.S)[1])
PYTHON
)
expected=$(cat <<'EXPECTED'
PyRSS2Gen Mon, 30 Nov 2026 08:00:00 GMT
rfeed Mon, 30 Nov 2026 08:00:00 GMT
feedgenerator Mon, 30 Nov 2026 08:00:00 +0800
podgen Mon, 30 Nov 2026 08:00:00 +0800
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
