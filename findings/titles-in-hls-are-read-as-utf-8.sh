#!/usr/bin/env bash
# A title sent along with HLS is read as UTF-8 whatever it says it is: Niño is broken in three of ID3's four encodings
#
# Versions: Python 3.11, mutagen 1.48.1; Node.js 20, @svta/cml-id3 1.0.9, music-metadata 11.16.1.
#
# ID3 marks each text with its encoding: Latin-1, UTF-16 with or without a mark of its byte order, UTF-8 (new in 2.4).
# @svta/cml-id3, the streaming association's common library by which hls.js reads the titles that come along with HLS,
# looks at no mark. UTF-8 is right, Latin-1 as long as there is no ñ; UTF-16 has a NUL beside each letter (left out
# below) and a broken ñ. music-metadata reads all four. Encoders of song titles are to be set to UTF-8.
#
# Output seen (2026-12-01):
#     utf-8: @svta/cml-id3 "Sto. Niño", music-metadata "Sto. Niño"
#     latin-1: @svta/cml-id3 "Sto. Ni�o", music-metadata "Sto. Niño"
#     utf-16: @svta/cml-id3 "��Sto. Ni�o", music-metadata "Sto. Niño"
#     utf-16be: @svta/cml-id3 "Sto. Ni�o", music-metadata "Sto. Niño"
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check mutagen==1.48.1 2>"$folder/log" || { cat "$folder/log"; exit 2; }
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" @svta/cml-id3@1.0.9 music-metadata@11.16.1 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import io
from mutagen.id3 import ID3, TIT2
for encoding, name in enumerate(("latin-1", "utf-16", "utf-16be", "utf-8")):
    tags, target = ID3(), io.BytesIO()
    tags.add(TIT2(encoding=encoding, text="Sto. Niño"))
    tags.save(target, v2_version=4)
    open(name + ".mp3", "wb").write(target.getvalue() + (bytes.fromhex("fffb9064") + bytes(413)) * 40)
PYTHON
node --no-warnings --input-type=module <<'SCRIPT'
import { readFileSync } from "node:fs";
import { getId3Frames } from "@svta/cml-id3";
import { parseFile } from "music-metadata";
for (const name of ["utf-8", "latin-1", "utf-16", "utf-16be"]) {
  const [title] = getId3Frames(new Uint8Array(readFileSync(name + ".mp3")));
  console.log(`${name}: @svta/cml-id3 ${JSON.stringify(title.data).replaceAll("\\u0000", "")}, music-metadata ${JSON.stringify((await parseFile(name + ".mp3")).common.title)}`);
}
SCRIPT
)
expected=$(cat <<'EXPECTED'
utf-8: @svta/cml-id3 "Sto. Niño", music-metadata "Sto. Niño"
latin-1: @svta/cml-id3 "Sto. Ni�o", music-metadata "Sto. Niño"
utf-16: @svta/cml-id3 "��Sto. Ni�o", music-metadata "Sto. Niño"
utf-16be: @svta/cml-id3 "Sto. Ni�o", music-metadata "Sto. Niño"
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
