"""Secrets among the settings: shown to nobody, and kept where whoever changes the rest leaves their sign."""

from __future__ import annotations

import hmac
import re
from hashlib import sha256
from typing import Any

SECRET_NAMES = frozenset({"secret", "password", "token", "urls"})
"""Of outlets and webhooks. The addresses of chat services (`urls`) let anybody write there who knows them."""

_SIGN = re.compile(r"kept-[0-9a-f]{16}")


class Masks:
    """Signs that stand for secrets; `key` keeps them from being guessed at."""

    def __init__(self, key: str) -> None:
        self._key = key.encode()

    def hidden(self, plain: Any) -> Any:
        """`plain` JSON with a sign in the place of each secret."""
        return _replaced(plain, self._sign)

    def restored(self, plain: Any, known: Any) -> Any:
        """`plain` with the secrets of `known` in the places of their signs. A sign of another secret stays as it is."""
        secrets: dict[str, str] = {}

        def note(secret: str) -> str:
            secrets[self._sign(secret)] = secret
            return secret

        _replaced(known, note)
        return _replaced(plain, lambda text: secrets.get(text, text))

    def unknown(self, plain: Any) -> bool:
        """Whether a sign is left in `plain`, for which there is no secret."""
        left: set[str] = set()

        def note(text: str) -> str:
            left.update([text] if _SIGN.fullmatch(text) else [])
            return text

        _replaced(plain, note)
        return bool(left)

    def _sign(self, secret: str) -> str:
        return f"kept-{hmac.new(self._key, secret.encode(), sha256).hexdigest()[:16]}"


def _replaced(plain: Any, by: Any, is_secret: bool = False) -> Any:
    if isinstance(plain, dict):
        return {key: _replaced(value, by, key in SECRET_NAMES) for key, value in plain.items()}
    if isinstance(plain, list):
        return [_replaced(one, by, is_secret) for one in plain]
    return by(plain) if is_secret and isinstance(plain, str) else plain
