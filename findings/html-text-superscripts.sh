#!/usr/bin/env bash
# Six of seven HTML-to-text libraries make 106 of ten to the sixth
#
# Versions: Python 3.11, html2text 2025.4.15, inscriptis 2.7.6, html-text 0.7.1, markdownify 1.2.3; Node.js 20,
# html-to-text 10.0.1, turndown 7.2.5, node-html-markdown 2.0.0.
#
# sup carries meaning in a figure: 10<sup>6</sup> becomes 106, and a footnote's mark joins the number before it
# (15<sup>2</sup> dead: 152 dead). Only html-text puts a space there, but then into H2O, too. html2text has an option
# for it (include_sup_sub), off by default.
#
# Output seen (2026-11-30):
#     html2text          '106 tons; 152 dead; H2O'
#     inscriptis         '106 tons; 152 dead; H2O'
#     html-text          '10 6 tons; 15 2 dead; H 2 O'
#     markdownify        '106 tons; 152 dead; H2O'
#     html-to-text       "106 tons; 152 dead; H2O"
#     turndown           "106 tons; 152 dead; H2O"
#     node-html-markdown "106 tons; 152 dead; H2O"
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check html2text==2025.4.15 inscriptis==2.7.6 html-text==0.7.1 markdownify==1.2.3 2>"$folder/log" || { cat "$folder/log"; exit 2; }
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" html-to-text@10.0.1 turndown@7.2.5 node-html-markdown@2.0.0 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import html2text, html_text, inscriptis, markdownify
page = '<p>10<sup>6</sup> tons; 15<sup>2</sup> dead; H<sub>2</sub>O</p>'
readers = {"html2text": html2text.html2text, "inscriptis": inscriptis.get_text, "html-text": html_text.extract_text, "markdownify": markdownify.markdownify}
for name, read in readers.items():
    print(name.ljust(18), repr(read(page).strip()))
PYTHON
node --no-warnings --input-type=module <<'SCRIPT'
import { convert } from "html-to-text";
import TurndownService from "turndown";
import { NodeHtmlMarkdown } from "node-html-markdown";
const page = "<p>10<sup>6</sup> tons; 15<sup>2</sup> dead; H<sub>2</sub>O</p>";
const turndown = new TurndownService();
const readers = { "html-to-text": convert, turndown: (text) => turndown.turndown(text), "node-html-markdown": (text) => NodeHtmlMarkdown.translate(text) };
for (const [name, read] of Object.entries(readers)) console.log(name.padEnd(18), JSON.stringify(read(page).trim()));
SCRIPT
)
expected=$(cat <<'EXPECTED'
html2text          '106 tons; 152 dead; H2O'
inscriptis         '106 tons; 152 dead; H2O'
html-text          '10 6 tons; 15 2 dead; H 2 O'
markdownify        '106 tons; 152 dead; H2O'
html-to-text       "106 tons; 152 dead; H2O"
turndown           "106 tons; 152 dead; H2O"
node-html-markdown "106 tons; 152 dead; H2O"
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
