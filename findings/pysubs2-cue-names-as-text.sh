#!/usr/bin/env bash
# pysubs2 adds the name of a WebVTT cue to the text of the caption before it
#
# Versions: Python 3.11, pysubs2 1.8.1, webvtt-py 0.6.0.
#
# A line before the times is the cue's identifier, which nobody sees. A number there is taken off (as in SubRip),
# anything else becomes the end of the previous caption, on screen: "Good morning. weather". webvtt-py keeps it apart.
#
# Output seen (2026-11-30):
#     pysubs2 ['Good morning.\\N\\Nweather', 'Rain.']
#     webvtt-py [('news', 'Good morning.'), ('weather', 'Rain.')]
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pysubs2==1.8.1 webvtt-py==0.6.0 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import pysubs2, webvtt
text = "WEBVTT\n\nnews\n00:00:01.000 --> 00:00:02.000\nGood morning.\n\nweather\n00:00:02.000 --> 00:00:03.000\nRain.\n"
print("pysubs2", [line.text for line in pysubs2.SSAFile.from_string(text)])
print("webvtt-py", [(cue.identifier, cue.text) for cue in webvtt.from_string(text)])
PYTHON
)
expected=$(cat <<'EXPECTED'
pysubs2 ['Good morning.\\N\\Nweather', 'Rain.']
webvtt-py [('news', 'Good morning.'), ('weather', 'Rain.')]
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
