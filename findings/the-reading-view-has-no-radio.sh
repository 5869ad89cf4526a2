#!/usr/bin/env bash
# The reading view keeps YouTube's player and takes Spotify's, SoundCloud's, Apple's and the station's own out of a story
#
# Versions: Node.js 20, @mozilla/readability 0.6.0, linkedom 0.18.15.
#
# Readability, the library of Firefox's reading view and of many save-for-later apps, removes every iframe but those of
# a list of video hosts. Of sound none is on it, so a story that says hear the interview below has nothing below, with
# no link in its place; archive.org, a video host to it, stays. An audio element is kept, with its controls. Who embeds
# a player puts a link to the sound beside it (or sets allowedVideoRegex, where the reader is one's own).
#
# Output seen (2026-12-01):
#     YouTube: kept
#     Internet Archive: kept
#     Spotify: removed
#     SoundCloud: removed
#     Apple Podcasts: removed
#     Mixcloud: removed
#     the station's own: removed
#     an audio element: kept
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" @mozilla/readability@0.6.0 linkedom@0.18.15 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$(node --no-warnings --input-type=module <<'SCRIPT'
import { Readability } from "@mozilla/readability";
import { parseHTML } from "linkedom";
const text = "<p>" + "Signal number three is up over Albay and Sorsogon, and the weather bureau asks people near the sea to leave. ".repeat(3) + "</p>";
const frame = (address) => `<iframe src="${address}"></iframe>`;
for (const [name, player] of Object.entries({
  "YouTube": frame("https://www.youtube.com/embed/abcdefghijk"), "Internet Archive": frame("https://archive.org/embed/interview"), "Spotify": frame("https://open.spotify.com/embed/episode/1"),
  "SoundCloud": frame("https://w.soundcloud.com/player/?url=1"), "Apple Podcasts": frame("https://embed.podcasts.apple.com/ph/podcast/1"), "Mixcloud": frame("https://player-widget.mixcloud.com/widget/1"),
  "the station's own": frame("https://radio.example/embed/interview"), "an audio element": '<audio src="https://radio.example/interview.mp3" controls></audio>',
})) {
  const { document } = parseHTML(`<html><head><title>Bagyo</title></head><body><article><h1>Bagyo</h1>${text}${text}${player}${text}</article></body></html>`);
  console.log(`${name}: ${/<(iframe|audio)/.test(new Readability(document).parse().content) ? "kept" : "removed"}`);
}
SCRIPT
)
expected=$(cat <<'EXPECTED'
YouTube: kept
Internet Archive: kept
Spotify: removed
SoundCloud: removed
Apple Podcasts: removed
Mixcloud: removed
the station's own: removed
an audio element: kept
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
