"""Articles that editors write on and that are not out: shared drafts, and those that go out at a time. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from webapp.newsroom.drafts import ArticleDraft
from webapp.newsroom.errors import Stale
from webapp.newsroom.model import OneLineText, Role, Value
from webapp.newsroom.staff import Actor
from webapp.newsroom.times import Instant, rfc3339

MAX_ARTICLES_IN_WORK = 300

State = Literal["draft", "scheduled"]


class KeptArticleChange(ArticleDraft):
    """An article in work as it is to be now; `rev` is the revision that the caller saw."""

    rev: int = Field(ge=1)


class ArticleInWork(Value):
    """An article that is not out. `rev` grows with each change; `until` is when it goes out by itself, `problem` why it
    could not.

    `draft` has neither `at` nor `draft`.
    """

    id: str
    rev: int = 1
    state: State = "draft"
    draft: ArticleDraft
    by: OneLineText
    role: Role | Literal["system"]
    since: Instant
    until: Instant | None = None
    changed_by: OneLineText | None = None
    changed_at: Instant | None = None
    problem: str | None = Field(default=None, max_length=500)

    @property
    def author(self) -> Actor:
        """Who is named for it when it goes out."""
        return Actor(name=self.changed_by or self.by, role=self.role)

    def is_due(self, now: datetime) -> bool:
        """Whether it goes out by itself now."""
        return self.state == "scheduled" and self.until is not None and self.until <= now

    def rewritten(self, draft: ArticleDraft, by: Actor, now: datetime) -> ArticleInWork:
        """The next revision; `draft.at` says whether and when it goes out by itself."""
        return self.model_copy(
            update={
                "rev": self.rev + 1, "draft": without_wishes(draft), "state": "scheduled" if draft.at else "draft",
                "until": draft.at, "changed_by": by.name, "changed_at": now, "role": by.role, "problem": None,
            }
        )  # fmt: skip

    def sent_back(self, problem: str, now: datetime) -> ArticleInWork:
        """A draft again, since it could not go out."""
        return self.model_copy(
            update={"rev": self.rev + 1, "state": "draft", "until": None, "problem": problem[:500], "changed_at": now}
        )

    def for_staff(self) -> dict[str, Any]:
        """JSON for the panel and for newsroom systems: the fields of its draft, and `{id, rev, state, until, by, since, …}`."""
        return {**self.draft.dump(), **{name: value for name, value in self.dump().items() if name != "draft"}}


def new_in_work(item_id: str, draft: ArticleDraft, by: Actor, now: datetime) -> ArticleInWork:
    """The first revision of an article that `by` writes on."""
    return ArticleInWork(
        id=item_id, state="scheduled" if draft.at else "draft", until=draft.at, draft=without_wishes(draft),
        by=by.name, role=by.role, since=now,
    )  # fmt: skip


def without_wishes(draft: ArticleDraft) -> ArticleDraft:
    """What is kept of a draft: the article, not what was asked to be done with it."""
    kept = draft.model_dump(include=set(ArticleDraft.model_fields) - {"at", "draft"})
    return ArticleDraft.load(kept)


def stale_in_work(current: ArticleInWork) -> Stale:
    """Says who changed it meanwhile, and what it is now."""
    by, at = current.changed_by or current.by, rfc3339(current.changed_at or current.since)
    return Stale(
        f"it was changed meanwhile by {by}; look at what changed and decide again",
        extra={"current": current.for_staff(), "did": "changed", "by": by, "at": at},
    )
