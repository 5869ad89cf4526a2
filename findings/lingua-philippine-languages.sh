#!/usr/bin/env bash
# lingua takes every language of the Philippines for Tagalog, and English headlines about Filipinos too
#
# Versions: Python 3.11, lingua-language-detector 2.1.1.
#
# lingua knows 75 languages, Tagalog alone of those spoken in the Philippines. With all of them loaded it names Cebuano,
# Ilocano and Hiligaynon sentences Tagalog, which might be expected; but a plain English headline with Filipino names is
# Tagalog as well, and 0.49 is what many true Filipino headlines get too. A station must not let the detector alone file
# a story by language.
#
# Output seen (2026-11-30):
#     TAGALOG 0.77 Gihapak sa kusog nga bagyo ang mga lungsod sa amihanan sa Cebu
#     TAGALOG 0.77 Nagtinnag ti adu a kayo gapu iti napigsa a bagyo
#     TAGALOG 0.49 Gilas Pilipinas tops Guam
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check lingua-language-detector==2.1.1 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from lingua import LanguageDetectorBuilder
detector = LanguageDetectorBuilder.from_all_languages().build()
for text in (
    "Gihapak sa kusog nga bagyo ang mga lungsod sa amihanan sa Cebu",
    "Nagtinnag ti adu a kayo gapu iti napigsa a bagyo",
    "Gilas Pilipinas tops Guam",
):
    best = detector.compute_language_confidence_values(text)[0]
    print(best.language.name, round(best.value, 2), text)
PYTHON
)
expected=$(cat <<'EXPECTED'
TAGALOG 0.77 Gihapak sa kusog nga bagyo ang mga lungsod sa amihanan sa Cebu
TAGALOG 0.77 Nagtinnag ti adu a kayo gapu iti napigsa a bagyo
TAGALOG 0.49 Gilas Pilipinas tops Guam
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
