#!/usr/bin/env bash
# py-vapid refuses a contact page, which RFC 8292 allows, and an audience with a slash, and says that they are missing
#
# Versions: Python 3.11, py-vapid 1.9.6.
#
# RFC 8292 has an address of mail (mailto:) or a page (https:) as the contact of who sends a web push. py-vapid, which
# pywebpush signs with, takes mail alone, and calls the page a missing claim; an audience that ends in a slash, as URL
# libraries write an origin, is missing too. A name before the address of mail passes, though no such URI exists.
#
# Output seen (2026-11-30):
#     mailto:ops@radyo.example https://push.example -> signed
#     https://radyo.example/contact https://push.example -> Missing 'sub' from claims
#     mailto:ops@radyo.example https://push.example/ -> Missing 'aud' from claims
#     mailto:Radyo <ops@radyo.example> https://push.example:443 -> signed
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check py-vapid==1.9.6 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from py_vapid import Vapid02, VapidException
vapid = Vapid02()
vapid.generate_keys()
for sub, aud in [("mailto:ops@radyo.example", "https://push.example"), ("https://radyo.example/contact", "https://push.example"),
                 ("mailto:ops@radyo.example", "https://push.example/"), ("mailto:Radyo <ops@radyo.example>", "https://push.example:443")]:
    try:
        vapid.sign({"sub": sub, "aud": aud})
        said = "signed"
    except VapidException as error:
        said = str(error).split(". ")[0]
    print(sub, aud, "->", said)
PYTHON
)
expected=$(cat <<'EXPECTED'
mailto:ops@radyo.example https://push.example -> signed
https://radyo.example/contact https://push.example -> Missing 'sub' from claims
mailto:ops@radyo.example https://push.example/ -> Missing 'aud' from claims
mailto:Radyo <ops@radyo.example> https://push.example:443 -> signed
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
