#!/usr/bin/env bash
# standardwebhooks signs the Python notation of bytes, and verifies bytes rightly
#
# Versions: Python 3.11, standardwebhooks 1.1.0.
#
# A sender has its body as bytes, and verify takes bytes. sign takes them without complaint too, but formats them into
# the text to be signed, so what is signed is b'{}' and no receiver can ever verify it. The body must be decoded first.
#
# Output seen (2026-11-30):
#     str verified: {}
#     bytes No matching signature found
#     True
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check standardwebhooks==1.1.0 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from datetime import UTC, datetime
from standardwebhooks import Webhook
hook = Webhook("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
now = datetime.now(UTC)
for body in ("{}", b"{}"):
    headers = {"webhook-id": "1", "webhook-timestamp": str(int(now.timestamp())), "webhook-signature": hook.sign("1", now, body)}
    try:
        print(type(body).__name__, "verified:", hook.verify(b"{}", headers))
    except Exception as error:
        print(type(body).__name__, error)
print(hook.sign("1", now, b"{}") == hook.sign("1", now, "b'{}'"))
PYTHON
)
expected=$(cat <<'EXPECTED'
str verified: {}
bytes No matching signature found
True
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
