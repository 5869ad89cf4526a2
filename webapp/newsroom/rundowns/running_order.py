"""A running order as the newsroom's system has it: its stories in order, with their items and scripts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated, TypeVar

from pydantic import Field, StringConstraints

from webapp.newsroom.model import Value
from webapp.newsroom.times import Instant

MAX_STORIES, MAX_ITEMS = 2_000, 500
MAX_ORDERS = 200
MAX_SCRIPT_CHARS = 100_000

ElementId = Annotated[str, StringConstraints(min_length=1, max_length=255)]
SlugText = Annotated[str, StringConstraints(max_length=255)]


class StoryItem(Value):
    """One item of a story (a clip, a caption). `seconds` is its length, where that is known."""

    id: ElementId
    slug: SlugText = ""
    seconds: float | None = Field(default=None, ge=0)


class Story(Value):
    """One story. `seconds` is its length, `None` where neither the story nor an item says; `script` is for staff only."""

    id: ElementId
    slug: SlugText = ""
    number: SlugText = ""
    seconds: float | None = Field(default=None, ge=0)
    items: tuple[StoryItem, ...] = Field(default=(), max_length=MAX_ITEMS)
    script: str = Field(default="", max_length=MAX_SCRIPT_CHARS)

    @property
    def length_s(self) -> float | None:
        """Its length: its own, else that of its items together."""
        known = [item.seconds for item in self.items if item.seconds is not None]
        return self.seconds if self.seconds is not None else (sum(known) if known else None)


class OrderHead(Value):
    """What a running order says of itself. `seconds` is its planned length."""

    slug: SlugText = ""
    channel: SlugText = ""
    starts_at: Instant | None = None
    seconds: float | None = Field(default=None, ge=0)


class RunningOrder(Value):
    """`entry` and `rev` are the dated entry made of it, the last time this was done; `ready` is `None` until it is said."""

    id: ElementId
    head: OrderHead = OrderHead()
    ready: bool | None = None
    stories: tuple[Story, ...] = Field(default=(), max_length=MAX_STORIES)

    def story(self, story_id: str) -> Story | None:
        """The story with this id."""
        return next((story for story in self.stories if story.id == story_id), None)

    def same_as(self, other: RunningOrder | None) -> bool:
        """Whether both say the same, scripts aside, which a list of the other end does not have."""
        return other is not None and _without_scripts(self) == _without_scripts(other)


class PlacedOrder(Value):
    """Where a running order stands in the rundown: its dated entry and span, or in `problem` why it stands nowhere."""

    entry: str | None = None
    rev: int = 0
    starts_at: Instant | None = None
    ends_at: Instant | None = None
    problem: str | None = None
    by: str | None = None
    at: Instant | None = None

    def is_near(self, now: datetime, margin_s: float) -> bool:
        """Whether `now` lies in its span, or within the margin before or after it."""
        if self.starts_at is None or self.ends_at is None:
            return False
        return (self.starts_at - now).total_seconds() <= margin_s and (now - self.ends_at).total_seconds() <= margin_s


E = TypeVar("E", Story, StoryItem)


def distinct(elements: Iterable[E]) -> tuple[E, ...]:
    """The elements without those whose id came before: one with the same id could never be named."""
    first: dict[str, E] = {}
    for element in elements:
        first.setdefault(element.id, element)
    return tuple(first.values())


def with_scripts(stories: Sequence[Story], known: Sequence[Story]) -> tuple[Story, ...]:
    """`stories` with the scripts that `known` has of them: lists bring none, and a script is sent only once."""
    scripts = {story.id: story.script for story in known if story.script}
    return tuple(
        story.model_copy(update={"script": scripts[story.id]}) if story.id in scripts and not story.script else story
        for story in stories
    )


def _without_scripts(order: RunningOrder) -> RunningOrder:
    return order.model_copy(
        update={"stories": tuple(story.model_copy(update={"script": ""}) for story in order.stories)}
    )
