#!/usr/bin/env bash
# A number that was struck out is printed beside the right one by four of seven HTML-to-text libraries
#
# Versions: Python 3.11, html2text 2025.4.15, inscriptis 2.7.6, html-text 0.7.1, markdownify 1.2.3; Node.js 20,
# html-to-text 10.0.1, turndown 7.2.5, node-html-markdown 2.0.0.
#
# del and s are how an online story shows its correction. inscriptis, html-text, html-to-text and turndown drop the
# marks and keep the words, so "12 15 dead" goes out as fact, and a headline made of it too. html2text, markdownify and
# node-html-markdown write ~~12~~. (trafilatura 2.3 has it in its Markdown output only.) Whoever makes plain text of
# news must take del and s out first.
#
# Output seen (2026-11-30):
#     html2text          'The toll is ~~12~~ 15 dead.'
#     inscriptis         'The toll is 12 15 dead.'
#     html-text          'The toll is 12 15 dead.'
#     markdownify        'The toll is ~~12~~ 15 dead.'
#     html-to-text       "The toll is 12 15 dead."
#     turndown           "The toll is 12 15 dead."
#     node-html-markdown "The toll is ~~12~~ 15 dead."
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check html2text==2025.4.15 inscriptis==2.7.6 html-text==0.7.1 markdownify==1.2.3 2>"$folder/log" || { cat "$folder/log"; exit 2; }
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" html-to-text@10.0.1 turndown@7.2.5 node-html-markdown@2.0.0 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import html2text, html_text, inscriptis, markdownify
page = '<p>The toll is <del>12</del> <ins>15</ins> dead.</p>'
readers = {"html2text": html2text.html2text, "inscriptis": inscriptis.get_text, "html-text": html_text.extract_text, "markdownify": markdownify.markdownify}
for name, read in readers.items():
    print(name.ljust(18), repr(read(page).strip()))
PYTHON
node --no-warnings --input-type=module <<'SCRIPT'
import { convert } from "html-to-text";
import TurndownService from "turndown";
import { NodeHtmlMarkdown } from "node-html-markdown";
const page = "<p>The toll is <del>12</del> <ins>15</ins> dead.</p>";
const turndown = new TurndownService();
const readers = { "html-to-text": convert, turndown: (text) => turndown.turndown(text), "node-html-markdown": (text) => NodeHtmlMarkdown.translate(text) };
for (const [name, read] of Object.entries(readers)) console.log(name.padEnd(18), JSON.stringify(read(page).trim()));
SCRIPT
)
expected=$(cat <<'EXPECTED'
html2text          'The toll is ~~12~~ 15 dead.'
inscriptis         'The toll is 12 15 dead.'
html-text          'The toll is 12 15 dead.'
markdownify        'The toll is ~~12~~ 15 dead.'
html-to-text       "The toll is 12 15 dead."
turndown           "The toll is 12 15 dead."
node-html-markdown "The toll is ~~12~~ 15 dead."
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
