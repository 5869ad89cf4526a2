#!/usr/bin/env bash
# ₱ counts as two characters on X, and #Sto.Niño is another tag there than on Bluesky
#
# Versions: Node.js 20, twitter-text 3.1.0, @atproto/api 0.19.19.
#
# twitter-text gives weight one to Latin letters, and to quotation marks and dashes, and two to everything else: ₱ and …
# among them, where a count of characters says one. A headline of prices that fits by length is refused. Of #Sto.Niño, X
# makes the tag Sto, Bluesky's library Sto.Niño, so the same post stands under two tags.
#
# Output seen (2026-11-30):
#     Bigas P45-P50 characters: 13 weight: 13
#     Bigas ₱45–₱50… characters: 14 weight: 17
#     X: Sto Bluesky: Sto.Niño
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" twitter-text@3.1.0 @atproto/api@0.19.19 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$(node --no-warnings --input-type=module <<'SCRIPT'
import twitter from "twitter-text";
import { RichText } from "@atproto/api";
for (const text of ["Bigas P45-P50", "Bigas ₱45–₱50…"]) console.log(text, "characters:", [...text].length, "weight:", twitter.parseTweet(text).weightedLength);
const text = "#Sto.Niño";
const post = new RichText({ text });
post.detectFacetsWithoutResolution();
console.log("X:", twitter.extractHashtags(text).join(), "Bluesky:", post.facets.map(({ features }) => features[0].tag).join());
SCRIPT
)
expected=$(cat <<'EXPECTED'
Bigas P45-P50 characters: 13 weight: 13
Bigas ₱45–₱50… characters: 14 weight: 17
X: Sto Bluesky: Sto.Niño
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
