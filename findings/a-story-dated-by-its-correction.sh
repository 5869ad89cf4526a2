#!/usr/bin/env bash
# The date of a story is that of its correction for metascraper
#
# Versions: Node.js 20, metascraper 5.49.24, metascraper-date 5.49.24.
#
# A story of 2 March that was corrected on 9 March names both moments, as Open Graph and schema.org ask.
# metascraper-date's date is the later one, so an old story comes up as new each time a word of it is mended. Where the
# page has og:updated_time instead of article:modified_time it is the earlier. The moment of publication has to be asked
# for by an option, under another name.
#
# Output seen (2026-12-01):
#     Open Graph       date 2026-03-09; with the option {"date":"2026-03-09","datePublished":"2026-03-02"}
#     schema.org       date 2026-03-09; with the option {"date":"2026-03-09","datePublished":"2026-03-02"}
#     og:updated_time  date 2026-03-02; with the option {"date":"2026-03-02","datePublished":"2026-03-02"}
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" metascraper@5.49.24 metascraper-date@5.49.24 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$(node --no-warnings --input-type=module <<'SCRIPT'
import metascraper from "metascraper";
import date from "metascraper-date";
const first = "2026-03-02T09:00:00+08:00", corrected = "2026-03-09T18:00:00+08:00";
const heads = {
  "Open Graph": `<meta property="article:published_time" content="${first}"><meta property="article:modified_time" content="${corrected}">`,
  "schema.org": `<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","datePublished":"${first}","dateModified":"${corrected}"}</script>`,
  "og:updated_time": `<meta property="article:published_time" content="${first}"><meta property="og:updated_time" content="${corrected}">`,
};
for (const [kind, head] of Object.entries(heads)) {
  const found = await metascraper([date()])({ url: "https://www.radio-station.com/story", html: `<html><head>${head}</head><body></body></html>` });
  const asked = await metascraper([date({ datePublished: true })])({ url: "https://www.radio-station.com/story", html: `<html><head>${head}</head><body></body></html>` });
  console.log(`${kind.padEnd(16)} date ${found.date.slice(0, 10)}; with the option ${JSON.stringify(asked).replace(/T[^"]*/g, "")}`);
}
SCRIPT
)
expected=$(cat <<'EXPECTED'
Open Graph       date 2026-03-09; with the option {"date":"2026-03-09","datePublished":"2026-03-02"}
schema.org       date 2026-03-09; with the option {"date":"2026-03-09","datePublished":"2026-03-02"}
og:updated_time  date 2026-03-02; with the option {"date":"2026-03-02","datePublished":"2026-03-02"}
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
