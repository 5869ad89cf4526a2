"""Editors' choices about the most-read list: an article pinned to its top, or kept off it, with a reason and an end.

A choice never changes a count. A pinned article is shown with its own reads, and marked as pinned.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Literal

from pydantic import Field

from webapp.newsroom.drafts import Reason
from webapp.newsroom.model import MostRead, MostReadItem, Slug, Value
from webapp.newsroom.times import Instant

MAX_CHOICES = 30
"""How many articles may be pinned or kept off at one time."""

MAX_PINNED = 3
"""How many of them may be pinned: a list that is mostly pinned does not show what is read."""


class EditorChoiceDraft(Value):
    """An editor's request; without `until` it stays until somebody takes it back."""

    action: Literal["pin", "suppress"]
    reason: Reason
    until: Instant | None = None


class EditorChoice(Value):
    """In force from `since` (inclusive) to `until` (exclusive)."""

    article: Slug
    action: Literal["pin", "suppress"]
    reason: Reason
    by: str = Field(min_length=1)
    since: Instant
    until: Instant | None = None

    def in_force(self, now: datetime) -> bool:
        """Whether the choice still applies."""
        return self.until is None or now < self.until


def apply_choices(
    listed: MostRead,
    choices: Collection[EditorChoice],
    pinned: Mapping[str, MostReadItem] | None = None,
    limit: int | None = None,
) -> MostRead:
    """`listed` with the editors' choices: pinned articles first, oldest pin first, then the others by their reads.

    A pinned article that is not in the list is taken from `pinned`; when it is not there either, it is left out.
    """
    found = {item.article: item for item in listed.items}
    kept_off = {choice.article for choice in choices if choice.action == "suppress"}
    pins = [choice.article for choice in sorted(choices, key=lambda c: c.since) if choice.action == "pin"]
    top = [item for slug in pins if (item := found.get(slug) or (pinned or {}).get(slug))]
    ahead = {item.article for item in top}
    # An article that was pinned when the list was made, and no longer is, returns with the next ranking, at its own rank.
    rest = [item for item in listed.items if item.article not in ahead | kept_off and not item.pinned]
    rows = [(item, True) for item in top] + [(item, None) for item in rest]
    items = (
        item.model_copy(update={"rank": rank, "pinned": mark}) for rank, (item, mark) in enumerate(rows[:limit], 1)
    )
    return listed.model_copy(update={"items": tuple(items)})
