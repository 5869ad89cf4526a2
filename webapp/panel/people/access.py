"""Who came in, who tried to, and who was refused: each a line in the log and a row in the store.

No password and no token is ever in it. A name that nobody has is left out too: it may be a password in the wrong field.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from webapp.newsroom.errors import StoreAway, TooMany
from webapp.newsroom.reads.identity import network_of
from webapp.newsroom.reads.rate_limit import RateLimiter
from webapp.newsroom.staff import Actor
from webapp.store.board.log import AuditEntry
from webapp.store.people.audit import Audit

AT_ONCE, A_SECOND = 30, 0.1
"""So many rows of one person or network; who makes more fills no disk by it."""

NOBODY = Actor(name="nobody", role="system")


class Access:
    def __init__(self, audit: Audit, now: Callable[[], datetime]) -> None:
        self._audit = audit
        self._now = now
        self._allowed = RateLimiter(A_SECOND, AT_ONCE)

    def signed_in(self, by: Actor, address: str, *, known: bool) -> None:
        self._note(
            by,
            "signed in",
            f"from {network_of(address)}, {'a browser known' if known else 'a browser new'} to the name",
        )

    def signed_out(self, by: Actor, address: str) -> None:
        self._note(by, "signed out", f"from {network_of(address)}")

    def wrong_password(self, name: str | None, address: str) -> None:
        """`name` is the account's, `None` where there is no such account."""
        self._stranger("wrong password", f"for {name or 'a name that nobody has'}", address)

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
        # The log has it already; whoever signs in is not to wait for a store that is away.
        with suppress(StoreAway):
            self._audit.note(AuditEntry(now, by.name, by.role, did, what), "access")
