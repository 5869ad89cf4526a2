#!/usr/bin/env bash
# A list of feeds called News & Talk is no XML once the opml package has written it
#
# Versions: Node.js 20, opml 0.5.8.
#
# The opml package, by the author of the format, escapes the attributes of outlines and not the elements of the head, so
# a list whose title has an ampersand is refused by every reader, its own too. It writes that the text is ISO-8859-1;
# saved by Node.js, whose files are UTF-8, Niño is read as NiÃ±o by who believes it. A head that is text of a program
# wants escaping by the caller, and the declaration a change.
#
# Output seen (2026-12-01):
#     <?xml version="1.0" encoding="ISO-8859-1"?> <opml version="2.0"> <head> <title>News & Talk</title> </head> <body> <outline text="Q &amp; A" xmlUrl="https://radio.example/feed?a=1&amp;b=2" /> </body> </opml> 
#     read by itself: an error
#     read by Python: Sto. NiÃ±o
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" opml@0.5.8 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$(node --no-warnings --input-type=module <<'SCRIPT'
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
const opml = createRequire(process.cwd() + "/")("opml");
const written = (title) => opml.stringify({ opml: { head: { title }, body: { subs: [{ text: "Q & A", xmlUrl: "https://radio.example/feed?a=1&b=2" }] } } });
console.log(written("News & Talk").replace(/[\r\n\t]+/g, " "));
opml.parse(written("News & Talk"), (error) => console.log("read by itself:", error ? "an error" : "read"));
writeFileSync("list.opml", written("Sto. Niño"));
console.log("read by Python:", execFileSync("python3", ["-c", "import xml.etree.ElementTree as tree; print(tree.parse('list.opml').find('head/title').text)"]).toString().trim());
SCRIPT
)
expected=$(cat <<'EXPECTED'
<?xml version="1.0" encoding="ISO-8859-1"?> <opml version="2.0"> <head> <title>News & Talk</title> </head> <body> <outline text="Q &amp; A" xmlUrl="https://radio.example/feed?a=1&amp;b=2" /> </body> </opml> 
read by itself: an error
read by Python: Sto. NiÃ±o
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
