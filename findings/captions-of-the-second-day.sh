#!/usr/bin/env bash
# After 24 hours captions begin again at nought in pycaption, and have milliseconds of eight digits in subtitle
#
# Versions: Python 3.11, pycaption 2.3.14, srt 3.5.3, pysubs2 1.8.1; Node.js 20, subtitle 4.2.2.
#
# A running transcript of a station's stream passes a day, and SRT and WebVTT have hours of two digits or more.
# pycaption reads 25:00:00 and writes 01:00:00, so a caption of the second day stands among those of the first, and one
# over midnight ends before it begins. npm's subtitle writes 86400000 for the milliseconds, which no reader takes. srt
# and pysubs2 go on to 25.
#
# Output seen (2026-12-01):
#     srt: 23:59:59,000 --> 24:00:01,000; 25:00:00,000 --> 25:00:02,000
#     pysubs2: 23:59:59,000 --> 24:00:01,000; 25:00:00,000 --> 25:00:02,000
#     pycaption: 23:59:59,000 --> 00:00:01,000; 01:00:00,000 --> 01:00:02,000
#     pycaption, WebVTT: 23:59:59.000 --> 00:00:01.000; 01:00:00.000 --> 01:00:02.000
#     subtitle: 23:59:59,000 --> 00:00:01,86400000; 01:00:00,86400000 --> 01:00:02,86400000
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pycaption==2.3.14 srt==3.5.3 pysubs2==1.8.1 2>"$folder/log" || { cat "$folder/log"; exit 2; }
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" subtitle@4.2.2 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import pycaption, pysubs2, srt
CAPTIONS = "1\n23:59:59,000 --> 24:00:01,000\nHatinggabi\n\n2\n25:00:00,000 --> 25:00:02,000\nAla una\n\n"
for name, text in {
    "srt": srt.compose(srt.parse(CAPTIONS)),
    "pysubs2": pysubs2.SSAFile.from_string(CAPTIONS).to_string("srt"),
    "pycaption": pycaption.SRTWriter().write(pycaption.SRTReader().read(CAPTIONS)),
    "pycaption, WebVTT": pycaption.WebVTTWriter().write(pycaption.SRTReader().read(CAPTIONS)),
}.items():
    print(name + ":", "; ".join(line for line in text.splitlines() if "-->" in line))
PYTHON
node --no-warnings --input-type=module <<'SCRIPT'
import { parseSync, stringifySync } from "subtitle";
const captions = "1\n23:59:59,000 --> 24:00:01,000\nHatinggabi\n\n2\n25:00:00,000 --> 25:00:02,000\nAla una\n\n";
console.log("subtitle:", stringifySync(parseSync(captions), { format: "SRT" }).split("\n").filter((line) => line.includes("-->")).join("; "));
SCRIPT
)
expected=$(cat <<'EXPECTED'
srt: 23:59:59,000 --> 24:00:01,000; 25:00:00,000 --> 25:00:02,000
pysubs2: 23:59:59,000 --> 24:00:01,000; 25:00:00,000 --> 25:00:02,000
pycaption: 23:59:59,000 --> 00:00:01,000; 01:00:00,000 --> 01:00:02,000
pycaption, WebVTT: 23:59:59.000 --> 00:00:01.000; 01:00:00.000 --> 01:00:02.000
subtitle: 23:59:59,000 --> 00:00:01,86400000; 01:00:00,86400000 --> 01:00:02,86400000
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
