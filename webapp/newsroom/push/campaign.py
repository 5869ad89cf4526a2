"""One change of a headline on its way to all who want it, and the notice that their browsers show."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from pydantic import Field

from webapp.newsroom.model import BreakingItem, Priority, Value
from webapp.newsroom.outlets.ledger import OutletAction
from webapp.newsroom.times import Instant

MAX_TTL, WITHDRAWN_TTL = timedelta(hours=12), timedelta(days=7)
"""How long a push service keeps a notice for a phone that is off. The word that one was withdrawn is kept for longer: it replaces
the notice that waits there, and the one that is shown."""

MAX_BODY_CHARS = 300
"""Phones show less; a push service takes 4 kB, encrypted."""


class NoticeWords(Value):
    """What stands around a headline in one language."""

    flash: str
    bulletin: str
    urgent: str
    corrected: str
    withdrawn: str


class Campaign(Value):
    """`topics` of the headline's article, in lower case. `words` by language, the station's first first."""

    id: str
    headline: str
    rev: int
    action: OutletAction
    priority: Priority
    topics: tuple[str, ...] = ()
    title: str = ""
    body: str | None = None
    reason: str | None = None
    published_at: Instant
    begun_at: Instant
    expires_at: Instant | None = None
    station: str
    address: str
    words: dict[str, NoticeWords] = Field(min_length=1)

    @property
    def topic_header(self) -> str:
        """RFC 8030's `Topic`, the same for all notices of a headline: a later one replaces what waits at the push service."""
        return blake2b(self.headline.encode(), digest_size=12).hexdigest()

    @property
    def tag(self) -> str:
        """The same for all notices of a headline: a later one replaces what is shown."""
        return f"headline-{self.headline}"

    @property
    def urgency(self) -> str:
        return "high" if self.priority == "flash" and self.action == "published" else "normal"

    @property
    def rank(self) -> int:
        """What is sent first: words taken back, then corrections, then flashes."""
        return {"withdrawn": 0, "corrected": 1}.get(self.action, 2 if self.priority == "flash" else 3)

    def ttl_s(self, now: datetime) -> int:
        """Seconds."""
        if self.action == "withdrawn":
            return int(WITHDRAWN_TTL.total_seconds())
        left = MAX_TTL if self.expires_at is None else min(MAX_TTL, self.expires_at - now)
        return max(60, int(left.total_seconds()))

    def notice(self, language: str, silent: bool) -> dict[str, Any]:
        """The message in the form of Declarative Web Push, which Safari shows by itself; our service worker reads the same."""
        code = language if language in self.words else next(iter(self.words))
        words = self.words[code]
        if self.action == "withdrawn":
            title, body = words.withdrawn, self.reason or ""
        else:
            label = {"flash": words.flash, "bulletin": words.bulletin}.get(self.priority, words.urgent)
            if self.action == "corrected":
                label = words.corrected
            title, body = f"{label}: {self.title}", self.body or self.station
        shown = body if len(body) <= MAX_BODY_CHARS else f"{body[: MAX_BODY_CHARS - 1].rstrip()}…"
        data = {"headline": self.headline, "rev": self.rev, "action": self.action}
        notification = {"title": title, "body": shown, "lang": code, "dir": "auto", "tag": self.tag, "navigate": self.address,
                        "silent": silent, "data": data}  # fmt: skip
        return {"web_push": 8030, "notification": notification}


def campaign_of(
    key: str, action: OutletAction, item: BreakingItem, now: datetime, station: str, address: str,
    topics: tuple[str, ...], words: dict[str, NoticeWords],
) -> Campaign:  # fmt: skip
    """The campaign of a headline's change; of one that was withdrawn without its words."""
    said: dict[str, Any] = {} if action == "withdrawn" else {"title": item.headline, "body": item.body}
    return Campaign(
        id=key, headline=item.id, rev=item.rev, action=action, priority=item.priority, topics=topics, reason=item.reason,
        published_at=item.published_at, begun_at=now, expires_at=item.expires_at, station=station, address=address, words=words,
        **said,
    )  # fmt: skip
