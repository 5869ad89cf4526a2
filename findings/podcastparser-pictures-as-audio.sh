#!/usr/bin/env bash
# podcastparser lists an item's media:content pictures among the files to download
#
# Versions: Python 3.11, podcastparser 0.6.11.
#
# A news item with one sound file and two pictures in a media:group gives an episode with three enclosures. The pictures
# come without their type (application/octet-stream), although medium="image" says what they are, so a client that plays
# `enclosures` plays pictures.
#
# Output seen (2026-11-30):
#     https://radyo.example/rice.mp3 audio/mpeg
#     https://radyo.example/1.jpg application/octet-stream
#     https://radyo.example/2.jpg application/octet-stream
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check podcastparser==0.6.11 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import io, podcastparser
feed = b"""<?xml version="1.0"?><rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Radyo</title>
<item><title>Rice</title><guid>7</guid><enclosure url="https://radyo.example/rice.mp3" length="9" type="audio/mpeg"/>
<media:group><media:content url="https://radyo.example/1.jpg" medium="image"/><media:content url="https://radyo.example/2.jpg" medium="image"/>
</media:group></item></channel></rss>"""
for episode in podcastparser.parse("https://radyo.example/feed", io.BytesIO(feed))["episodes"]:
    for enclosure in episode["enclosures"]:
        print(enclosure["url"], enclosure["mime_type"])
PYTHON
)
expected=$(cat <<'EXPECTED'
https://radyo.example/rice.mp3 audio/mpeg
https://radyo.example/1.jpg application/octet-stream
https://radyo.example/2.jpg application/octet-stream
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
