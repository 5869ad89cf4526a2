#!/usr/bin/env bash
# trafilatura gives a feed's links in alphabetical order, and none for an item whose guid is its link
#
# Versions: Python 3.11, trafilatura 2.3.1, lxml_html_clean 0.4.5.
#
# extract_links of trafilatura.feeds, on which find_feed_urls stands, sorts what it found: who takes the first ones for
# the newest gets stories by their slugs. An item without a link whose guid is a permalink, as RSS 2.0 allows, is not
# among them, and neither is the address of an enclosure.
#
# Output seen (2026-11-30):
#     in the feed: Newest, Older, By guid, Oldest
#     given: a-oldest, m-older, z-newest
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check trafilatura==2.3.1 lxml_html_clean==0.4.5 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from trafilatura.feeds import FeedParameters, extract_links
items = [("Newest", "<link>https://radyo.example/z-newest</link>"), ("Older", "<link>https://radyo.example/m-older</link>"),
         ("By guid", "<guid isPermaLink='true'>https://radyo.example/by-guid</guid>"), ("Oldest", "<link>https://radyo.example/a-oldest</link>")]
feed = '<?xml version="1.0"?><rss version="2.0"><channel><title>Radyo</title><link>https://radyo.example/</link><description>News</description>'
feed += "".join(f"<item><title>{title}</title>{link}</item>" for title, link in items) + "</channel></rss>"
asked = FeedParameters("https://radyo.example", "radyo.example", "https://radyo.example/feed", False, None)
print("in the feed:", ", ".join(title for title, _ in items))
print("given:", ", ".join(link.rsplit("/", 1)[1] for link in extract_links(feed, asked)))
PYTHON
)
expected=$(cat <<'EXPECTED'
in the feed: Newest, Older, By guid, Oldest
given: a-oldest, m-older, z-newest
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
