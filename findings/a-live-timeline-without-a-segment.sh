#!/usr/bin/env bash
# A live DASH manifest whose last segment goes on (r="-1") has no segment in mpd-parser, unless it is numbered in a folder
#
# Versions: Node.js 20, mpd-parser 1.4.0.
#
# A packager that makes segments of one length writes one S with r="-1": it repeats until now. mpd-parser, video.js's
# reader, works out how many there are only if the address has $Number$ with something before it; with $Time$, or with
# $Number$ at the very beginning, it counts up to the manifest's duration, which a live one has not, and finds none.
# There is no error: the playlist is empty. An S for each segment, or a repetition with an end, is read everywhere.
#
# Output seen (2026-12-01):
#     audio/$Number$.m4s, r=299, ten minutes after the start: 300 segments
#     audio/$Number$.m4s, r=-1, ten minutes after the start: 301 segments
#     $Number$.m4s, r=299, ten minutes after the start: 300 segments
#     $Number$.m4s, r=-1, ten minutes after the start: 0 segments
#     audio/$Time$.m4s, r=299, ten minutes after the start: 300 segments
#     audio/$Time$.m4s, r=-1, ten minutes after the start: 0 segments
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" mpd-parser@1.4.0 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$(node --no-warnings --input-type=module <<'SCRIPT'
import { parse } from "mpd-parser";
const manifest = (media, timeline) => `<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="dynamic" availabilityStartTime="2026-03-02T05:00:00Z" minimumUpdatePeriod="PT2S" minBufferTime="PT2S"><Period id="1" start="PT0S"><AdaptationSet contentType="audio" mimeType="audio/mp4" lang="fil"><SegmentTemplate timescale="48000" media="${media}" initialization="i.mp4" startNumber="1"><SegmentTimeline>${timeline}</SegmentTimeline></SegmentTemplate><Representation id="a" bandwidth="64000" codecs="mp4a.40.2"/></AdaptationSet></Period></MPD>`;
for (const media of ["audio/$Number$.m4s", "$Number$.m4s", "audio/$Time$.m4s"]) for (const [name, timeline] of [["r=299", '<S t="0" d="96000" r="299"/>'], ["r=-1", '<S t="0" d="96000" r="-1"/>']]) {
  const { mediaGroups } = parse(manifest(media, timeline), { manifestUri: "https://radio.example/live.mpd", NOW: Date.parse("2026-03-02T05:10:00Z") });
  console.log(`${media}, ${name}, ten minutes after the start: ${Object.values(mediaGroups.AUDIO.audio)[0].playlists[0].segments.length} segments`);
}
SCRIPT
)
expected=$(cat <<'EXPECTED'
audio/$Number$.m4s, r=299, ten minutes after the start: 300 segments
audio/$Number$.m4s, r=-1, ten minutes after the start: 301 segments
$Number$.m4s, r=299, ten minutes after the start: 300 segments
$Number$.m4s, r=-1, ten minutes after the start: 0 segments
audio/$Time$.m4s, r=299, ten minutes after the start: 300 segments
audio/$Time$.m4s, r=-1, ten minutes after the start: 0 segments
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
