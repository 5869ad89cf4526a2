#!/usr/bin/env bash
# signxml signs with RSA whatever the key is, and fails of an elliptic one in words of cryptography's
#
# Versions: Python 3.11, signxml 5.2.0, cryptography 50.0.2, lxml 6.1.3.
#
# CAP alerts are signed by XMLSigner with the sender's key. The algorithm is RSA unless it is named, and the key is not
# looked at: an elliptic one ends in an attribute or type error from within, none of signxml's own, and which one
# depends on whether a certificate is given. With the algorithm named it works.
#
# Output seen (2026-11-30):
#     as it comes: builtins.AttributeError
#     ECDSA_SHA256: signed
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check signxml==5.2.0 cryptography==50.0.2 lxml==6.1.3 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from lxml import etree
from signxml import SignatureMethod, XMLSigner
key = ec.generate_private_key(ec.SECP256R1()).private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
alert = etree.fromstring("<alert xmlns='urn:oasis:names:tc:emergency:cap:1.2'><identifier>A1</identifier></alert>")
for name, options in {"as it comes": {}, "ECDSA_SHA256": {"signature_algorithm": SignatureMethod.ECDSA_SHA256}}.items():
    try:
        XMLSigner(**options).sign(alert, key=key)
        print(f"{name}: signed")
    except Exception as error:
        print(f"{name}: {type(error).__module__.partition('.')[0]}.{type(error).__name__}")
PYTHON
)
expected=$(cat <<'EXPECTED'
as it comes: builtins.AttributeError
ECDSA_SHA256: signed
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
