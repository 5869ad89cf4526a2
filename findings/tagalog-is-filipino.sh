#!/usr/bin/env bash
# Five of seven language matchers give English to a reader whose phone says tl
#
# Versions: Python 3.11, werkzeug 3.1.9, babel 2.19.0, langcodes 3.5.1; Node.js 20, negotiator 1.1.0, bcp-47-match
# 2.0.3, accept-language-parser 1.5.0, @formatjs/intl-localematcher 0.10.1.
#
# tl is an alias of fil in CLDR, and older Android phones and many desktops send tl-PH. Only langcodes and formatjs,
# which know the alias, find the Filipino page; Werkzeug, Babel, negotiator, bcp-47-match and accept-language-parser
# give the English one. Babel itself reads Locale.parse("tl") as fil, but not where it negotiates.
#
# Output seen (2026-11-30):
#     Werkzeug en
#     Babel en fil_PH
#     langcodes fil
#     negotiator en
#     bcp-47-match en
#     accept-language-parser en
#     formatjs fil
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check werkzeug==3.1.9 babel==2.19.0 langcodes==3.5.1 2>"$folder/log" || { cat "$folder/log"; exit 2; }
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" negotiator@1.1.0 bcp-47-match@2.0.3 accept-language-parser@1.5.0 @formatjs/intl-localematcher@0.10.1 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import langcodes
from babel import Locale, negotiate_locale
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header
wanted = parse_accept_header("tl-PH,en;q=0.5", LanguageAccept)
print("Werkzeug", wanted.best_match(["en", "fil"]))
print("Babel", negotiate_locale(list(wanted.values()), ["en", "fil"], sep="-"), Locale.parse("tl"))
print("langcodes", langcodes.closest_match("tl-PH", ["en", "fil"])[0])
PYTHON
node --no-warnings --input-type=module <<'SCRIPT'
import { match } from "@formatjs/intl-localematcher";
import { lookup } from "bcp-47-match";
import parser from "accept-language-parser";
import Negotiator from "negotiator";
console.log("negotiator", new Negotiator({ headers: { "accept-language": "tl-PH,en;q=0.5" } }).languages(["en", "fil"])[0]);
console.log("bcp-47-match", lookup(["en", "fil"], ["tl-PH", "en"]));
console.log("accept-language-parser", parser.pick(["en", "fil"], "tl-PH,en;q=0.5", { loose: true }));
console.log("formatjs", match(["tl-PH", "en"], ["en", "fil"], "en"));
SCRIPT
)
expected=$(cat <<'EXPECTED'
Werkzeug en
Babel en fil_PH
langcodes fil
negotiator en
bcp-47-match en
accept-language-parser en
formatjs fil
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
