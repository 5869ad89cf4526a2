#!/usr/bin/env bash
# What was deleted, struck out or hidden in a script of RTF is in the text of all three readers
#
# Versions: Python 3.11, striprtf 0.0.35; Node.js 20, rtf-parser 1.3.3, rtf2text 1.0.1.
#
# Newsroom systems and word processors give scripts as RTF. Under change tracking the words taken out stay, marked
# deleted; producers' notes are hidden (v). striprtf, rtf-parser and rtf2text print both as if they were to be read, so
# four and three dead stand in one sentence. rtf-parser keeps that text is struck out in its style, and nothing of
# deleted and hidden. The two for Node.js also print footnotes and the page's head in the middle of the words, without a
# space.
#
# Output seen (2026-12-01):
#     striprtf   deleted    fourthree dead
#     striprtf   struck out four three dead
#     striprtf   hidden     three dead ask Ana in Albay
#     striprtf   footnote   three dead in Albay
#     striprtf   page head  three dead
#     rtf-parser deleted    fourthree dead
#     rtf2text   deleted    fourthree dead
#     rtf-parser struck out four three dead
#     rtf2text   struck out four three dead
#     rtf-parser hidden     three dead ask Ana in Albay
#     rtf2text   hidden     three dead ask Ana in Albay
#     rtf-parser footnote   three deadpolice in Albay
#     rtf2text   footnote   three deadpolice in Albay
#     rtf-parser page head  DWXXthree dead
#     rtf2text   page head  DWXXthree dead
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check striprtf==0.0.35 2>"$folder/log" || { cat "$folder/log"; exit 2; }
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" rtf-parser@1.3.3 rtf2text@1.0.1 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from striprtf.striprtf import rtf_to_text
HEAD = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}"
for name, text in {"deleted": r"{\deleted four}{\revised three} dead}", "struck out": r"{\strike four }three dead}", "hidden": r"three dead {\v ask Ana }in Albay}", "footnote": r"three dead{\footnote police} in Albay}", "page head": r"{\header DWXX}three dead}"}.items():
    print(f"striprtf   {name:10}", rtf_to_text(HEAD + text))
PYTHON
node --no-warnings --input-type=module <<'SCRIPT'
import { createRequire } from "node:module";
import { promisify } from "node:util";
const require = createRequire(process.cwd() + "/");
const parsed = promisify(require("rtf-parser").string), text = promisify(require("rtf2text").string);
const head = String.raw`{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}`;
for (const [name, words] of Object.entries({ deleted: String.raw`{\deleted four}{\revised three} dead}`, "struck out": String.raw`{\strike four }three dead}`, hidden: String.raw`three dead {\v ask Ana }in Albay}`, footnote: String.raw`three dead{\footnote police} in Albay}`, "page head": String.raw`{\header DWXX}three dead}` })) {
  const document = await parsed(head + words);
  console.log("rtf-parser", name.padEnd(10), document.content.flatMap((part) => part.content ?? [part]).map(({ value }) => value).join(""));
  console.log("rtf2text  ", name.padEnd(10), await text(head + words));
}
SCRIPT
)
expected=$(cat <<'EXPECTED'
striprtf   deleted    fourthree dead
striprtf   struck out four three dead
striprtf   hidden     three dead ask Ana in Albay
striprtf   footnote   three dead in Albay
striprtf   page head  three dead
rtf-parser deleted    fourthree dead
rtf2text   deleted    fourthree dead
rtf-parser struck out four three dead
rtf2text   struck out four three dead
rtf-parser hidden     three dead ask Ana in Albay
rtf2text   hidden     three dead ask Ana in Albay
rtf-parser footnote   three deadpolice in Albay
rtf2text   footnote   three deadpolice in Albay
rtf-parser page head  DWXXthree dead
rtf2text   page head  DWXXthree dead
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
