#!/usr/bin/env bash
# node-id3 gives one comment of a file, the first: numbers of iTunes' loudness where the desk's comes behind them, and writes that one only
#
# Versions: Python 3.11, mutagen 1.48.1, tinytag 2.3.2; Node.js 20, node-id3 0.2.9, music-metadata 11.16.1.
#
# ID3 has a comment for each language and name; iTunes keeps its loudness in one named iTunNORM, and Apple's encoder its
# gaps in iTunSMPB. node-id3 has place for one comment and gives the first, whatever its name and language: a playlist
# shows hexadecimal numbers where the desk wrote when the item goes out. Written back by the same library, only that one
# is left. tinytag takes the named ones out, music-metadata gives all with their names.
#
# Output seen (2026-12-01):
#     loudness: mutagen 2 comments, tinytag On air at five
#     languages: mutagen 2 comments, tinytag Alas singko
#     loudness: music-metadata XXX: On air at five, iTunNORM: 00000A12 00000A34
#     loudness: node-id3 00000A12 00000A34
#     loudness: after node-id3 set a title 00000A12 00000A34
#     languages: music-metadata fil: Alas singko, eng: On air at five
#     languages: node-id3 On air at five
#     languages: after node-id3 set a title On air at five
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check mutagen==1.48.1 tinytag==2.3.2 2>"$folder/log" || { cat "$folder/log"; exit 2; }
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" node-id3@0.2.9 music-metadata@11.16.1 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from mutagen.id3 import COMM, ID3
FILES = {
    "loudness": [COMM(encoding=0, lang="eng", desc="iTunNORM", text=" 00000A12 00000A34"), COMM(encoding=3, lang="XXX", desc="", text="On air at five")],
    "languages": [COMM(encoding=3, lang="eng", desc="", text="On air at five"), COMM(encoding=3, lang="fil", desc="", text="Alas singko")],
}
from tinytag import TinyTag
for name, comments in FILES.items():
    open(name + ".mp3", "wb").write((bytes.fromhex("fffb9064") + bytes(413)) * 40)
    tags = ID3()
    for comment in comments:
        tags.add(comment)
    tags.save(name + ".mp3")
    print(f"{name}: mutagen {len(ID3(name + '.mp3').getall('COMM'))} comments, tinytag {TinyTag.get(name + '.mp3').comment}")
PYTHON
node --no-warnings --input-type=module <<'SCRIPT'
import { createRequire } from "node:module";
import { parseFile } from "music-metadata";
const id3 = createRequire(process.cwd() + "/")("node-id3");
for (const name of ["loudness", "languages"]) {
  console.log(`${name}: music-metadata`, (await parseFile(name + ".mp3")).common.comment.map(({ descriptor, language, text }) => `${descriptor || language}: ${text.trim()}`).join(", "));
  console.log(`${name}: node-id3`, id3.read(name + ".mp3").comment.text.trim());
  id3.update({ title: "Balita" }, name + ".mp3");
  console.log(`${name}: after node-id3 set a title`, (await parseFile(name + ".mp3")).common.comment.map(({ text }) => text.trim()).join(", "));
}
SCRIPT
)
expected=$(cat <<'EXPECTED'
loudness: mutagen 2 comments, tinytag On air at five
languages: mutagen 2 comments, tinytag Alas singko
loudness: music-metadata XXX: On air at five, iTunNORM: 00000A12 00000A34
loudness: node-id3 00000A12 00000A34
loudness: after node-id3 set a title 00000A12 00000A34
languages: music-metadata fil: Alas singko, eng: On air at five
languages: node-id3 On air at five
languages: after node-id3 set a title On air at five
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
