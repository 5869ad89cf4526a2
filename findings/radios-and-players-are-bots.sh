#!/usr/bin/env bash
# Most radios and players are bots for isbot, and some are people
#
# Versions: Node.js 20, isbot 5.2.3.
#
# isbot takes for a program whatever names itself without Mozilla in a list of exceptions. A station that keeps bots out
# of its listeners' count so loses TuneIn, Winamp, foobar2000, mpv, MPD, Bose and kitchen radios with Frontier Silicon's
# chip, while VLC, AppleCoreMedia, Sonos, Roku and NSPlayer are people. The share of listeners by device is then one of
# spelling. Who listens is told by how long the stream was taken.
#
# Output seen (2026-12-01):
#     people: VLC, AppleCoreMedia, Sonos, NSPlayer, Roku
#     bots:   TuneIn Radio, WinampMPEG, foobar2000, mpv 0.35, Music Player Daemon 0.23.5, Bose, Frontier Silicon Jupiter, RadioDroid2, ExoPlayerLib
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" isbot@5.2.3 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$(node --no-warnings --input-type=module <<'SCRIPT'
import { isbot } from "isbot";
const agents = [
  "VLC/3.0.18 LibVLC/3.0.18", "AppleCoreMedia/1.0.0.20G75 (iPhone; U; CPU OS 16_6 like Mac OS X; en_us)", "Sonos/70.3 (ZPS6)",
  "NSPlayer/12.00.19041.0001 WMFSDK/12.00", "Roku/DVP-12.0", "TuneIn Radio/30.0", "WinampMPEG/5.66, Ultravox/2.1", "foobar2000/1.6",
  "mpv 0.35", "Music Player Daemon 0.23.5", "Bose/27", "Frontier Silicon Jupiter", "RadioDroid2/0.85", "ExoPlayerLib/2.18.1",
];
for (const bot of [false, true]) console.log(bot ? "bots:  " : "people:", agents.filter((agent) => isbot(agent) === bot).map((agent) => agent.split("/")[0]).join(", "));
SCRIPT
)
expected=$(cat <<'EXPECTED'
people: VLC, AppleCoreMedia, Sonos, NSPlayer, Roku
bots:   TuneIn Radio, WinampMPEG, foobar2000, mpv 0.35, Music Player Daemon 0.23.5, Bose, Frontier Silicon Jupiter, RadioDroid2, ExoPlayerLib
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
