#!/usr/bin/env bash
# AC/DC is a singer called AC in music-metadata; of Ana and Ben node-id3 makes AnaBen
#
# Versions: Python 3.11, mutagen 1.48.1, tinytag 2.3.2; Node.js 20, music-metadata 11.16.1, node-id3 0.2.9, mp3tag.js
# 3.16.0.
#
# ID3v2.3 separates artists by a slash, v2.4 by a zero byte. music-metadata splits AC/DC and gives the first part as
# `artist` (`artists` has both), mutagen and tinytag leave it whole. Two artists of v2.4 are one in music-metadata's
# `artist`, glued in node-id3, joined by two backslashes in mp3tag.js, a list elsewhere. What is on the air is what the
# tag reader says it is.
#
# Output seen (2026-11-30):
#     mutagen slash.mp3 ['AC/DC']
#     tinytag slash.mp3 ['AC/DC']
#     mutagen two.mp3 ['Ana', 'Ben']
#     tinytag two.mp3 ['Ana', 'Ben']
#     music-metadata slash.mp3 "AC"
#     node-id3 slash.mp3 "AC/DC"
#     mp3tag.js slash.mp3 AC\\DC
#     music-metadata two.mp3 "Ana"
#     node-id3 two.mp3 "AnaBen"
#     mp3tag.js two.mp3 Ana\\Ben
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check mutagen==1.48.1 tinytag==2.3.2 2>"$folder/log" || { cat "$folder/log"; exit 2; }
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" music-metadata@11.16.1 node-id3@0.2.9 mp3tag.js@3.16.0 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import pathlib, mutagen.id3, tinytag
def tagged(version, text):
    frame = b"TPE1" + (len(text) + 1).to_bytes(4, "big") + b"\0\0" + (b"\0" if version == 3 else b"\3") + text
    return b"ID3" + bytes([version, 0, 0, 0, 0, 0, len(frame)]) + frame + (bytes.fromhex("fffb9064") + bytes(413)) * 40
for name, version, text in (("slash.mp3", 3, b"AC/DC"), ("two.mp3", 4, b"Ana\0Ben")):
    pathlib.Path(name).write_bytes(tagged(version, text))
    print("mutagen", name, mutagen.id3.ID3(name)["TPE1"].text)
    print("tinytag", name, tinytag.TinyTag.get(name).as_dict()["artist"])
PYTHON
node --no-warnings --input-type=module <<'SCRIPT'
import { readFileSync } from "node:fs";
import { parseBuffer } from "music-metadata";
import NodeID3 from "node-id3";
import MP3Tag from "mp3tag.js";
for (const name of ["slash.mp3", "two.mp3"]) {
  const file = readFileSync(name);
  console.log("music-metadata", name, JSON.stringify((await parseBuffer(file, { mimeType: "audio/mpeg" })).common.artist));
  console.log("node-id3", name, JSON.stringify(NodeID3.read(file).artist));
  const tag = new MP3Tag(new Uint8Array(file).buffer);
  tag.read();
  console.log("mp3tag.js", name, tag.tags.v2.TPE1);
}
SCRIPT
)
expected=$(cat <<'EXPECTED'
mutagen slash.mp3 ['AC/DC']
tinytag slash.mp3 ['AC/DC']
mutagen two.mp3 ['Ana', 'Ben']
tinytag two.mp3 ['Ana', 'Ben']
music-metadata slash.mp3 "AC"
node-id3 slash.mp3 "AC/DC"
mp3tag.js slash.mp3 AC\\DC
music-metadata two.mp3 "Ana"
node-id3 two.mp3 "AnaBen"
mp3tag.js two.mp3 Ana\\Ben
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
