#!/usr/bin/env bash
# playlist-parser takes every remark of an M3U playlist for the title of what follows
#
# Versions: Node.js 20, playlist-parser 0.0.12, iptv-playlist-parser 0.15.2, @iptv/playlist 1.2.1.
#
# Lines of an M3U playlist that begin with # are remarks unless they are known, and stations' lists are full of them
# (#EXTVLCOPT, #PLAYLIST). playlist-parser takes the text after the last colon for the next station's title, and puts
# undefined into the list where two such lines follow one another. Attributes of #EXTINF are part of its title. Two
# libraries for lists of television channels read the same list well.
#
# Output seen (2026-11-30):
#     playlist-parser      ["-1 group-title=\"News\",Radyo Uno",null,"http-user-agent=Radio"]
#     iptv-playlist-parser ["Radyo Uno","Radyo Dos"]
#     @iptv/playlist       ["Radyo Uno","Radyo Dos"]
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" playlist-parser@0.0.12 iptv-playlist-parser@0.15.2 @iptv/playlist@1.2.1 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$(node --no-warnings --input-type=module <<'SCRIPT'
import parsers from "playlist-parser";
import channels from "iptv-playlist-parser";
import { parseM3U } from "@iptv/playlist";
const list = `#EXTM3U
#EXTINF:-1 group-title="News",Radyo Uno
http://radio.example/one
#EXTINF:-1,Radyo Dos
#EXTVLCOPT:http-user-agent=Radio
http://radio.example/two
`;
console.log("playlist-parser     ", JSON.stringify(parsers.M3U.parse(list).map((entry) => entry && entry.title)));
console.log("iptv-playlist-parser", JSON.stringify(channels.parse(list).items.map((entry) => entry.name)));
console.log("@iptv/playlist      ", JSON.stringify(parseM3U(list).channels.map((entry) => entry.name)));
SCRIPT
)
expected=$(cat <<'EXPECTED'
playlist-parser      ["-1 group-title=\"News\",Radyo Uno",null,"http-user-agent=Radio"]
iptv-playlist-parser ["Radyo Uno","Radyo Dos"]
@iptv/playlist       ["Radyo Uno","Radyo Dos"]
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
