"""The state of a subscription at a hub (W3C WebSub). Pure: no network, no store, no clock."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta

from webapp.newsroom.model import Value
from webapp.newsroom.times import Instant

ASKED_LEASE = timedelta(days=7)
MIN_LEASE, MAX_LEASE = timedelta(minutes=5), timedelta(days=30)
"""A hub may grant any lease; it is clamped to these bounds."""

SUBSCRIBE_RETRY = timedelta(hours=1)
RENEWAL_MARGIN = timedelta(days=1)
POLL_SLOWDOWN = 5
"""While a hub reports changes, the source itself is polled this many times less often."""

_METHODS = {"sha1", "sha256", "sha384", "sha512"}


class HubSubscription(Value):
    """A subscription, live until `until`. `key` is part of the callback's address, `secret` signs the hub's requests."""

    hub: str
    topic: str
    key: str
    secret: str
    asked_at: Instant
    until: Instant | None = None
    error: str | None = None

    def is_live(self, now: datetime) -> bool:
        """Whether the hub currently reports changes."""
        return self.until is not None and now < self.until

    def needs_request(self, now: datetime) -> bool:
        """Whether the hub is to be asked for the subscription, for the first time or to renew it."""
        live = self.until is not None and now < self.until - min(RENEWAL_MARGIN, (self.until - self.asked_at) / 2)
        return not live and now >= self.asked_at + SUBSCRIBE_RETRY

    def signed(self, body: bytes, signature: str) -> bool:
        """Whether `signature` (`sha256=<hex>`) is the HMAC of `body` under our secret (WebSub, section 8)."""
        method, _, value = signature.strip().partition("=")
        if method.lower() not in _METHODS:
            return False
        made = hmac.new(self.secret.encode(), body, method.lower()).hexdigest()
        return hmac.compare_digest(made.encode(), value.strip().lower().encode())


def granted_lease(seconds: str) -> timedelta:
    """The lease that a hub names in seconds, within `MIN_LEASE` and `MAX_LEASE`."""
    named = (
        timedelta(seconds=int(seconds))
        if seconds.isascii() and seconds.isdigit() and len(seconds) < 10
        else ASKED_LEASE
    )
    return max(MIN_LEASE, min(named, MAX_LEASE))
