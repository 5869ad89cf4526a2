#!/usr/bin/env bash
# Of two og:image, trafilatura and article-extractor take the last; the protocol prefers the first
#
# Versions: Python 3.11, trafilatura 2.3.1, lxml_html_clean 0.4.6, extruct 0.18.0; Node.js 20,
# @extractus/article-extractor 9.0.1, open-graph-scraper 6.12.0.
#
# A page names its picture first and a square one for small cards second. ogp.me says that the first tag wins in a
# conflict, and extruct and open-graph-scraper go by it. The two article readers keep the last one, which is often a
# logo.
#
# Output seen (2026-11-30):
#     trafilatura https://radyo.example/logo.jpg
#     extruct https://radyo.example/first.jpg
#     article-extractor https://radyo.example/logo.jpg
#     open-graph-scraper https://radyo.example/first.jpg
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check trafilatura==2.3.1 lxml_html_clean==0.4.6 extruct==0.18.0 2>"$folder/log" || { cat "$folder/log"; exit 2; }
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" @extractus/article-extractor@9.0.1 open-graph-scraper@6.12.0 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import extruct, trafilatura
page = """<html prefix="og: https://ogp.me/ns#"><head><title>Rice</title><meta property="og:image" content="https://radyo.example/first.jpg">
<meta property="og:image" content="https://radyo.example/logo.jpg"></head><body><p>Rice</p></body></html>"""
print("trafilatura", trafilatura.extract_metadata(page).image)
print("extruct", extruct.extract(page, syntaxes=["opengraph"], uniform=True)["opengraph"][0]["og:image"])
PYTHON
node --no-warnings --input-type=module <<'SCRIPT'
import { extractFromHtml } from "@extractus/article-extractor";
import scrape from "open-graph-scraper";
const text = "<p>" + "The price of rice rose in the markets of Manila on Monday, the department said. ".repeat(8) + "</p>";
const page = `<!doctype html><html><head><title>Rice</title><meta property="og:title" content="Rice"><meta property="og:image" content="https://radyo.example/first.jpg">
<meta property="og:image" content="https://radyo.example/logo.jpg"></head><body><article><h1>Rice</h1>${text}</article></body></html>`;
console.log("article-extractor", (await extractFromHtml(page, "https://radyo.example/7")).image);
console.log("open-graph-scraper", (await scrape({ html: page })).result.ogImage[0].url);
SCRIPT
)
expected=$(cat <<'EXPECTED'
trafilatura https://radyo.example/logo.jpg
extruct https://radyo.example/first.jpg
article-extractor https://radyo.example/logo.jpg
open-graph-scraper https://radyo.example/first.jpg
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
