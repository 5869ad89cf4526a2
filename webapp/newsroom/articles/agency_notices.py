"""An agency's notice to editors, which may withdraw or correct a story, and how it was settled."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Literal

from pydantic import Field

from webapp.newsroom.model import Slug, Value
from webapp.newsroom.times import Instant

MAX_AGENCY_NOTICES = 200
"""How many are kept; the oldest settled ones are dropped first."""

MAX_CANDIDATE_STORIES = 5

NoticeKind = Literal["kill", "correction", "embargo", "advisory", "note"]

ASKS_NOTHING: frozenset[NoticeKind] = frozenset({"advisory", "note"})
"""Kinds that tell editors something and wait for nobody."""

Settlement = Literal["by itself", "withdrawn", "dismissed", "never here", "noted"]
"""How it ended: the story was certain, an editor withdrew one or none, the story was never imported, or nothing was asked."""


class AgencyNotice(Value):
    """`of` names the source, `text` is the beginning of the notice, `candidates` are the stories it may mean."""

    id: str
    kind: NoticeKind
    title: str = Field(max_length=300)
    text: str = Field(default="", max_length=600)
    of: str = Field(max_length=300)
    came_at: Instant
    candidates: tuple[Slug, ...] = ()
    settled: Settlement | None = None
    story: Slug | None = None
    by: str | None = None
    settled_at: Instant | None = None

    def settle(self, how: Settlement, now: datetime, story: str | None = None, by: str | None = None) -> AgencyNotice:
        """The notice as settled `how` at `now`; `story` is the slug it was about, `by` the editor."""
        return self.model_copy(update={"settled": how, "settled_at": now, "story": story, "by": by})


def notice_id(source: str, title: str) -> str:
    """A short stable id made of source and title."""
    return sha256(f"{source}\0{title}".encode()).hexdigest()[:12]
