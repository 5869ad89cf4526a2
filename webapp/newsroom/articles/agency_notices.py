"""A notice by which an agency takes a story back or corrects it, and what became of it."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Literal

from pydantic import Field

from webapp.newsroom.model import Slug, Value
from webapp.newsroom.times import Instant

MAX_AGENCY_NOTICES = 200
"""So many are kept; the oldest that are settled make room first."""

MAX_CANDIDATE_STORIES = 5

Settlement = Literal["by itself", "withdrawn", "dismissed", "never here"]
"""Which way it ended: the story was sure, an editor withdrew one or none, or the story never came in."""


class AgencyNotice(Value):
    """`of` names the source, `text` is how the notice begins; `candidates` are the stories that it may mean."""

    id: str
    kind: Literal["kill", "correction"]
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
        return self.model_copy(update={"settled": how, "settled_at": now, "story": story, "by": by})


def notice_id(source: str, title: str) -> str:
    return sha256(f"{source}\0{title}".encode()).hexdigest()[:12]
