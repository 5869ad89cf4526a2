"""Stories that have come and are not out yet: until their time, or until a person lets them. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from pydantic import Field

from webapp.newsroom.model import Article, Value
from webapp.newsroom.times import Instant

MAX_WAITING_STORIES = 1_000
ASIDE_RETENTION = timedelta(days=30)
"""What an editor put aside is known for so long, so that its source does not bring it again."""

Decision = Literal["out", "aside"]


class WaitingStory(Value):
    """A story that its source holds back until `until`, or, without that, one that waits for a person to decide.

    `feed` brought it (none: it came by hand). The rest is what the importer needs to put it out as if it came then:
    whether its date was given, what was in doubt, whether and what it updates, which version it is and when that was made.
    """

    article: Article
    reason: str = Field(max_length=500)
    until: Instant | None = None
    expires: Instant | None = None
    since: Instant
    feed: str | None = None
    dated: bool = True
    notes: tuple[str, ...] = ()
    update: bool = False
    replaces: str | None = None
    version: int = 0
    as_of: Instant | None = None

    @property
    def source(self) -> str:
        return self.article.source or ""


class EditorDecision(Value):
    """What an editor said of a story that waits."""

    decision: Decision
    by: str
    at: Instant


def is_due(waiting: WaitingStory, decided: EditorDecision | None, now: datetime) -> bool:
    """Whether it goes out now."""
    if decided:
        return decided.decision == "out"
    return waiting.until is not None and waiting.until <= now


def is_forgotten(waiting: WaitingStory, decided: EditorDecision | None, now: datetime) -> bool:
    """Whether what was put aside need not be known any more."""
    if decided is None or decided.decision != "aside":
        return False
    return max(decided.at, waiting.until or decided.at) + ASIDE_RETENTION <= now
