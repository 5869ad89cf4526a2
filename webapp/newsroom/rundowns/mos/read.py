"""From a message's XML to what it says. What is wrong in a value is left out; what cannot be named is refused."""

from __future__ import annotations

from typing import TypeVar
from xml.etree.ElementTree import Element
from zoneinfo import ZoneInfo

from webapp.newsroom.errors import Invalid
from webapp.newsroom.rundowns.mos.changes import (
    Change,
    Deleted,
    HeadReplaced,
    Inserted,
    Moved,
    ReadySaid,
    Replaced,
    ScriptSent,
    Swapped,
)
from webapp.newsroom.rundowns.mos.elements import order_head, read_items, read_script, read_stories
from webapp.newsroom.rundowns.mos.envelope import text_of, texts_of
from webapp.newsroom.rundowns.running_order import MAX_STORIES, RunningOrder, Story, StoryItem, distinct

V = TypeVar("V")

WHOLE = ("roCreate", "roReplace", "roList")

STATUSES = {"roElementStat": "", "roStat": "RO", "roStoryStat": "STORY", "roItemStat": "ITEM"}
"""Messages of a status, and what they are about; the first one says so itself."""


def read_order(body: Element, zone: ZoneInfo) -> RunningOrder:
    """A whole running order, of `roCreate`, `roReplace` or `roList`. Raises `Invalid`."""
    stories = distinct(read_stories(body))
    if len(stories) > MAX_STORIES:
        raise Invalid(f"a running order has at most {MAX_STORIES} stories, this one has {len(stories)}")
    return RunningOrder(id=order_id(body), head=order_head(body, zone), stories=stories)


def order_id(body: Element) -> str:
    """The id of the running order that a message is about. Raises `Invalid` where it has none."""
    found = text_of(body, "roID")
    if not 0 < len(found) <= 255:
        raise Invalid("roID: is missing" if not found else "roID: has more than 255 characters")
    return found


def read_change(name: str, body: Element, zone: ZoneInfo) -> Change | None:
    """What a message of this name changes in its running order; `None` for a name that changes none. Raises `Invalid`."""
    ids, items = texts_of(body, "storyID"), texts_of(body, "itemID")
    match name:
        case "roMetadataReplace":
            return HeadReplaced(order_head(body, zone))
        case "roReadyToAir":
            return ReadySaid(_ready(text_of(body, "roAir")))
        case "roStorySend":
            return ScriptSent(read_script(body))
        case "roStoryAppend":
            return Inserted(_some(list(read_stories(body)), "story"))
        case "roStoryInsert":
            return Inserted(_some(list(read_stories(body)), "story"), _first(ids))
        case "roStoryReplace":
            return Replaced(_some(list(read_stories(body)), "story"), _named(ids, "storyID"))
        case "roStoryMove":
            return Moved([_named(ids, "storyID")], _first(ids[1:]))
        case "roStoryMoveMultiple":
            return Moved(_some(ids[:-1], "storyID"), ids[-1])
        case "roStoryDelete":
            return Deleted(_some(ids, "storyID"))
        case "roStorySwap":
            return Swapped(*_pair(ids, "storyID"))
        case "roItemInsert":
            return Inserted(_some(list(read_items(body)), "item"), _first(items), _named(ids, "storyID"))
        case "roItemReplace":
            return Replaced(_some(list(read_items(body)), "item"), _named(items, "itemID"), _named(ids, "storyID"))
        case "roItemMoveMultiple":
            return Moved(_some(items[:-1], "itemID"), items[-1], _named(ids, "storyID"))
        case "roItemDelete":
            return Deleted(_some(items, "itemID"), _named(ids, "storyID"))
        case "roElementAction":
            return _element_action(body)
    return None


def read_status(name: str, body: Element) -> tuple[str, str, str]:
    """`(element, story, status)` of a status message; element is `RO`, `STORY` or `ITEM`."""
    element = STATUSES[name] or body.get("element", "").upper()
    return element, text_of(body, "storyID"), text_of(body, "status")


def listed_orders(body: Element) -> list[str]:
    """The ids in a `roListAll`."""
    return list(dict.fromkeys(order_id(one) for one in body.findall("ro") if text_of(one, "roID")))


def _element_action(body: Element) -> Change:
    target, source = body.find("element_target"), body.find("element_source")
    if source is None:
        raise Invalid("element_source: is missing")
    story, item = text_of(target, "storyID"), text_of(target, "itemID")
    items = texts_of(source, "itemID")
    ids = items or texts_of(source, "storyID")
    inside = story if items or source.find("item") is not None else None
    if inside == "":
        raise Invalid("element_target: has no storyID, so the items have no story")
    before = story if inside is None else item
    match body.get("operation", "").upper():
        case "INSERT":
            return Inserted(_sent(source), before, inside)
        case "REPLACE":
            return Replaced(_sent(source), _named([before], "element_target"), inside)
        case "MOVE":
            return Moved(_some(ids, "element_source"), before, inside)
        case "DELETE":
            return Deleted(_some(ids, "element_source"), inside)
        case "SWAP":
            return Swapped(*_pair(ids, "element_source"), inside)
        case other:
            raise Invalid(f"operation: {other[:20]!r} is none of INSERT, REPLACE, MOVE, DELETE, SWAP")


def _sent(source: Element) -> list[Story] | list[StoryItem]:
    """The stories or items of an element_source."""
    stories = list(read_stories(source))
    return stories or _some(list(read_items(source)), "element_source")


def _ready(text: str) -> bool:
    if text.upper() not in ("READY", "NOT READY"):
        raise Invalid("roAir: is READY or NOT READY")
    return text.upper() == "READY"


def _some(values: list[V], field: str) -> list[V]:
    if not values or any(value == "" for value in values):
        raise Invalid(f"{field}: is missing")
    return values


def _first(values: list[str]) -> str:
    return next(iter(values), "")


def _named(values: list[str], field: str) -> str:
    return _some(values[:1], field)[0]


def _pair(values: list[str], field: str) -> tuple[str, str]:
    if len(_some(values, field)) != 2:
        raise Invalid(f"{field}: two are needed, here are {len(values)}")
    return values[0], values[1]
