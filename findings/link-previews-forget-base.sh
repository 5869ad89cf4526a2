#!/usr/bin/env bash
# Three readers of pages pass over base when they resolve addresses, and a fourth throws at it
#
# Versions: Node.js 20, unfurl.js 6.4.0, @extractus/article-extractor 9.0.1, link-preview-js 4.0.4, microformats-parser
# 2.0.6.
#
# <base href> moves every relative address. A canonical link and a picture on a page at /app/7 with a base of /news/:
# unfurl.js, article-extractor and link-preview-js answer /app/…, so the canonical address is one that does not exist.
# microformats-parser minds a whole address in base and throws at one like this, which HTML resolves against the page.
#
# Output seen (2026-11-30):
#     unfurl.js /app/rice /app/rice.jpg
#     article-extractor /app/7 /app/rice.jpg
#     link-preview-js /app/rice.jpg
#     microformats-parser /news/ Invalid URL
#     microformats-parser http://127.0.0.1/news/ /news/rice
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" unfurl.js@6.4.0 @extractus/article-extractor@9.0.1 link-preview-js@4.0.4 microformats-parser@2.0.6 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$(node --no-warnings --input-type=module <<'SCRIPT'
import http from "node:http";
import { extractFromHtml } from "@extractus/article-extractor";
import { getPreviewFromContent } from "link-preview-js";
import { mf2 } from "microformats-parser";
import { unfurl } from "unfurl.js";
const text = "<p>" + "The price of rice rose in the markets of Manila on Monday, the department said. ".repeat(8) + "</p>";
const page = `<!doctype html><html><head><title>Rice</title><base href="/news/"><link rel="canonical" href="rice"><meta property="og:title" content="Rice">
<meta property="og:image" content="rice.jpg"></head><body><article class="h-entry"><h1 class="p-name">Rice</h1><a class="u-url" href="rice">Link</a>${text}</article></body></html>`;
const server = http.createServer((_, answer) => answer.setHeader("content-type", "text/html").end(page));
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const address = `http://127.0.0.1:${server.address().port}/app/7`;
const path = (found) => new URL(found).pathname;
const card = await unfurl(address, { oembed: false });
console.log("unfurl.js", path(card.canonical_url), path(card.open_graph.images[0].url));
const article = await extractFromHtml(page, address);
console.log("article-extractor", path(article.url), path(article.image));
console.log("link-preview-js", path((await getPreviewFromContent({ url: address, data: page, headers: { "content-type": "text/html" }, status: 200 })).images[0]));
for (const base of ["/news/", "http://127.0.0.1/news/"]) {
  try { console.log("microformats-parser", base, path(mf2(page.replace("/news/", base), { baseUrl: address }).items[0].properties.url[0])); } catch (error) { console.log("microformats-parser", base, error.message); }
}
server.closeAllConnections();
server.close();
SCRIPT
)
expected=$(cat <<'EXPECTED'
unfurl.js /app/rice /app/rice.jpg
article-extractor /app/7 /app/rice.jpg
link-preview-js /app/rice.jpg
microformats-parser /news/ Invalid URL
microformats-parser http://127.0.0.1/news/ /news/rice
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
