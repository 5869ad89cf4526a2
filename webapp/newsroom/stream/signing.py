"""Signatures of notices to webhooks, as in Standard Webhooks (standardwebhooks.com). Pure."""

from __future__ import annotations

from base64 import b64decode, b64encode
from hmac import digest

PREFIX = "whsec_"

MIN_KEY_BYTES = 16


def signing_key(secret: str) -> bytes:
    """The key that `secret` stands for: what follows `whsec_` is base64, and any other text is taken by its own bytes.

    Raises `ValueError` where `whsec_` is followed by something else.
    """
    if not is_standard(secret):
        return secret.encode()
    try:
        return b64decode(secret.removeprefix(PREFIX), validate=True)
    except ValueError:
        raise ValueError("what follows whsec_ is not base64; make one with: openssl rand -base64 32") from None


def checked_secret(secret: str) -> str:
    """`secret`, for a field of the station's file. Raises `ValueError` for one that is no whole key."""
    if len(signing_key(secret)) < MIN_KEY_BYTES:
        raise ValueError(f"a secret has {MIN_KEY_BYTES} bytes or more")
    return secret


def is_standard(secret: str) -> bool:
    """Whether receivers can give `secret` as it is to a library of Standard Webhooks."""
    return secret.startswith(PREFIX)


def signature(secret: str, name: str, seconds: int, body: bytes) -> str:
    """`v1,` and the base64 HMAC-SHA256 of the message id `name`, the Unix time and the body. Raises as `signing_key` does."""
    signed = f"{name}.{seconds}.".encode() + body
    return "v1," + b64encode(digest(signing_key(secret), signed, "sha256")).decode()
