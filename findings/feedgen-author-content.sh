#!/usr/bin/env bash
# feedgen loses the author in RSS, writes entries in reverse, and an Atom content type that does not exist
#
# Versions: Python 3.11, feedgen 1.0.0.
#
# Of one entry with an author's name only, RSS has no author at all (it would need a mail address, which is not said).
# Content without a description becomes the description, so there is no content:encoded. `content(type='CDATA')` writes
# type="CDATA" into Atom, which RFC 4287 does not know. And entries stand in the reverse order of their adding unless
# `order='append'` is given.
#
# Output seen (2026-11-30):
#     titles: ['Story 2', 'Story 1']
#     author in RSS: False content:encoded in RSS: False description: 2
#     Atom: ['<content type="CDATA">', '<content type="CDATA">']
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check feedgen==1.0.0 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import re
from datetime import UTC, datetime
from feedgen.feed import FeedGenerator
feed = FeedGenerator()
feed.id("https://radyo.example/"), feed.title("Radyo"), feed.link(href="https://radyo.example/"), feed.description("News")
for number in (1, 2):
    entry = feed.add_entry()
    entry.id(f"urn:{number}"), entry.title(f"Story {number}"), entry.author({"name": "Ana"})
    entry.link(href=f"https://radyo.example/{number}"), entry.content("<p>Text</p>", type="CDATA")
    entry.published(datetime(2026, 11, 30, number, tzinfo=UTC))
rss, atom = feed.rss_str(pretty=True).decode(), feed.atom_str(pretty=True).decode()
print("titles:", re.findall(r"<title>(Story .)</title>", rss))
print("author in RSS:", "author" in rss.lower(), "content:encoded in RSS:", "<content:encoded>" in rss, "description:", rss.count("<p>Text</p>"))
print("Atom:", re.findall(r"<content[^>]*>", atom))
PYTHON
)
expected=$(cat <<'EXPECTED'
titles: ['Story 2', 'Story 1']
author in RSS: False content:encoded in RSS: False description: 2
Atom: ['<content type="CDATA">', '<content type="CDATA">']
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
