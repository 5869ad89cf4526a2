#!/usr/bin/env bash
# A corrected number or time is marked by half in a difference of words
#
# Versions: Node.js 20, diff 9.0.0.
#
# A word of jsdiff's diffWords ends at a point, a comma or a colon. Who shows readers what a correction changed strikes
# out 500 and writes 600 where 1,500 became 1,600, and marks 12 of 12.5. A time is worse: 5:30 a.m. to 5:45 p.m. strikes
# out 30 a. A letter taken off by a hyphen (nag-aral) is a word of its own too. Numbers want a tokenizer of the caller's
# (Intl.Segmenter keeps 1,500 and 12.5 whole; with intlSegmenter the library does).
#
# Output seen (2026-12-01):
#     words: ₱1,[-500-]{+600+} each             with Intl.Segmenter: ₱[-1,500-]{+1,600+} each
#     words: up by [-12-]{+13+}.5%              with Intl.Segmenter: up by [-12.5-]{+13.5+}%
#     words: at 5:[-30 a-]{+45 p+}.m.           with Intl.Segmenter: at 5:[-30 a.m-]{+45 p.m+}.
#     words: nag-[-aral-]{+ulat+} sila          with Intl.Segmenter: nag-[-aral-]{+ulat+} sila
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" diff@9.0.0 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$(node --no-warnings --input-type=module <<'SCRIPT'
import { diffWords } from "diff";
const marked = (parts) => parts.map((part) => (part.added ? `{+${part.value}+}` : part.removed ? `[-${part.value}-]` : part.value)).join("");
const segmenter = new Intl.Segmenter("en", { granularity: "word" });
for (const [before, after] of [["₱1,500 each", "₱1,600 each"], ["up by 12.5%", "up by 13.5%"], ["at 5:30 a.m.", "at 5:45 p.m."], ["nag-aral sila", "nag-ulat sila"]]) {
  console.log(`words: ${marked(diffWords(before, after)).padEnd(34)} with Intl.Segmenter: ${marked(diffWords(before, after, { intlSegmenter: segmenter }))}`);
}
SCRIPT
)
expected=$(cat <<'EXPECTED'
words: ₱1,[-500-]{+600+} each             with Intl.Segmenter: ₱[-1,500-]{+1,600+} each
words: up by [-12-]{+13+}.5%              with Intl.Segmenter: up by [-12.5-]{+13.5+}%
words: at 5:[-30 a-]{+45 p+}.m.           with Intl.Segmenter: at 5:[-30 a.m-]{+45 p.m+}.
words: nag-[-aral-]{+ulat+} sila          with Intl.Segmenter: nag-[-aral-]{+ulat+} sila
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
