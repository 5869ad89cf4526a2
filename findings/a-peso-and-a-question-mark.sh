#!/usr/bin/env bash
# ₱45 in a script of RTF is ₱?45 in two readers, which also lose dashes and closing quotation marks
#
# Versions: Python 3.11, striprtf 0.0.35; Node.js 20, rtf-parser 1.3.3, rtf2text 1.0.1.
#
# RTF writes what its code page lacks as a number, followed by a stand-in for old readers, most often a question mark,
# of the length that \uc tells (one, if it does not). rtf-parser and rtf2text, which is built on it, print the stand-in
# as well: every peso sign in a script has a question mark behind it. They know no \emdash, \endash, \rquote and
# \rdblquote, which word processors write for what stands in most sentences: a range of prices becomes one number, a
# quotation does not end. striprtf has all of them right.
#
# Output seen (2026-12-01):
#     striprtf   ₱45 a kilo
#     striprtf   ₱45–₱50 a kilo
#     striprtf   Prices 45–50 fell
#     striprtf   “It’s over,” he said—twice
#     rtf-parser ₱?45 a kilo
#     rtf2text   ₱?45 a kilo
#     rtf-parser ₱?45₱?50 a kilo
#     rtf2text   ₱?45₱?50 a kilo
#     rtf-parser Prices 4550 fell
#     rtf2text   Prices 4550 fell
#     rtf-parser Its over, he saidtwice
#     rtf2text   Its over, he saidtwice
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
for text in (r"\uc1\u8369?45 a kilo}", r"\u8369?45\endash \u8369?50 a kilo}", r"Prices 45\endash 50 fell}", r"\ldblquote It\rquote s over,\rdblquote  he said\emdash twice}"):
    print("striprtf  ", rtf_to_text(HEAD + text))
PYTHON
node --no-warnings --input-type=module <<'SCRIPT'
import { createRequire } from "node:module";
import { promisify } from "node:util";
const require = createRequire(process.cwd() + "/");
const parsed = promisify(require("rtf-parser").string), text = promisify(require("rtf2text").string);
const head = String.raw`{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}`;
for (const words of [String.raw`\uc1\u8369?45 a kilo}`, String.raw`\u8369?45\endash \u8369?50 a kilo}`, String.raw`Prices 45\endash 50 fell}`, String.raw`\ldblquote It\rquote s over,\rdblquote  he said\emdash twice}`]) {
  const document = await parsed(head + words);
  console.log("rtf-parser", document.content.flatMap((part) => part.content ?? [part]).map(({ value }) => value).join(""));
  console.log("rtf2text  ", await text(head + words));
}
SCRIPT
)
expected=$(cat <<'EXPECTED'
striprtf   ₱45 a kilo
striprtf   ₱45–₱50 a kilo
striprtf   Prices 45–50 fell
striprtf   “It’s over,” he said—twice
rtf-parser ₱?45 a kilo
rtf2text   ₱?45 a kilo
rtf-parser ₱?45₱?50 a kilo
rtf2text   ₱?45₱?50 a kilo
rtf-parser Prices 4550 fell
rtf2text   Prices 4550 fell
rtf-parser Its over, he saidtwice
rtf2text   Its over, he saidtwice
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
