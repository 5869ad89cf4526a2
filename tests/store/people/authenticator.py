"""A device that holds passkeys, made of nothing but keys, so that it can also lie."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

PRESENT, VERIFIED, HAS_CREDENTIAL = 1, 4, 64


class Authenticator:
    """`checks_user`: whether it asks for a finger or a PIN; `origin`: the site that it believes to be at."""

    def __init__(self, origin: str, checks_user: bool = True) -> None:
        self.origin = origin
        self.checks_user = checks_user
        self.count = 0
        self.handle = b""
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._id = sha256(self.origin.encode()).digest()

    def create(self, asked: dict[str, Any]) -> str:
        options = asked["publicKey"]
        self.handle = websafe_decode(options["user"]["id"])
        key = ES256.from_cryptography_key(self._key.public_key())  # type: ignore[no-untyped-call]
        public = AttestedCredentialData.create(Aaguid.NONE, self._id, key)
        data = self._data(options["rp"]["id"], HAS_CREDENTIAL, public)
        made = AttestationObject.create("none", data, {})
        client = self._client("webauthn.create", options["challenge"])
        return self._answer(clientDataJSON=client, attestationObject=bytes(made))

    def get(self, asked: dict[str, Any]) -> str:
        options = asked["publicKey"]
        data = self._data(options["rpId"])
        client = self._client("webauthn.get", options["challenge"])
        signature = self._key.sign(bytes(data) + sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            clientDataJSON=client, authenticatorData=bytes(data), signature=signature, userHandle=self.handle
        )

    def _data(self, site: str, flags: int = 0, public: Any = b"") -> AuthenticatorData:
        self.count += 1
        all_flags = AuthenticatorData.FLAG(flags | PRESENT | (VERIFIED if self.checks_user else 0))
        data: AuthenticatorData = AuthenticatorData.create(
            sha256(site.encode()).digest(), all_flags, self.count, public
        )
        return data

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, **response: bytes) -> str:
        written = {name: websafe_encode(value) for name, value in response.items()}
        name = websafe_encode(self._id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": written})
