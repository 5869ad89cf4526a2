#!/usr/bin/env bash
# Rice < ₱45, corn > ₱20: made into WebVTT, the words between the signs are a tag and gone
#
# Versions: Python 3.11, webvtt-py 0.6.0, pysubs2 1.8.1, ttconv 1.2.3, pycaption 2.3.14.
#
# In WebVTT < begins a tag and & an entity, in SRT they are themselves. Of four libraries that turn SRT into WebVTT only
# pycaption writes &lt; and &amp;; the others, ttconv of the cinema's and broadcasters' formats among them, write the
# text as it is, and players leave out what stands between the signs. Read back, webvtt-py shows Rice, then ₱20. The
# other way, of a right WebVTT, webvtt-py and pysubs2 leave &lt; and &amp; in the text that is shown.
#
# Output seen (2026-12-01):
#     webvtt-py writes: Rice < ₱45, corn > ₱20 in R&B
#     pysubs2 writes: Rice < ₱45, corn > ₱20 in R&B
#     ttconv writes: Rice < ₱45, corn > ₱20 in R&B
#     pycaption writes: Rice &lt; ₱45, corn > ₱20 in R&amp;B
#     written and read by webvtt-py: Rice  ₱20 in R&B
#     a right one, webvtt-py: Rice &lt; ₱45 in R&amp;B
#     a right one, pysubs2: Rice &lt; ₱45 in R&amp;B
#     a right one, pycaption: Rice < ₱45 in R&B
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check webvtt-py==0.6.0 pysubs2==1.8.1 ttconv==1.2.3 pycaption==2.3.14 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import io
import pycaption, pysubs2, webvtt
import ttconv.srt.reader, ttconv.vtt.writer
SRT = "1\n00:00:01,000 --> 00:00:03,000\nRice < ₱45, corn > ₱20 in R&B\n\n"
RIGHT = "WEBVTT\n\n00:01.000 --> 00:03.000\nRice &lt; ₱45 in R&amp;B\n"
for name, text in {
    "webvtt-py": webvtt.from_buffer(io.StringIO(SRT), "srt").content,
    "pysubs2": pysubs2.SSAFile.from_string(SRT).to_string("vtt"),
    "ttconv": ttconv.vtt.writer.from_model(ttconv.srt.reader.to_model(io.StringIO(SRT))),
    "pycaption": pycaption.WebVTTWriter().write(pycaption.SRTReader().read(SRT)),
}.items():
    print(f"{name} writes: {next(line for line in text.splitlines() if 'Rice' in line)}")
print("written and read by webvtt-py:", webvtt.from_string(webvtt.from_buffer(io.StringIO(SRT), "srt").content)[0].text)
print("a right one, webvtt-py:", webvtt.from_string(RIGHT)[0].text)
print("a right one, pysubs2:", pysubs2.SSAFile.from_string(RIGHT, "vtt")[0].plaintext)
print("a right one, pycaption:", pycaption.WebVTTReader().read(RIGHT).get_captions("en-US")[0].get_text())
PYTHON
)
expected=$(cat <<'EXPECTED'
webvtt-py writes: Rice < ₱45, corn > ₱20 in R&B
pysubs2 writes: Rice < ₱45, corn > ₱20 in R&B
ttconv writes: Rice < ₱45, corn > ₱20 in R&B
pycaption writes: Rice &lt; ₱45, corn > ₱20 in R&amp;B
written and read by webvtt-py: Rice  ₱20 in R&B
a right one, webvtt-py: Rice &lt; ₱45 in R&amp;B
a right one, pysubs2: Rice &lt; ₱45 in R&amp;B
a right one, pycaption: Rice < ₱45 in R&B
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
