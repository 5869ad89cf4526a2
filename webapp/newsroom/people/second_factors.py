"""Codes of authenticator apps (TOTP, RFC 6238), and recovery codes. Pure, but for chance."""

from __future__ import annotations

import secrets
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest

import pyotp

from webapp.newsroom.people.account import Account

STEP_S = 30
CODE_DIGITS = 6

RECOVERY_CODES = 10
_RECOVERY_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without letters that are taken for others."""
_RECOVERY_CHARS, _GROUP = 16, 4


def new_secret() -> str:
    """The secret of an authenticator app, in base32."""
    return pyotp.random_base32()


def app_address(secret: str, account: str, station: str) -> str:
    """The `otpauth:` address that an app reads from the QR code."""
    return pyotp.TOTP(secret, interval=STEP_S, digits=CODE_DIGITS).provisioning_uri(name=account, issuer_name=station)


def matching_step(secret: str, code: str, now: datetime, last_step: int) -> int | None:
    """The step that `code` is of: this one, the one before or the next, and later than `last_step`; else `None`.

    So a code opens once, and clocks may differ by half a minute.
    """
    code = "".join(code.split())
    if len(code) != CODE_DIGITS or not (code.isascii() and code.isdigit()):
        return None
    this, app, found = int(now.timestamp()) // STEP_S, pyotp.TOTP(secret), None
    for step in (this - 1, this, this + 1):
        if compare_digest(app.generate_otp(step), code) and step > last_step:
            found = step
    return found


def new_recovery_codes() -> list[str]:
    """Ten codes of some 79 bits, in groups of four."""
    return ["-".join(_group() for _ in range(_RECOVERY_CHARS // _GROUP)) for _ in range(RECOVERY_CODES)]


def hashed_code(code: str) -> str:
    """What is kept of a recovery code, or of an invitation: they are made by chance, so that no slow hash is needed."""
    return sha256("".join(each for each in code.casefold() if each.isalnum()).encode()).hexdigest()


def without_recovery_code(account: Account, code: str) -> Account | None:
    """The account once `code` is used up; `None` where it is none of its recovery codes."""
    hashed = hashed_code(code)
    if not any(compare_digest(hashed, one) for one in account.recovery):
        return None
    return account.with_(recovery=tuple(one for one in account.recovery if one != hashed))


def _group() -> str:
    return "".join(secrets.choice(_RECOVERY_LETTERS) for _ in range(_GROUP))
