#!/usr/bin/env bash
# Two article:tag are one in three readers, and not the same one
#
# Versions: Python 3.11, extruct 0.18.0, trafilatura 2.3.1, lxml_html_clean 0.4.6; Node.js 20, open-graph-scraper
# 6.12.0, url-metadata 5.10.0.
#
# article:tag and article:author are arrays by the protocol. extruct keeps the first, open-graph-scraper the last,
# url-metadata glues them with a comma that may stand within a tag; trafilatura has both.
#
# Output seen (2026-11-30):
#     extruct rice
#     trafilatura ['rice', 'Manila, Quezon']
#     open-graph-scraper Manila, Quezon
#     url-metadata rice,Manila, Quezon
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check extruct==0.18.0 trafilatura==2.3.1 lxml_html_clean==0.4.6 2>"$folder/log" || { cat "$folder/log"; exit 2; }
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" open-graph-scraper@6.12.0 url-metadata@5.10.0 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import extruct, trafilatura
page = """<html prefix="og: https://ogp.me/ns#"><head><title>Rice</title><meta property="article:tag" content="rice">
<meta property="article:tag" content="Manila, Quezon"></head><body><p>Rice</p></body></html>"""
print("extruct", extruct.extract(page, syntaxes=["opengraph"], uniform=True)["opengraph"][0]["article:tag"])
print("trafilatura", trafilatura.extract_metadata(page).tags)
PYTHON
node --no-warnings --input-type=module <<'SCRIPT'
import scrape from "open-graph-scraper";
import urlMetadata from "url-metadata";
const page = `<html><head><title>Rice</title><meta property="og:title" content="Rice"><meta property="article:tag" content="rice">
<meta property="article:tag" content="Manila, Quezon"></head><body><p>Rice</p></body></html>`;
console.log("open-graph-scraper", (await scrape({ html: page })).result.articleTag);
const response = new Response(page, { headers: { "content-type": "text/html" } });
console.log("url-metadata", (await urlMetadata(null, { parseResponseObject: response }))["article:tag"]);
SCRIPT
)
expected=$(cat <<'EXPECTED'
extruct rice
trafilatura ['rice', 'Manila, Quezon']
open-graph-scraper Manila, Quezon
url-metadata rice,Manila, Quezon
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
