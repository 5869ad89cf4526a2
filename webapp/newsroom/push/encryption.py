"""Messages for one browser alone (RFC 8291), and the word for its push service that they are ours (RFC 8292)."""

from __future__ import annotations

import hmac
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta

import orjson
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from webapp.newsroom.errors import Invalid

CURVE = ec.SECP256R1()
KEY_BYTES, AUTH_BYTES, SALT_BYTES = 65, 16, 16
RECORD_BYTES = 4096
MAX_PLAIN_BYTES = 3993
"""What a push service must take: 4096 bytes with the header (86), the mark of the last record (1) and the tag (16)."""

TOKEN_LIFE = timedelta(hours=12)
"""A push service takes a token for a day at most."""

RENEW_BEFORE = timedelta(hours=1)


def in_base64url(data: bytes) -> str:
    """Without padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    """With or without padding. Raises `ValueError`."""
    return urlsafe_b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4))


def browser_key(key: bytes) -> ec.EllipticCurvePublicKey:
    """A browser's public key. Raises `ValueError` where it is no point of P-256."""
    return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, key)


def encrypted(message: bytes, key: bytes, auth: bytes) -> bytes:
    """`message` in the encoding `aes128gcm`, for the browser with `key` and `auth`. Each has a key and a salt of its own.

    Raises `Invalid` for a longer message, `ValueError` for keys that are none.
    """
    if len(message) > MAX_PLAIN_BYTES:
        raise Invalid(f"a push message has at most {MAX_PLAIN_BYTES} bytes")
    own = ec.generate_private_key(CURVE)
    own_public = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = own.exchange(ec.ECDH(), browser_key(key))
    salt = os.urandom(SALT_BYTES)
    material = _expanded(hmac.digest(auth, shared, "sha256"), b"WebPush: info\x00" + key + own_public, 32)
    secret = hmac.digest(salt, material, "sha256")
    content_key, nonce = (
        _expanded(secret, b"Content-Encoding: aes128gcm\x00", 16), _expanded(secret, b"Content-Encoding: nonce\x00", 12)
    )  # fmt: skip
    head = salt + RECORD_BYTES.to_bytes(4) + bytes([len(own_public)]) + own_public
    return head + AESGCM(content_key).encrypt(nonce, message + b"\x02", None)


def _expanded(secret: bytes, info: bytes, size: int) -> bytes:
    """HKDF's second step; one round is enough for 32 bytes."""
    return hmac.digest(secret, info + b"\x01", "sha256")[:size]


class Signer:
    """Signs once for each push service, and again when the token gets old. `contact` is an address or a mailbox of ours."""

    def __init__(self, private_key: bytes, contact: str) -> None:
        self._key = ec.derive_private_key(int.from_bytes(private_key), CURVE)
        self._contact = contact
        self._signed: dict[str, tuple[datetime, str]] = {}
        public = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.public_key = in_base64url(public)
        """What browsers subscribe with."""

    def authorization(self, origin: str, now: datetime) -> str:
        """The value of `Authorization` for requests to the push service at `origin`."""
        until, value = self._signed.get(origin, (now, ""))
        if until - now < RENEW_BEFORE:
            until = now + TOKEN_LIFE
            value = f"vapid t={self._token(origin, until)}, k={self.public_key}"
            self._signed[origin] = until, value
        return value

    def _token(self, origin: str, until: datetime) -> str:
        claims = {"aud": origin, "exp": int(until.timestamp()), "sub": self._contact}
        head = in_base64url(orjson.dumps({"typ": "JWT", "alg": "ES256"}))
        signed = f"{head}.{in_base64url(orjson.dumps(claims))}"
        r, s = decode_dss_signature(self._key.sign(signed.encode(), ec.ECDSA(SHA256())))
        return f"{signed}.{in_base64url(r.to_bytes(32) + s.to_bytes(32))}"
