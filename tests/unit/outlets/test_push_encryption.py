"""What goes to push services, read by others: messages by the library of web-push (npm), tokens by the standard's own rules."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.unit.node import NODE
from webapp.newsroom.errors import Invalid
from webapp.newsroom.push.encryption import CURVE, MAX_PLAIN_BYTES, Signer, encrypted, from_base64url, in_base64url

ROOT = Path(__file__).parents[3]
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
PUSH_SERVICE = "https://push.example"

DECRYPT = """
import { createECDH } from "node:crypto";
import ece from "http_ece";
const { secret, auth, body } = INPUT;
const key = createECDH("prime256v1");
key.setPrivateKey(Buffer.from(secret, "base64url"));
const plain = ece.decrypt(Buffer.from(body, "base64url"), { version: "aes128gcm", privateKey: key, authSecret: auth });
console.log(JSON.stringify(plain.toString("utf8")));
"""


class Phone:
    """A browser's keys."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(CURVE)
        self.key = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.auth = bytes(range(16))

    def reads(self, body: bytes) -> str:
        secret = self._key.private_numbers().private_value.to_bytes(32)
        given = {"secret": in_base64url(secret), "auth": in_base64url(self.auth), "body": in_base64url(body)}
        script = DECRYPT.replace("INPUT", orjson.dumps(given).decode())
        assert NODE, "Node.js is needed; `make test` brings one"
        said = subprocess.run([NODE, "--input-type=module", "-e", script], cwd=ROOT, capture_output=True, check=True)
        return str(orjson.loads(said.stdout))


@pytest.mark.parametrize("text", ["Lindol sa Batangas – ₱20", "x" * MAX_PLAIN_BYTES])
def test_the_phone_it_is_for_reads_it_with_a_library_that_is_not_ours(text: str) -> None:
    phone, message = Phone(), text.encode()[:MAX_PLAIN_BYTES]
    body = encrypted(message, phone.key, phone.auth)
    assert phone.reads(body) == message.decode() and len(body) <= 4096


def test_no_two_messages_share_a_key_or_a_salt_and_nothing_longer_than_services_take_is_made() -> None:
    phone = Phone()
    one, other = (encrypted(b"x", phone.key, phone.auth) for _ in range(2))
    assert one[:16] != other[:16] and one[21:86] != other[21:86]
    with pytest.raises(Invalid, match="at most 3993 bytes"):
        encrypted(b"x" * (MAX_PLAIN_BYTES + 1), phone.key, phone.auth)


def test_the_token_says_who_we_are_to_this_push_service_and_is_signed_once() -> None:
    signer = Signer(bytes(31) + b"\x07", "https://radyo.example")
    value = signer.authorization(PUSH_SERVICE, NOON)
    token, key = (part.split("=", 1)[1] for part in value.removeprefix("vapid ").split(", "))
    head, claims, signature = token.split(".")
    assert orjson.loads(from_base64url(head)) == {"typ": "JWT", "alg": "ES256"}
    said = orjson.loads(from_base64url(claims))
    assert said["aud"] == PUSH_SERVICE and said["sub"] == "https://radyo.example"
    assert timedelta() < datetime.fromtimestamp(said["exp"], UTC) - NOON <= timedelta(hours=24)
    raw = from_base64url(signature)
    public = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, from_base64url(key))
    der = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    public.verify(der, f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))
    assert signer.authorization(PUSH_SERVICE, NOON + timedelta(hours=10)) == value
    assert signer.authorization(PUSH_SERVICE, NOON + timedelta(hours=12)) != value
    assert signer.authorization("https://other.example", NOON) != value
