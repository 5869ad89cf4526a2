#!/usr/bin/env bash
# Python's m3u8 keeps the quotation marks of a DATERANGE's own attributes, and takes them off the standard ones
#
# Versions: Python 3.11, m3u8 6.0.0.
#
# EXT-X-DATERANGE carries what a station says about a moment, as X- attributes. The standard ones (CLASS) come unquoted;
# the station's own come with their quotation marks, and under a lower-case name with underscores (`x_title`), so that a
# comparison with the value that was written fails. Numbers and strings cannot be told apart otherwise, but nothing says
# so.
#
# Output seen (2026-11-30):
#     'ph.radyo.song' [('x_title', '"Anak"'), ('x_year', '1978')]
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check m3u8==6.0.0 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import m3u8
playlist = m3u8.loads("""#EXTM3U
#EXT-X-TARGETDURATION:6
#EXT-X-PROGRAM-DATE-TIME:2026-11-30T00:00:00Z
#EXT-X-DATERANGE:ID="1",CLASS="ph.radyo.song",START-DATE="2026-11-30T00:00:02Z",X-TITLE="Anak",X-YEAR=1978
#EXTINF:6,
a.ts
""")
found = playlist.segments[0].dateranges[0]
print(repr(found.class_), found.x_client_attrs)
PYTHON
)
expected=$(cat <<'EXPECTED'
'ph.radyo.song' [('x_title', '"Anak"'), ('x_year', '1978')]
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
