#!/usr/bin/env bash
# A channel's live stream is a video named live_stream for readers of video addresses
#
# Versions: Node.js 20, js-video-url-parser 0.5.1, get-video-id 4.2.0.
#
# YouTube's embed/live_stream?channel=… shows whatever a channel has on air, which is what a station embeds. Both
# libraries take the last part of the path for a video's id, so that a picture or a link is made for a video named
# live_stream. The address of one broadcast (/live/ID), which YouTube's own share button gives, is none at all for
# js-video-url-parser, while a link to a channel's live page is that channel there and a video without id in
# get-video-id.
#
# Output seen (2026-12-01):
#     watch?v=abcdefghijk                      js-video-url-parser: video abcdefghijk; get-video-id: abcdefghijk
#     live/abcdefghijk                         js-video-url-parser: nothing; get-video-id: abcdefghijk
#     embed/live_stream?channel=UC0123456789   js-video-url-parser: video live_stream; get-video-id: live_stream
#     channel/UC0123456789/live                js-video-url-parser: channel UC0123456789; get-video-id: no id
#     @station/live                            js-video-url-parser: nothing; get-video-id: no id
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" js-video-url-parser@0.5.1 get-video-id@4.2.0 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$(node --no-warnings --input-type=module <<'SCRIPT'
import { createRequire } from "node:module";
import getVideoId from "get-video-id";
const parser = createRequire(process.cwd() + "/")("js-video-url-parser");
for (const path of ["watch?v=abcdefghijk", "live/abcdefghijk", "embed/live_stream?channel=UC0123456789", "channel/UC0123456789/live", "@station/live"]) {
  const address = `https://www.youtube.com/${path}`;
  const first = parser.parse(address), second = getVideoId(address);
  console.log(`${path.padEnd(40)} js-video-url-parser: ${first ? `${first.mediaType} ${first.id}` : "nothing"}; get-video-id: ${second.id ?? "no id"}`);
}
SCRIPT
)
expected=$(cat <<'EXPECTED'
watch?v=abcdefghijk                      js-video-url-parser: video abcdefghijk; get-video-id: abcdefghijk
live/abcdefghijk                         js-video-url-parser: nothing; get-video-id: abcdefghijk
embed/live_stream?channel=UC0123456789   js-video-url-parser: video live_stream; get-video-id: live_stream
channel/UC0123456789/live                js-video-url-parser: channel UC0123456789; get-video-id: no id
@station/live                            js-video-url-parser: nothing; get-video-id: no id
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
