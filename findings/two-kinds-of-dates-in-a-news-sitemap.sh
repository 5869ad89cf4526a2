#!/usr/bin/env bash
# In ultimate-sitemap-parser one page has dates with a zone and without, and a news story without a title has none
#
# Versions: Python 3.11, ultimate-sitemap-parser 1.8.1.
#
# lastmod may be a date alone, and becomes midnight without a zone; publication_date beside it keeps its offset. So the
# two cannot be compared or sorted together, which raises TypeError, and it depends on the site whether that ever shows.
# A news entry without a title, common where a CMS leaves it to the page, loses its publication date as well.
#
# Output seen (2026-11-30):
#     https://radyo.example/a lastmod: 2026-11-30 00:00:00 published: 2026-11-30 07:00:00+08:00
#     can't compare offset-naive and offset-aware datetimes
#     https://radyo.example/b lastmod: 2026-11-30 00:00:00 published: None
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check ultimate-sitemap-parser==1.8.1 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from usp.tree import sitemap_from_str
def entry(name, title):
    return f"<url><loc>https://radyo.example/{name}</loc><lastmod>2026-11-30</lastmod><news:news><news:publication><news:name>Radyo</news:name><news:language>fil</news:language></news:publication><news:publication_date>2026-11-30T07:00+08:00</news:publication_date>{title}</news:news></url>"
text = '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
text += entry("a", "<news:title>A</news:title>") + entry("b", "") + "</urlset>"
for page in sitemap_from_str(text).all_pages():
    print(page.url, "lastmod:", page.last_modified, "published:", page.news_story and page.news_story.publish_date)
    if page.news_story:
        try:
            print(page.last_modified < page.news_story.publish_date)
        except TypeError as error:
            print(error)
PYTHON
)
expected=$(cat <<'EXPECTED'
https://radyo.example/a lastmod: 2026-11-30 00:00:00 published: 2026-11-30 07:00:00+08:00
can't compare offset-naive and offset-aware datetimes
https://radyo.example/b lastmod: 2026-11-30 00:00:00 published: None
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
