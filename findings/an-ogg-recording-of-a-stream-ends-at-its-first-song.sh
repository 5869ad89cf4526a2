#!/usr/bin/env bash
# A recording of an Ogg stream lasts as long as its first song, or as its last; no library says how long it is
#
# Versions: Python 3.11, imageio-ffmpeg 0.8.1, mutagen 1.48.1, tinytag 2.3.2; Node.js 20, music-metadata 11.16.1.
#
# Icecast sends an Ogg stream as one chain of Ogg streams, a new one with each title. A recording of ten and then twenty
# seconds lasts thirty. mutagen, tinytag and music-metadata say ten, with the first title alone; FFmpeg says twenty, the
# last one's. Whoever states the length of a recording adds up the links of the chain.
#
# Output seen (2026-11-30):
#     mutagen        10 s ['One']
#     tinytag        10 s ['One']
#     FFmpeg         00:00:20.00
#     music-metadata 10 s [ 'One' ]
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check imageio-ffmpeg==0.8.1 mutagen==1.48.1 tinytag==2.3.2 2>"$folder/log" || { cat "$folder/log"; exit 2; }
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" music-metadata@11.16.1 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import subprocess, imageio_ffmpeg, mutagen, tinytag
tool = imageio_ffmpeg.get_ffmpeg_exe()
for name, seconds in (("One", 10), ("Two", 20)):
    subprocess.run([tool, "-v", "error", "-y", "-f", "lavfi", "-i", f"sine=440:d={seconds}", "-metadata", f"title={name}",
                    "-c:a", "libvorbis", name + ".ogg"], check=True)
with open("stream.ogg", "wb") as stream:
    for name in ("One", "Two"):
        stream.write(open(name + ".ogg", "rb").read())
read = mutagen.File("stream.ogg")
print(f"mutagen        {read.info.length:.0f} s", read["title"])
tag = tinytag.TinyTag.get("stream.ogg")
print(f"tinytag        {tag.duration:.0f} s", [tag.title])
said = subprocess.run([tool, "-hide_banner", "-i", "stream.ogg"], capture_output=True, text=True).stderr
print("FFmpeg        ", said.partition("Duration: ")[2].partition(",")[0])
PYTHON
node --no-warnings --input-type=module <<'SCRIPT'
import { parseFile } from "music-metadata";
const { format, common } = await parseFile("stream.ogg", { duration: true });
console.log(`music-metadata ${Math.round(format.duration)} s`, [common.title]);
SCRIPT
)
expected=$(cat <<'EXPECTED'
mutagen        10 s ['One']
tinytag        10 s ['One']
FFmpeg         00:00:20.00
music-metadata 10 s [ 'One' ]
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
