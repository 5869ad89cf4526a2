#!/usr/bin/env bash
# Two authors of a JSON Feed story are one in fastfeedparser and none in atoma and feed-extractor
#
# Versions: Python 3.11, atoma 0.0.17, fastfeedparser 0.6.5; Node.js 20, feedsmith 3.0.1, @extractus/feed-extractor
# 8.0.3.
#
# JSON Feed 1.1 (2020) replaced author by authors. atoma reads the old one only, fastfeedparser keeps the first name;
# feed-extractor has no authors among what it gives. feedsmith has both.
#
# Output seen (2026-11-30):
#     atoma None
#     fastfeedparser [{'name': 'Ana'}]
#     feedsmith [{"name":"Ana"},{"name":"Ben"}]
#     feed-extractor id title link published description
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check atoma==0.0.17 fastfeedparser==0.6.5 2>"$folder/log" || { cat "$folder/log"; exit 2; }
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" feedsmith@3.0.1 @extractus/feed-extractor@8.0.3 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import json
import atoma, fastfeedparser
item = {"id": "7", "url": "https://radyo.example/7", "title": "Rice", "content_text": "Text", "authors": [{"name": "Ana"}, {"name": "Ben"}]}
feed = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Radyo", "home_page_url": "https://radyo.example/", "items": [item]})
print("atoma", atoma.parse_json_feed_bytes(feed.encode()).items[0].author)
print("fastfeedparser", fastfeedparser.parse(feed).entries[0].authors)
PYTHON
node --no-warnings --input-type=module <<'SCRIPT'
import { parseFeed } from "feedsmith";
import { extractFromJson } from "@extractus/feed-extractor";
const feed = { version: "https://jsonfeed.org/version/1.1", title: "Radyo", home_page_url: "https://radyo.example/", items: [{ id: "7", url: "https://radyo.example/7", title: "Rice", content_text: "Text", authors: [{ name: "Ana" }, { name: "Ben" }] }] };
console.log("feedsmith", JSON.stringify(parseFeed(JSON.stringify(feed)).feed.items[0].authors));
console.log("feed-extractor", Object.keys(extractFromJson(feed).entries[0]).join(" "));
SCRIPT
)
expected=$(cat <<'EXPECTED'
atoma None
fastfeedparser [{'name': 'Ana'}]
feedsmith [{"name":"Ana"},{"name":"Ben"}]
feed-extractor id title link published description
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
