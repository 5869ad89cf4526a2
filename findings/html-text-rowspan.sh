#!/usr/bin/env bash
# A cell over two rows shifts every later cell: none of seven HTML-to-text libraries reads rowspan as a reader does
#
# Versions: Python 3.11, html2text 2025.4.15, inscriptis 2.7.6, html-text 0.7.1, markdownify 1.2.3; Node.js 20,
# html-to-text 10.0.1, turndown 7.2.5, node-html-markdown 2.0.0.
#
# A table of results by district, the district written once over its candidates. In the second row the candidate lands
# in the column of the districts and the votes in that of the candidates; html-to-text and turndown write no table at
# all as they come (html-to-text glues its cells). The Markdown is well-formed, so nothing warns.
#
# Output seen (2026-11-30):
#     html2text          'District| Name| Votes  \n---|---|---  \nFirst| Ana| 1,200  \nBen| 900'
#     inscriptis         'District  Name  Votes\nFirst     Ana   1,200\nBen       900'
#     html-text          'District Name Votes\nFirst Ana 1,200\nBen 900'
#     markdownify        '| District | Name | Votes |\n| --- | --- | --- |\n| First | Ana | 1,200 |\n| Ben | 900 |'
#     html-to-text       "DistrictNameVotesFirstAna1,200Ben900"
#     turndown           "District\n\nName\n\nVotes\n\nFirst\n\nAna\n\n1,200\n\nBen\n\n900"
#     node-html-markdown "| District | Name | Votes |\n| -------- | ---- | ----- |\n| First    | Ana  | 1,200 |\n| Ben      | 900  |       |"
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check html2text==2025.4.15 inscriptis==2.7.6 html-text==0.7.1 markdownify==1.2.3 2>"$folder/log" || { cat "$folder/log"; exit 2; }
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" html-to-text@10.0.1 turndown@7.2.5 node-html-markdown@2.0.0 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import html2text, html_text, inscriptis, markdownify
page = '<table><tr><th>District</th><th>Name</th><th>Votes</th></tr><tr><td rowspan=2>First</td><td>Ana</td><td>1,200</td></tr><tr><td>Ben</td><td>900</td></tr></table>'
readers = {"html2text": html2text.html2text, "inscriptis": inscriptis.get_text, "html-text": html_text.extract_text, "markdownify": markdownify.markdownify}
for name, read in readers.items():
    print(name.ljust(18), repr(read(page).strip()))
PYTHON
node --no-warnings --input-type=module <<'SCRIPT'
import { convert } from "html-to-text";
import TurndownService from "turndown";
import { NodeHtmlMarkdown } from "node-html-markdown";
const page = "<table><tr><th>District</th><th>Name</th><th>Votes</th></tr><tr><td rowspan=2>First</td><td>Ana</td><td>1,200</td></tr><tr><td>Ben</td><td>900</td></tr></table>";
const turndown = new TurndownService();
const readers = { "html-to-text": convert, turndown: (text) => turndown.turndown(text), "node-html-markdown": (text) => NodeHtmlMarkdown.translate(text) };
for (const [name, read] of Object.entries(readers)) console.log(name.padEnd(18), JSON.stringify(read(page).trim()));
SCRIPT
)
expected=$(cat <<'EXPECTED'
html2text          'District| Name| Votes  \n---|---|---  \nFirst| Ana| 1,200  \nBen| 900'
inscriptis         'District  Name  Votes\nFirst     Ana   1,200\nBen       900'
html-text          'District Name Votes\nFirst Ana 1,200\nBen 900'
markdownify        '| District | Name | Votes |\n| --- | --- | --- |\n| First | Ana | 1,200 |\n| Ben | 900 |'
html-to-text       "DistrictNameVotesFirstAna1,200Ben900"
turndown           "District\n\nName\n\nVotes\n\nFirst\n\nAna\n\n1,200\n\nBen\n\n900"
node-html-markdown "| District | Name | Votes |\n| -------- | ---- | ----- |\n| First    | Ana  | 1,200 |\n| Ben      | 900  |       |"
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
