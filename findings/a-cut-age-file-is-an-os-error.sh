#!/usr/bin/env bash
# pyrage says that a cut file is an OSError without a number, and only a wrong key a DecryptError
#
# Versions: Python 3.11, pyrage 1.4.0.
#
# A restore that catches DecryptError, as for a wrong key, says of a backup that was cut while it was copied that the
# disk failed: it gets an OSError, with neither errno nor file name.
#
# Output seen (2026-11-30):
#     whole: decrypted
#     another key: DecryptError, errno not there
#     without its last 5 bytes: OSError, errno None
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyrage==1.4.0 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import io, pyrage
identity = pyrage.x25519.Identity.generate()
sealed = io.BytesIO()
pyrage.encrypt_io(io.BytesIO(bytes(200_000)), sealed, [identity.to_public()])
whole = sealed.getvalue()
cases = {"whole": (whole, identity), "another key": (whole, pyrage.x25519.Identity.generate()), "without its last 5 bytes": (whole[:-5], identity)}
for name, (data, key) in cases.items():
    try:
        pyrage.decrypt_io(io.BytesIO(data), io.BytesIO(), [key])
        print(f"{name}: decrypted")
    except Exception as error:
        print(f"{name}: {type(error).__name__}, errno {getattr(error, 'errno', 'not there')}")
PYTHON
)
expected=$(cat <<'EXPECTED'
whole: decrypted
another key: DecryptError, errno not there
without its last 5 bytes: OSError, errno None
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
