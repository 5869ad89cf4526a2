"""What a message changes in a running order: each kind a value, and `changed`, the one rule by which it is applied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from webapp.newsroom.errors import Invalid, NotFound
from webapp.newsroom.rundowns.running_order import (
    MAX_ITEMS,
    MAX_STORIES,
    OrderHead,
    RunningOrder,
    Story,
    StoryItem,
    distinct,
    with_scripts,
)

E = TypeVar("E", Story, StoryItem)


@dataclass(frozen=True)
class HeadReplaced:
    """`roMetadataReplace`: what the running order says of itself anew; what it leaves out stays, and so do the stories."""

    head: OrderHead


@dataclass(frozen=True)
class ReadySaid:
    """`roReadyToAir`."""

    ready: bool


@dataclass(frozen=True)
class Inserted:
    """New stories, or items of `story`, before the element `before`; at the end where that is empty.

    One that is there already is taken out first, so that a repeat changes nothing.
    """

    elements: Sequence[Story] | Sequence[StoryItem]
    before: str = ""
    story: str | None = None


@dataclass(frozen=True)
class Replaced:
    """The element `target` replaced by others."""

    elements: Sequence[Story] | Sequence[StoryItem]
    target: str
    story: str | None = None


@dataclass(frozen=True)
class Moved:
    """The elements `ids`, in this order, put before the element `before`; at the end where that is empty."""

    ids: Sequence[str]
    before: str = ""
    story: str | None = None


@dataclass(frozen=True)
class Deleted:
    """Elements that are gone already are no mistake."""

    ids: Sequence[str]
    story: str | None = None


@dataclass(frozen=True)
class Swapped:
    """Two elements that change places."""

    first: str
    second: str
    story: str | None = None


@dataclass(frozen=True)
class ScriptSent:
    """`roStorySend`: the story with its script. Its items stay; so do slug and number where the message has none."""

    story: Story


Change = HeadReplaced | ReadySaid | Inserted | Replaced | Moved | Deleted | Swapped | ScriptSent


def changed(order: RunningOrder, change: Change) -> RunningOrder:
    """`order` after `change`. Raises `NotFound` for an element that it does not have, `Invalid` for too many."""
    match change:
        case HeadReplaced(head):
            said = {name: value for name, value in head if value not in (None, "")}
            return order.model_copy(update={"head": order.head.model_copy(update=said)})
        case ReadySaid(ready):
            return order.model_copy(update={"ready": ready})
        case ScriptSent(story):
            known = _one(order.stories, story.id, "story")
            update = {
                "script": story.script,
                "slug": story.slug or known.slug,
                "number": story.number or known.number,
                "items": known.items or story.items,
                "seconds": known.seconds if story.seconds is None else story.seconds,
            }
            return _with_story(order, known.model_copy(update=update))
        case Inserted() | Replaced() | Moved() | Deleted() | Swapped() if change.story:
            story = _one(order.stories, change.story, "story")
            items = _elements(story.items, change, _sent(change, StoryItem), "item")
            if len(items) > MAX_ITEMS:
                raise Invalid(f"a story has at most {MAX_ITEMS} items")
            return _with_story(order, story.model_copy(update={"items": items}))
        case _:
            new = with_scripts(_sent(change, Story), order.stories)
            stories = _elements(order.stories, change, new, "story")
            if len(stories) > MAX_STORIES:
                raise Invalid(f"a running order has at most {MAX_STORIES} stories")
            return order.model_copy(update={"stories": stories})


def replaced_whole(known: RunningOrder | None, order: RunningOrder) -> RunningOrder:
    """`order` as a whole, in the place of `known`: what lists do not bring (scripts, readiness) stays."""
    if known is None:
        return order
    stories = with_scripts(order.stories, known.stories)
    return order.model_copy(update={"stories": stories, "ready": known.ready if order.ready is None else order.ready})


def _sent(change: Change, kind: type[E]) -> tuple[E, ...]:
    """The new elements that `change` brings."""
    elements = change.elements if isinstance(change, Inserted | Replaced) else ()
    return distinct(one for one in elements if isinstance(one, kind))


def _elements(elements: tuple[E, ...], change: Change, new: tuple[E, ...], what: str) -> tuple[E, ...]:
    match change:
        case Inserted():
            return _put(elements, new, change.before, what)
        case Replaced():
            return _instead(elements, _one(elements, change.target, what), new)
        case Moved():
            moved = tuple(_one(elements, name, what) for name in dict.fromkeys(change.ids))
            return _put(elements, moved, change.before, what)
        case Deleted():
            gone = set(change.ids)
            return tuple(one for one in elements if one.id not in gone)
        case Swapped(first, second):
            swap = {first: _one(elements, second, what), second: _one(elements, first, what)}
            return tuple(swap.get(one.id, one) for one in elements)
    raise AssertionError(change)


def _instead(elements: tuple[E, ...], target: E, new: tuple[E, ...]) -> tuple[E, ...]:
    """`new` in the place of `target`; of those that stood elsewhere only the new place counts."""
    at = elements.index(target)
    gone = {one.id for one in new} | {target.id}
    before = tuple(one for one in elements[:at] if one.id not in gone)
    after = tuple(one for one in elements[at + 1 :] if one.id not in gone)
    return before + new + after


def _put(elements: tuple[E, ...], moved: tuple[E, ...], before: str, what: str) -> tuple[E, ...]:
    """Where `before` is among those that move, the next one that stays counts."""
    names = {one.id for one in moved}
    place = elements.index(_one(elements, before, what)) if before else len(elements)
    ahead = tuple(one for one in elements[:place] if one.id not in names)
    behind = tuple(one for one in elements[place:] if one.id not in names)
    return ahead + moved + behind


def _with_story(order: RunningOrder, story: Story) -> RunningOrder:
    return order.model_copy(update={"stories": tuple(story if one.id == story.id else one for one in order.stories)})


def _one(elements: Sequence[E], name: str, what: str) -> E:
    found = next((one for one in elements if one.id == name), None)
    if found is None:
        raise NotFound(f"there is no {what} {name[:60]!r}")
    return found
