"""One headline's record, as the public may read it: its revisions from publication to the end.

A withdrawn headline's wording is nowhere in what the public gets; its place is kept by a tombstone with the reason.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from webapp.newsroom.events import BreakingChange, Event
from webapp.newsroom.model import BreakingItem, Value
from webapp.newsroom.times import Instant, rfc3339

HeadlineAction = Literal["published", "corrected", "withdrawn", "expired"]
HeadlineState = Literal["current", "expired", "withdrawn"]


class HeadlineRevision(Value):
    """A headline as it was after `action` at `at`. Who did it is kept for staff only, and not here."""

    action: HeadlineAction
    at: Instant
    item: BreakingItem


class HeadlineRecord(Value):
    """All revisions of one headline, oldest first."""

    revisions: tuple[HeadlineRevision, ...] = Field(min_length=1)

    @property
    def item(self) -> BreakingItem:
        """The headline as it was last."""
        return self.revisions[-1].item

    @property
    def id(self) -> str:
        return self.item.id

    @property
    def published_at(self) -> datetime:
        return self.item.published_at

    @property
    def corrections(self) -> tuple[HeadlineRevision, ...]:
        """The revisions that corrected it, oldest first."""
        return tuple(revision for revision in self.revisions if revision.action == "corrected")

    def state(self, now: datetime) -> HeadlineState:
        """What it is at `now`: its time may have ended before anybody wrote that down."""
        if self.revisions[-1].action == "withdrawn":
            return "withdrawn"
        ended = self.ended_at(now)
        return "current" if ended is None else "expired"

    def ended_at(self, now: datetime) -> datetime | None:
        """When it was withdrawn or its time was over; `None` while it is current."""
        last, expires_at = self.revisions[-1], self.item.expires_at
        if last.action == "withdrawn":
            return last.at
        if expires_at is not None and expires_at <= now:
            return expires_at
        return last.at if last.action == "expired" else None

    def with_revision(self, revision: HeadlineRevision) -> HeadlineRecord:
        """The record with `revision` at its end; unchanged when it is known already."""
        if any(known.item.rev == revision.item.rev for known in self.revisions):
            return self
        return HeadlineRecord(revisions=(*self.revisions, revision))

    def public(self, now: datetime) -> dict[str, Any]:
        """JSON: id, rev, state, priority, published_at and, where there are, headline, body, texts, language, article,
        expires_at, ended_at, corrections (each `{rev, at, reason}`) and the reason of a withdrawal. Of a withdrawn headline
        no wording.
        """
        item, state, ended_at = self.item, self.state(now), self.ended_at(now)
        withdrawn = state == "withdrawn"
        about: dict[str, Any] = {
            "id": item.id,
            "rev": item.rev,
            "state": state,
            "priority": item.priority,
            "headline": None if withdrawn else item.headline,
            "body": None if withdrawn else item.body,
            "texts": None if withdrawn or item.texts is None else item.dump()["texts"],
            "language": None if withdrawn else item.language,
            "article": None if withdrawn else item.article,
            "published_at": rfc3339(item.published_at),
            "expires_at": rfc3339(item.expires_at) if item.expires_at and state == "current" else None,
            "ended_at": rfc3339(ended_at) if ended_at else None,
            "reason": item.reason if withdrawn else None,
            "corrections": [] if withdrawn else [_correction(one) for one in self.corrections],
        }
        return {name: value for name, value in about.items() if value is not None}


def _correction(revision: HeadlineRevision) -> dict[str, Any]:
    return {"rev": revision.item.rev, "at": rfc3339(revision.at), "reason": revision.item.reason or ""}


def revision_of(event: Event) -> HeadlineRevision | None:
    """The revision that `event` made; `None` for events that are about no headline."""
    change = event.content
    if not isinstance(change, BreakingChange):
        return None
    return HeadlineRevision(action=change.action, at=event.at, item=change.item)
