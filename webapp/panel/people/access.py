"""The access log: sign-ins, failed tries and refusals, each a line in the log and a row in the store.

It never holds a password or a token. A name without an account is left out too: it may be a password in the wrong field.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from webapp.newsroom.audit.entry import AuditEntry
from webapp.newsroom.errors import StoreAway, TooMany
from webapp.newsroom.reads.identity import network_of
from webapp.newsroom.reads.rate_limit import RateLimiter
from webapp.newsroom.staff import Actor
from webapp.store.audit.audit import Audit

ROW_BURST, ROWS_PER_SECOND = 30, 0.1
"""Rows of one person or network; more are dropped, so that nobody can fill the disk."""

NOBODY = Actor(name="nobody", role="system")


class Access:
    """Writes the access log. While the store is away the log line alone is written, and nothing is raised."""

    def __init__(self, audit: Audit, now: Callable[[], datetime]) -> None:
        self._audit = audit
        self._now = now
        self._allowed = RateLimiter(ROWS_PER_SECOND, ROW_BURST)

    def signed_in(self, by: Actor, address: str, *, known: bool, how: str = "") -> None:
        """`how` names the second factor, where there was one."""
        browser = f"{'a browser known' if known else 'a browser new'} to the name"
        self._note(by, "signed in", f"from {network_of(address)}, {browser}{f', {how}' if how else ''}")

    def signed_out(self, by: Actor, address: str) -> None:
        self._note(by, "signed out", f"from {network_of(address)}")

    def wrong_password(self, name: str | None, address: str) -> None:
        """`name` is the account's, `None` where there is no such account."""
        self._stranger("wrong password", f"for {name or 'a name that nobody has'}", address)

    def wrong_code(self, name: str, address: str) -> None:
        self._stranger("wrong code", f"for {name}, whose password was right", address)

    def wrong_passkey(self, name: str | None, address: str) -> None:
        self._stranger("wrong passkey", f"for {name or 'nobody known'}", address)

    def not_proved(self, by: Actor, address: str, asked: str) -> None:
        """Somebody signed in did not know the own password when asked for it once more."""
        self._note(by, "refused", f"{asked[:200]}: the own password was wrong, from {network_of(address)}")

    def held(self, name: str | None, address: str, wait_s: int) -> None:
        self._stranger(
            "held up", f"too many tries for {name or 'a name that nobody has'}, for {wait_s} s more", address
        )

    def unknown_token(self, address: str, path: str) -> None:
        self._stranger("unknown token", f"for {path[:200]}", address)

    def refused(self, by: Actor | None, address: str, asked: str, why: str) -> None:
        """`asked` is method and path of what was asked for."""
        if by is None:
            self._stranger("refused", f"{asked[:200]}: {why}", address)
        else:
            self._note(by, "refused", f"{asked[:200]}: {why}, from {network_of(address)}")

    def _stranger(self, did: str, what: str, address: str) -> None:
        self._note(NOBODY, did, f"{what}, from {network_of(address)}", network_of(address))

    def _note(self, by: Actor, did: str, what: str, whose: str = "") -> None:
        now = self._now()
        try:
            self._allowed.take(whose or by.name, now)
        except TooMany:
            return
        with suppress(StoreAway):
            self._audit.note(AuditEntry(now, by.name, by.role, did, what), "access")
