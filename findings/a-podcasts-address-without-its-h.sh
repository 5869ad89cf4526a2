#!/usr/bin/env bash
# A podcast's address is ttps://… between mutagen and music-metadata
#
# Versions: Python 3.11, mutagen 1.48.1; Node.js 20, music-metadata 11.16.1.
#
# WFED, Apple's frame of ID3 for the address of a podcast's feed, is in no standard. mutagen writes it like every frame
# whose name begins with W: the bare address. music-metadata reads it like a text, with a byte for the encoding first,
# as Apple's programs do, and takes the h for that byte. Of a file made Apple's way mutagen gives an empty address,
# since it ends at that byte. Nothing is refused: the address only leads nowhere.
#
# Output seen (2026-12-01):
#     mutagen reads mutagen.mp3: 'https://radio.example/feed'
#     mutagen reads apple.mp3: ''
#     music-metadata reads mutagen.mp3: ttps://radio.example/feed
#     music-metadata reads apple.mp3: https://radio.example/feed
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check mutagen==1.48.1 2>"$folder/log" || { cat "$folder/log"; exit 2; }
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" music-metadata@11.16.1 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from mutagen.id3 import ID3, TGID, WFED, BinaryFrame
FRAMES = (bytes.fromhex("fffb9064") + bytes(413)) * 40
for name in ("mutagen", "apple"):
    open(name + ".mp3", "wb").write(FRAMES)
tags = ID3()
tags.add(WFED(url="https://radio.example/feed"))
tags.save("mutagen.mp3")
body = b"\0https://radio.example/feed"
frame = b"WFED" + len(body).to_bytes(4, "big") + b"\0\0" + body
open("apple.mp3", "wb").write(b"ID3\3\0\0" + bytes((0, 0, 0, len(frame))) + frame + FRAMES)
for name in ("mutagen", "apple"):
    print("mutagen reads", name + ".mp3:", repr(ID3(name + ".mp3")["WFED"].url))
PYTHON
node --no-warnings --input-type=module <<'SCRIPT'
import { parseFile } from "music-metadata";
for (const name of ["mutagen", "apple"]) console.log("music-metadata reads", name + ".mp3:", (await parseFile(name + ".mp3")).common.podcasturl);
SCRIPT
)
expected=$(cat <<'EXPECTED'
mutagen reads mutagen.mp3: 'https://radio.example/feed'
mutagen reads apple.mp3: ''
music-metadata reads mutagen.mp3: ttps://radio.example/feed
music-metadata reads apple.mp3: https://radio.example/feed
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
