#!/usr/bin/env bash
# mpegdash reads availabilityTimeComplete="false" as true, and drops what a live stream's delay is set by
#
# Versions: Python 3.11, mpegdash 0.4.1.
#
# mpegdash reads and writes DASH manifests, to change an address or a title. What it does not know it leaves out in
# silence: ServiceDescription with the target latency, ProducerReferenceTime and Label. And it takes any text of
# availabilityTimeComplete for true, so that false, which tells players that a segment can be fetched while it is made,
# comes out as true. A low-latency stream is an ordinary one once its manifest has been through. mimeType, UTCTiming and
# event streams stay.
#
# Output seen (2026-12-01):
#     ServiceDescription                read: yes  written: no
#     Latency                           read: yes  written: no
#     Label                             read: yes  written: no
#     ProducerReferenceTime             read: yes  written: no
#     UTCTiming                         read: yes  written: yes
#     availabilityTimeOffset="1.5"      read: yes  written: yes
#     availabilityTimeComplete="false"  read: yes  written: no
#     availabilityTimeComplete="true"   read: no   written: yes
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check mpegdash==0.4.1 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from mpegdash.parser import MPEGDASHParser
MANIFEST = """<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" profiles="urn:mpeg:dash:profile:isoff-live:2011" type="dynamic" availabilityStartTime="2026-03-02T05:00:00Z" minimumUpdatePeriod="PT2S" minBufferTime="PT2S">
<ServiceDescription id="0"><Latency target="3000"/></ServiceDescription>
<Period id="1" start="PT0S"><AdaptationSet contentType="audio" mimeType="audio/mp4" lang="fil"><Label>Filipino</Label>
<ProducerReferenceTime id="0" type="encoder" wallClockTime="2026-03-02T05:00:00Z" presentationTime="0"/>
<SegmentTemplate timescale="48000" duration="96000" media="$Number$.m4s" initialization="i.mp4" availabilityTimeOffset="1.5" availabilityTimeComplete="false"/>
<Representation id="a" bandwidth="64000" codecs="mp4a.40.2"/></AdaptationSet></Period><UTCTiming schemeIdUri="urn:mpeg:dash:utc:http-iso:2014" value="https://time.radio.example/"/></MPD>"""
MPEGDASHParser.write(MPEGDASHParser.parse(MANIFEST), "live.mpd")
written = open("live.mpd").read()
for part in ("ServiceDescription", "Latency", "Label", "ProducerReferenceTime", "UTCTiming", 'availabilityTimeOffset="1.5"', 'availabilityTimeComplete="false"', 'availabilityTimeComplete="true"'):
    print(f"{part:33} read: {'yes' if part in MANIFEST else 'no':4} written: {'yes' if part in written else 'no'}")
PYTHON
)
expected=$(cat <<'EXPECTED'
ServiceDescription                read: yes  written: no
Latency                           read: yes  written: no
Label                             read: yes  written: no
ProducerReferenceTime             read: yes  written: no
UTCTiming                         read: yes  written: yes
availabilityTimeOffset="1.5"      read: yes  written: yes
availabilityTimeComplete="false"  read: yes  written: no
availabilityTimeComplete="true"   read: no   written: yes
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
