#!/usr/bin/env bash
# Who asks for Filipino first gets English, who asks for English first gets Filipino, from Werkzeug
#
# Versions: Python 3.11, werkzeug 3.1.9, babel 2.19.0; Node.js 20, accept-language-parser 1.5.0, negotiator 1.1.0,
# @formatjs/intl-localematcher 0.10.1.
#
# A page in English and Filipino. With "fil-PH,en;q=0.5" Werkzeug's best_match answers en, with "en-PH,fil;q=0.9" it
# answers fil: only when no tag matches exactly are regions taken off, so a second choice that matches to the letter
# beats the first that does not. accept-language-parser does the same unless `loose`. Babel, negotiator and formatjs go
# by preference. In Flask: take the regions off before best_match.
#
# Output seen (2026-11-30):
#     fil-PH,en;q=0.5 Werkzeug: en Babel: fil
#     en-PH,fil;q=0.9 Werkzeug: fil Babel: en
#     fil-PH,en;q=0.5 accept-language-parser: en negotiator: fil formatjs: fil
#     en-PH,fil;q=0.9 accept-language-parser: fil negotiator: en formatjs: en
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check werkzeug==3.1.9 babel==2.19.0 2>"$folder/log" || { cat "$folder/log"; exit 2; }
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" accept-language-parser@1.5.0 negotiator@1.1.0 @formatjs/intl-localematcher@0.10.1 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from babel import negotiate_locale
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header
for header in ("fil-PH,en;q=0.5", "en-PH,fil;q=0.9"):
    wanted = parse_accept_header(header, LanguageAccept)
    print(header, "Werkzeug:", wanted.best_match(["en", "fil"]), "Babel:", negotiate_locale(list(wanted.values()), ["en", "fil"], sep="-"))
PYTHON
node --no-warnings --input-type=module <<'SCRIPT'
import { match } from "@formatjs/intl-localematcher";
import parser from "accept-language-parser";
import Negotiator from "negotiator";
for (const header of ["fil-PH,en;q=0.5", "en-PH,fil;q=0.9"]) {
  const wanted = header.split(",").map((part) => part.split(";")[0]);
  console.log(header, "accept-language-parser:", parser.pick(["en", "fil"], header), "negotiator:", new Negotiator({ headers: { "accept-language": header } }).languages(["en", "fil"])[0], "formatjs:", match(wanted, ["en", "fil"], "en"));
}
SCRIPT
)
expected=$(cat <<'EXPECTED'
fil-PH,en;q=0.5 Werkzeug: en Babel: fil
en-PH,fil;q=0.9 Werkzeug: fil Babel: en
fil-PH,en;q=0.5 accept-language-parser: en negotiator: fil formatjs: fil
en-PH,fil;q=0.9 accept-language-parser: fil negotiator: en formatjs: en
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
