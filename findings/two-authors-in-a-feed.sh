#!/usr/bin/env bash
# Of two authors in a feed, feedparser names the last and fastfeedparser the first
#
# Versions: Python 3.11, fastfeedparser 0.6.5, feedparser 6.0.14, podcastparser 0.6.11.
#
# A story by two people has dc:creator twice. feedparser's `author` is the last of them (all stand in `authors`),
# fastfeedparser, which offers itself as a drop-in for it, keeps only the first in `author` and has the list under
# another name. A byline made of `author` names one person, and not the same one.
#
# Output seen (2026-11-30):
#     feedparser Ben ['Ana', 'Ben']
#     fastfeedparser Ana [{'name': 'Ana'}]
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check fastfeedparser==0.6.5 feedparser==6.0.14 podcastparser==0.6.11 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import fastfeedparser, feedparser
feed = """<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Radyo</title>
<link>https://radyo.example/</link><description>News</description><item><title>Rice</title><link>https://radyo.example/7</link>
<dc:creator>Ana</dc:creator><dc:creator>Ben</dc:creator></item></channel></rss>"""
fast = fastfeedparser.parse(feed).entries[0]
slow = feedparser.parse(feed).entries[0]
print("feedparser", slow.author, [person["name"] for person in slow.authors])
print("fastfeedparser", fast.get("author"), fast.get("authors"))
PYTHON
)
expected=$(cat <<'EXPECTED'
feedparser Ben ['Ana', 'Ben']
fastfeedparser Ana [{'name': 'Ana'}]
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
