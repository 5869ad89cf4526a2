#!/usr/bin/env bash
# libphonenumber finds no extension in "loc. 123", the way the Philippines write it
#
# Versions: Python 3.11, phonenumbers 9.0.43; Node.js 20, libphonenumber-js 1.13.16.
#
# A hospital's hotline is one number with a local: (02) 8888-1234 loc. 123. The link made of it calls the switchboard,
# without a word that anything was left out; with ext. 123 it is right. A second line behind a slash
# (8888-1234/8999-1234) is left out in Python and gets no area code in JavaScript.
#
# Output seen (2026-11-30):
#     phonenumbers (02) 8888-1234 ext. 123 ['tel:+63-2-8888-1234;ext=123']
#     phonenumbers (02) 8888-1234 loc. 123 ['tel:+63-2-8888-1234']
#     phonenumbers (02) 8888-1234 local 123 ['tel:+63-2-8888-1234']
#     phonenumbers (02) 8888-1234/8999-1234 ['tel:+63-2-8888-1234']
#     libphonenumber-js (02) 8888-1234 ext. 123 [ 'tel:+63288881234;ext=123' ]
#     libphonenumber-js (02) 8888-1234 loc. 123 [ 'tel:+63288881234' ]
#     libphonenumber-js (02) 8888-1234 local 123 [ 'tel:+63288881234' ]
#     libphonenumber-js (02) 8888-1234/8999-1234 [ 'tel:+63288881234', 'tel:+6389991234' ]
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check phonenumbers==9.0.43 2>"$folder/log" || { cat "$folder/log"; exit 2; }
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" libphonenumber-js@1.13.16 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import phonenumbers
for text in ("(02) 8888-1234 ext. 123", "(02) 8888-1234 loc. 123", "(02) 8888-1234 local 123", "(02) 8888-1234/8999-1234"):
    print("phonenumbers", text, [phonenumbers.format_number(found.number, phonenumbers.PhoneNumberFormat.RFC3966) for found in phonenumbers.PhoneNumberMatcher(text, "PH")])
PYTHON
node --no-warnings --input-type=module <<'SCRIPT'
import { findPhoneNumbersInText } from "libphonenumber-js";
for (const text of ["(02) 8888-1234 ext. 123", "(02) 8888-1234 loc. 123", "(02) 8888-1234 local 123", "(02) 8888-1234/8999-1234"]) {
  console.log("libphonenumber-js", text, findPhoneNumbersInText(text, "PH").map(({ number }) => number.getURI()));
}
SCRIPT
)
expected=$(cat <<'EXPECTED'
phonenumbers (02) 8888-1234 ext. 123 ['tel:+63-2-8888-1234;ext=123']
phonenumbers (02) 8888-1234 loc. 123 ['tel:+63-2-8888-1234']
phonenumbers (02) 8888-1234 local 123 ['tel:+63-2-8888-1234']
phonenumbers (02) 8888-1234/8999-1234 ['tel:+63-2-8888-1234']
libphonenumber-js (02) 8888-1234 ext. 123 [ 'tel:+63288881234;ext=123' ]
libphonenumber-js (02) 8888-1234 loc. 123 [ 'tel:+63288881234' ]
libphonenumber-js (02) 8888-1234 local 123 [ 'tel:+63288881234' ]
libphonenumber-js (02) 8888-1234/8999-1234 [ 'tel:+63288881234', 'tel:+6389991234' ]
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
