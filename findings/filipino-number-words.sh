#!/usr/bin/env bash
# Numbers in Filipino words: to-words leaves the linkers out, n2words leaves one dangling
#
# Versions: Node.js 20, to-words 5.7.0, n2words 4.0.0.
#
# 1,250 is isang libo dalawang daan at limampu: a count is tied to what it counts by -ng or na. to-words, which has the
# tie at exactly 100 and 1,000, writes "Isa Libo Dalawa Daan", as nobody says it. n2words ties, but also where nothing
# follows (100 is "isang daang"), and writes 11 as labinisa and 16 as labinanum (labing-isa, labing-anim), 99 without
# the at between tens and ones. Neither can be read out.
#
# Output seen (2026-11-30):
#     11 to-words: Labing-isa n2words: labinisa
#     16 to-words: Labing-anim n2words: labinanum
#     99 to-words: Siyamnapu Siyam n2words: siyamnapu siyam
#     100 to-words: Isang Daan n2words: isang daang
#     200 to-words: Dalawa Daan n2words: dalawang daang
#     1000 to-words: Isang Libo n2words: isang libong
#     1250 to-words: Isa Libo Dalawa Daan Limampu n2words: isang libong dalawang daang limampu
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" to-words@5.7.0 n2words@4.0.0 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$(node --no-warnings --input-type=module <<'SCRIPT'
import { ToWords } from "to-words";
import { toCardinal } from "n2words/fil-PH";
const toWords = new ToWords({ localeCode: "fil-PH" });
for (const number of [11, 16, 99, 100, 200, 1000, 1250]) console.log(number, "to-words:", toWords.convert(number), "n2words:", toCardinal(number));
SCRIPT
)
expected=$(cat <<'EXPECTED'
11 to-words: Labing-isa n2words: labinisa
16 to-words: Labing-anim n2words: labinanum
99 to-words: Siyamnapu Siyam n2words: siyamnapu siyam
100 to-words: Isang Daan n2words: isang daang
200 to-words: Dalawa Daan n2words: dalawang daang
1000 to-words: Isang Libo n2words: isang libong
1250 to-words: Isa Libo Dalawa Daan Limampu n2words: isang libong dalawang daang limampu
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
