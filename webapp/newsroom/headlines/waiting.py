"""Headlines that are not out: drafts, and those that wait for a second person, for the seconds to take them back, or for a time.

Pure. They stand apart from the board: nothing that listeners get knows of them.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Literal

from webapp.newsroom.drafts import BreakingDraft, Correction
from webapp.newsroom.model import OneLineText, Role, Value
from webapp.newsroom.staff import Actor
from webapp.newsroom.times import Instant, rfc3339

WaitingState = Literal["draft", "pending", "held", "scheduled", "missed"]

MAX_WAITING_HEADLINES = 300

LATE_AFTER: dict[WaitingState, timedelta] = {"held": timedelta(seconds=60), "scheduled": timedelta(minutes=10)}
"""How late a headline may go out by itself: whoever pushed it is still there, or its time has only just come. A later one was
missed (everything was down), and waits for a person: by then it may be wrong.
"""

KEPT_VERSIONS = 5


class EarlierVersion(Value):
    """What a waiting headline was before it was changed, for whoever saw that one."""

    rev: int
    draft: BreakingDraft


class WaitingHeadline(Value):
    """A headline that is not out.

    `rev` grows with each change, and is the headline's own once it is out. `by` wrote it, `changed_by` changed it last.
    `until` is when a held or scheduled one goes out, and from when a pending one may be sent by one person alone. A
    `correction` is one that would make a headline on the board a flash; `draft` then is what it would be.
    """

    id: str
    rev: int = 1
    state: WaitingState
    draft: BreakingDraft
    correction: Correction | None = None
    by: OneLineText
    role: Role | Literal["system"]
    since: Instant
    until: Instant | None = None
    changed_by: OneLineText | None = None
    changed_at: Instant | None = None
    approved_by: OneLineText | None = None
    earlier: tuple[EarlierVersion, ...] = ()

    @property
    def author(self) -> Actor:
        """Who is named for it when it goes out."""
        return Actor(name=self.by, role=self.role)

    def was_last_written_by(self, actor: Actor) -> bool:
        """Whether the wording is this person's, so that somebody else has to approve it."""
        return (self.changed_by or self.by).casefold() == actor.name.casefold()

    def is_due(self, now: datetime) -> bool:
        """Whether its time has come."""
        return self.state in LATE_AFTER and self.until is not None and self.until <= now

    def is_missed(self, now: datetime) -> bool:
        """Whether its time came so long ago that it must not go out by itself any more."""
        return self.is_due(now) and self.until is not None and now - self.until > LATE_AFTER[self.state]

    def changed_since(self, rev: int) -> dict[str, Any]:
        """What differs from the revision that somebody saw: `{field: {was, now}}`; empty where that one is not known any more."""
        seen = next((one.draft.dump() for one in self.earlier if one.rev == rev), None)
        current = self.draft.dump()
        names = sorted(seen.keys() | current.keys()) if seen else []
        return {n: {"was": seen.get(n), "now": current.get(n)} for n in names if seen and seen.get(n) != current.get(n)}

    def rewritten(self, draft: BreakingDraft, by: Actor, now: datetime) -> WaitingHeadline:
        """The same headline with other words: the next revision."""
        earlier = (*self.earlier, EarlierVersion(rev=self.rev, draft=self.draft))[-KEPT_VERSIONS:]
        return self.model_copy(
            update={"rev": self.rev + 1, "draft": draft, "changed_by": by.name, "changed_at": now, "earlier": earlier}
        )

    def for_staff(self) -> dict[str, Any]:
        """JSON for the panel and for newsroom systems: `{id, rev, state, until, by, since, …}` and the fields of its draft."""
        plain = {**self.draft.dump(), **self.dump(), "corrects": self.correction is not None}
        return {name: value for name, value in plain.items() if name not in ("draft", "correction", "earlier")}


class FlashSentAlone(Value):
    """A flash that one person sent without a second one; somebody else is to look at it by `due`."""

    id: str
    headline: str
    by: OneLineText
    at: Instant
    due: Instant

    def for_staff(self, now: datetime) -> dict[str, Any]:
        """JSON for the panel: its fields, and whether it is overdue."""
        return {**self.dump(), "overdue": rfc3339(now) > rfc3339(self.due)}
