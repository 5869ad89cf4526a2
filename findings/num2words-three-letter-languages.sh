#!/usr/bin/env bash
# num2words speaks Finnish when asked for Filipino, and Chechen when asked for Cebuano
#
# Versions: Python 3.11, num2words 0.5.14.
#
# A language that num2words does not know should raise NotImplementedError, as `tl` does. It falls back to the first two
# letters of the code, though, so three-letter codes are read as another language: `fil` (Filipino, the code of CLDR)
# becomes `fi`, `ceb` becomes `ce`. Whoever reads numbers aloud must check the code against `CONVERTER_CLASSES` first.
#
# Output seen (2026-11-30):
#     tl NotImplementedError
#     fil viisitoista
#     ceb пхийтта
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check num2words==0.5.14 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from num2words import num2words
for language in ("tl", "fil", "ceb"):
    try:
        print(language, num2words(15, lang=language))
    except NotImplementedError:
        print(language, "NotImplementedError")
PYTHON
)
expected=$(cat <<'EXPECTED'
tl NotImplementedError
fil viisitoista
ceb пхийтта
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
