#!/usr/bin/env bash
# atoma reads no story of an Atom feed in which one has content of a media type
#
# Versions: Python 3.11, atoma 0.0.17, feedparser 6.0.14.
#
# atom:content may have any media type, and may point elsewhere by src (RFC 4287, 4.1.3): <content type="text/html"
# src="…"/>. atoma knows text, html and xhtml only and raises ValueError (not its own FeedParseError) for the whole
# feed, so one such entry stops a source.
#
# Output seen (2026-11-30):
#     feedparser 2
#     atoma ValueError 'text/html' is not a valid AtomTextType
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check atoma==0.0.17 feedparser==6.0.14 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import atoma, feedparser
entry = "<entry><id>urn:%d</id><title>Rice</title><updated>2026-11-30T00:00:00Z</updated>%s</entry>"
feed = ('<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Radyo</title><id>urn:feed</id><updated>2026-11-30T00:00:00Z</updated>'
        + entry % (7, "<content>Text</content>") + entry % (8, '<content type="text/html" src="https://radyo.example/8.html"/>') + "</feed>")
print("feedparser", len(feedparser.parse(feed).entries))
try:
    print("atoma", len(atoma.parse_atom_bytes(feed.encode()).entries))
except Exception as error:
    print("atoma", type(error).__mro__[0].__name__, error)
PYTHON
)
expected=$(cat <<'EXPECTED'
feedparser 2
atoma ValueError 'text/html' is not a valid AtomTextType
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
