#!/usr/bin/env bash
# A catalog in Waray has only the plural forms of English once Babel has written it
#
# Versions: Python 3.11, Babel 2.18.0.
#
# CLDR does not know Waray (war), which three million people of the Visayas speak. Babel reads a catalog with
# Plural-Forms of its own, has them in plural_forms, and writes the compiled catalog with English's rule instead, so
# that texts of the third form are never shown. In a language that CLDR knows it keeps the header's. Whoever serves such
# a language sets the rule of the loaded catalog anew.
#
# Output seen (2026-11-30):
#     pl   catalog.num_plurals 3; 1, 3 and 5 stories in the written catalog: A, B, C
#     war  catalog.num_plurals 3; 1, 3 and 5 stories in the written catalog: A, B, B
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check Babel==2.18.0 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from io import BytesIO
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
RULE = "nplurals=3; plural=(n==1 ? 0 : n>=2 && n<=4 ? 1 : 2)"
TEXT = f"""
msgid ""
msgstr ""
"Plural-Forms: {RULE};\\n"
"Content-Type: text/plain; charset=utf-8\\n"

msgid "story"
msgid_plural "stories"
msgstr[0] "A"
msgstr[1] "B"
msgstr[2] "C"
"""
for language in ("pl", "war"):
    catalog = read_po(BytesIO(TEXT.encode()), locale=language)
    written = BytesIO()
    write_mo(written, catalog)
    written.seek(0)
    loaded = Translations(written)
    said = [loaded.ngettext("story", "stories", number) for number in (1, 3, 5)]
    print(f"{language:4} catalog.num_plurals {catalog.num_plurals}; 1, 3 and 5 stories in the written catalog: {', '.join(said)}")
PYTHON
)
expected=$(cat <<'EXPECTED'
pl   catalog.num_plurals 3; 1, 3 and 5 stories in the written catalog: A, B, C
war  catalog.num_plurals 3; 1, 3 and 5 stories in the written catalog: A, B, B
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
