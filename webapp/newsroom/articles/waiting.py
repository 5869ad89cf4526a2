"""Stories that were received and wait for their time or for an editor. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from pydantic import Field

from webapp.newsroom.model import Article, Value
from webapp.newsroom.times import Instant

MAX_WAITING_STORIES = 1_000
ASIDE_RETENTION = timedelta(days=30)
"""How long a story that an editor put aside is remembered, so that its source cannot bring it back."""

Decision = Literal["out", "aside"]


class WaitingStory(Value):
    """A story that its source embargoes until `until`, or, without that, one that waits for an editor.

    `feed` brought it (`None`: imported by hand). The other fields are what the importer needs to publish it later as if
    it had just come: whether it was dated, doubts, whether and what it updates, its version and when that was made.
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
        """The identity of its origin."""
        return self.article.source or ""


class EditorDecision(Value):
    """An editor's decision about a waiting story."""

    decision: Decision
    by: str
    at: Instant


def is_due(waiting: WaitingStory, decided: EditorDecision | None, now: datetime) -> bool:
    """Whether it is to be published now."""
    if decided:
        return decided.decision == "out"
    return waiting.until is not None and waiting.until <= now


def is_forgotten(waiting: WaitingStory, decided: EditorDecision | None, now: datetime) -> bool:
    """Whether a story that was put aside need not be remembered any longer."""
    if decided is None or decided.decision != "aside":
        return False
    return max(decided.at, waiting.until or decided.at) + ASIDE_RETENTION <= now
