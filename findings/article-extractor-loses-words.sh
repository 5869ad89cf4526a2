#!/usr/bin/env bash
# article-extractor deletes quotations, corrections, times and marked words from the middle of sentences
#
# Versions: Node.js 20, @extractus/article-extractor 9.0.1.
#
# Elements that are not on its list of allowed ones are taken out with their text, and the list has no q, ins, del,
# mark, time, cite, data, samp, kbd, dfn, address or dl. The sentences stay, without what they say: "Classes start at on
# Monday". strong, em, a, abbr and sub are kept. The list can be changed by setSanitizeHtmlOptions.
#
# Output seen (2026-11-30):
#     <p>Classes start at on Monday. The toll is .</p>
#     <p>, said the .</p>
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" @extractus/article-extractor@9.0.1 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$(node --no-warnings --input-type=module <<'SCRIPT'
import { extractFromHtml } from "@extractus/article-extractor";
const filler = "<p>" + "The price of rice rose in the markets of Manila on Monday, the department of agriculture said. ".repeat(4) + "</p>";
const story = `<p>Classes start at <time>8 a.m.</time> on Monday. The toll is <ins>15</ins>.</p><p><q>We are ready</q>, said the <mark>governor</mark>.</p>`;
const page = `<!doctype html><html><head><title>Classes resume</title></head><body><article><h1>Classes resume</h1>${filler}${story}${filler}</article></body></html>`;
const { content } = await extractFromHtml(page, "https://radyo.example/7");
for (const paragraph of content.match(/<p>.*?<\/p>/g).slice(1, -1)) console.log(paragraph);
SCRIPT
)
expected=$(cat <<'EXPECTED'
<p>Classes start at on Monday. The toll is .</p>
<p>, said the .</p>
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
