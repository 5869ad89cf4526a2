#!/usr/bin/env bash
# nowplaypadgen marks the wrong words as the title where it stands earlier in the text, and takes no price
#
# Versions: Python 3.11, nowplaypadgen 0.4.11.
#
# DL Plus says by position which characters are the title and which the artist. The library looks for the first place
# where the text occurs, also within the station's own words, so a receiver saves "Ang" of the greeting. A dollar sign
# in the text raises ValueError unless doubled, and an empty title gets a tag of no length. The positions must be
# counted while the text is put together.
#
# Output seen (2026-11-30):
#     Ang ni Ana [('ITEM.TITLE', 0, 3), ('ITEM.ARTIST', 7, 3)]
#     Ang kanta ni Ana: Ang [('ITEM.TITLE', 0, 3), ('ITEM.ARTIST', 13, 3)]
#     Invalid placeholder in string: line 1, col 9
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nowplaypadgen==0.4.11 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from nowplaypadgen.dlplus import DLPlusMessage, DLPlusObject
for pattern, title in (("$ITEM.TITLE ni $ITEM.ARTIST", "Ang"), ("Ang kanta ni $ITEM.ARTIST: $ITEM.TITLE", "Ang")):
    message = DLPlusMessage()
    message.add_dlp_object(DLPlusObject("ITEM.TITLE", title))
    message.add_dlp_object(DLPlusObject("ITEM.ARTIST", "Ana"))
    message.build(pattern)
    print(message.message, [(tag.content_type, tag.start, tag.length) for tag in message.get_dlp_tags().values()])
message = DLPlusMessage()
try:
    message.build("Rice is $15")
except ValueError as error:
    print(error)
PYTHON
)
expected=$(cat <<'EXPECTED'
Ang ni Ana [('ITEM.TITLE', 0, 3), ('ITEM.ARTIST', 7, 3)]
Ang kanta ni Ana: Ang [('ITEM.TITLE', 0, 3), ('ITEM.ARTIST', 13, 3)]
Invalid placeholder in string: line 1, col 9
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
