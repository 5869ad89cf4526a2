#!/usr/bin/env bash
# A countdown (ol reversed, li value) is numbered upwards, or not at all, by seven HTML-to-text libraries
#
# Versions: Python 3.11, html2text 2025.4.15, inscriptis 2.7.6, html-text 0.7.1, markdownify 1.2.3; Node.js 20,
# html-to-text 10.0.1, turndown 7.2.5, node-html-markdown 2.0.0.
#
# The week's chart from three to one, and a list that goes on at 7. Only inscriptis minds li value; html2text,
# markdownify, html-to-text and turndown mind start; reversed is known to none, so the third place is printed as the
# first. html-text leaves the numbers out.
#
# Output seen (2026-11-30):
#     html2text          '1. Third\n  2. Second\n  3. First\n\n  4. Fourth\n  5. Seventh'
#     inscriptis         '1. Third\n 2. Second\n 3. First\n 1. Fourth\n 7. Seventh'
#     html-text          'Third\nSecond\nFirst\n\nFourth\nSeventh'
#     markdownify        '1. Third\n2. Second\n3. First\n\n4. Fourth\n5. Seventh'
#     html-to-text       "1. Third\n 2. Second\n 3. First\n\n 4. Fourth\n 5. Seventh"
#     turndown           "1.  Third\n2.  Second\n3.  First\n\n4.  Fourth\n5.  Seventh"
#     node-html-markdown "1. Third\n2. Second\n3. First\n1. Fourth\n2. Seventh"
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check html2text==2025.4.15 inscriptis==2.7.6 html-text==0.7.1 markdownify==1.2.3 2>"$folder/log" || { cat "$folder/log"; exit 2; }
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" html-to-text@10.0.1 turndown@7.2.5 node-html-markdown@2.0.0 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import html2text, html_text, inscriptis, markdownify
page = '<ol reversed><li>Third</li><li>Second</li><li>First</li></ol><ol start=4><li>Fourth</li><li value=7>Seventh</li></ol>'
readers = {"html2text": html2text.html2text, "inscriptis": inscriptis.get_text, "html-text": html_text.extract_text, "markdownify": markdownify.markdownify}
for name, read in readers.items():
    print(name.ljust(18), repr(read(page).strip()))
PYTHON
node --no-warnings --input-type=module <<'SCRIPT'
import { convert } from "html-to-text";
import TurndownService from "turndown";
import { NodeHtmlMarkdown } from "node-html-markdown";
const page = "<ol reversed><li>Third</li><li>Second</li><li>First</li></ol><ol start=4><li>Fourth</li><li value=7>Seventh</li></ol>";
const turndown = new TurndownService();
const readers = { "html-to-text": convert, turndown: (text) => turndown.turndown(text), "node-html-markdown": (text) => NodeHtmlMarkdown.translate(text) };
for (const [name, read] of Object.entries(readers)) console.log(name.padEnd(18), JSON.stringify(read(page).trim()));
SCRIPT
)
expected=$(cat <<'EXPECTED'
html2text          '1. Third\n  2. Second\n  3. First\n\n  4. Fourth\n  5. Seventh'
inscriptis         '1. Third\n 2. Second\n 3. First\n 1. Fourth\n 7. Seventh'
html-text          'Third\nSecond\nFirst\n\nFourth\nSeventh'
markdownify        '1. Third\n2. Second\n3. First\n\n4. Fourth\n5. Seventh'
html-to-text       "1. Third\n 2. Second\n 3. First\n\n 4. Fourth\n 5. Seventh"
turndown           "1.  Third\n2.  Second\n3.  First\n\n4.  Fourth\n5.  Seventh"
node-html-markdown "1. Third\n2. Second\n3. First\n1. Fourth\n2. Seventh"
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
