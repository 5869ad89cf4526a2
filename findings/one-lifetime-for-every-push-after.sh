#!/usr/bin/env bash
# In PyPI's webpush the lifetime of one push is that of every push after it, and none at all cannot be asked for
#
# Versions: Python 3.11, webpush 1.0.6.
#
# An alert is kept an hour for a phone that is off, a time signal not at all, so a push is given its own ttl. webpush
# 1.0 keeps what one call was given as the new setting of the object: after one alert every headline waits an hour too,
# and what was set at the start is gone. ttl=0, deliver now or never, counts as not given, so the time signal of five
# o'clock comes at six. It is the same with the subscriber and the signature's lifetime.
#
# Output seen (2026-12-01):
#     headline, no ttl given: TTL 60
#     alert, ttl=3600: TTL 3600
#     headline, no ttl given: TTL 3600
#     time signal, ttl=0: TTL 3600
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check webpush==1.0.6 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import base64, os
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from webpush import WebPush, WebPushSubscription
def text(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
key, browser = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
point = browser.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
subscription = WebPushSubscription.model_validate({"endpoint": "https://push.radio.example/1", "keys": {"p256dh": text(point), "auth": text(os.urandom(16))}})
push = WebPush(private_key=private, public_key=public, subscriber="desk@radio.example", ttl=60)
for name, ttl in (("headline, no ttl given", None), ("alert, ttl=3600", 3600), ("headline, no ttl given", None), ("time signal, ttl=0", 0)):
    print(f"{name}: TTL {push.get('Balita', subscription, ttl=ttl).headers['ttl']}")
PYTHON
)
expected=$(cat <<'EXPECTED'
headline, no ttl given: TTL 60
alert, ttl=3600: TTL 3600
headline, no ttl given: TTL 3600
time signal, ttl=0: TTL 3600
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
