#!/usr/bin/env bash
# py3langid takes English headlines with numbers and names for Nigerian Pidgin
#
# Versions: Python 3.11, py3langid 0.4.0.
#
# Short English headlines of the kind that wires send come out as `pcm` (Nigerian Pidgin), a language added with the
# larger model. Restricted to the languages that a station has, the same text is English.
#
# Output seen (2026-11-30):
#     of all: pcm
#     of en and tl: en
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check py3langid==0.4.0 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import py3langid
text = "Marcos signs P6.3-trillion budget for 2026"
print("of all:", py3langid.classify(text)[0])
py3langid.set_languages(["en", "tl"])
print("of en and tl:", py3langid.classify(text)[0])
PYTHON
)
expected=$(cat <<'EXPECTED'
of all: pcm
of en and tl: en
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
