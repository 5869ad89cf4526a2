"""Running orders, stories and items in MOS's XML, read and written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement
from zoneinfo import ZoneInfo

from webapp.newsroom.errors import Invalid
from webapp.newsroom.plain_text import without_non_xml
from webapp.newsroom.rundowns.mos.envelope import text_of
from webapp.newsroom.rundowns.mos.moments import LONGEST_S, parse_length_s, parse_moment
from webapp.newsroom.rundowns.running_order import (
    MAX_ITEMS,
    MAX_SCRIPT_CHARS,
    OrderHead,
    RunningOrder,
    Story,
    StoryItem,
    distinct,
)
from webapp.newsroom.times import rfc3339

_MAX_CHARS = 255


def order_head(body: Element, zone: ZoneInfo) -> OrderHead:
    """What a running order says of itself; times that name no zone are by the clock of `zone`."""
    return OrderHead(
        slug=_slug(text_of(body, "roSlug")),
        channel=_slug(text_of(body, "roChannel")),
        starts_at=parse_moment(text_of(body, "roEdStart"), zone),
        seconds=parse_length_s(text_of(body, "roEdDur")),
    )


def read_stories(parent: Element) -> Iterator[Story]:
    """The stories in `parent`. Raises `Invalid` for one without id: it could never be named."""
    return map(read_story, parent.findall("story"))


def read_story(story: Element) -> Story:
    """One `<story>`."""
    return Story(
        id=_id(story, "storyID"),
        slug=_slug(text_of(story, "storySlug")),
        number=_slug(text_of(story, "storyNum")),
        seconds=_story_seconds(story),
        items=_few(distinct(read_items(story))),
    )


def read_items(parent: Element) -> Iterator[StoryItem]:
    """The `<item>`s (in a script `<storyItem>`s) in `parent`, at whatever depth: they may stand among the text."""
    for item in [*parent.iter("item"), *parent.iter("storyItem")]:
        yield StoryItem(id=_id(item, "itemID"), slug=_slug(text_of(item, "itemSlug")), seconds=_item_seconds(item))


def read_script(body: Element) -> Story:
    """The story of a `roStorySend`: paragraphs a line each, items left out of the text."""
    paragraphs = body.find("storyBody")
    lines = [" ".join(_text(p).split()) for p in paragraphs.iter("p")] if paragraphs is not None else []
    return Story(
        id=_id(body, "storyID"),
        slug=_slug(text_of(body, "storySlug")),
        number=_slug(text_of(body, "storyNum")),
        seconds=_story_seconds(body),
        items=_few(distinct(read_items(paragraphs))) if paragraphs is not None else (),
        script=without_non_xml("\n".join(line for line in lines if line))[:MAX_SCRIPT_CHARS],
    )


def write_order(parent: Element, order: RunningOrder) -> None:
    """Adds to `parent` what a `roList` has of `order`; no scripts."""
    add(parent, "roID", order.id)
    add(parent, "roSlug", order.head.slug)
    if order.head.channel:
        add(parent, "roChannel", order.head.channel)
    if order.head.starts_at:
        add(parent, "roEdStart", rfc3339(order.head.starts_at))
    if order.head.seconds is not None:
        add(parent, "roEdDur", length_text(order.head.seconds))
    for story in order.stories:
        node = SubElement(parent, "story")
        add(node, "storyID", story.id)
        add(node, "storySlug", story.slug)
        add(node, "storyNum", story.number)
        for item in story.items:
            inner = SubElement(node, "item")
            add(inner, "itemID", item.id)
            add(inner, "itemSlug", item.slug)


def add(parent: Element, name: str, text: str) -> Element:
    """Adds a child with a text."""
    node = SubElement(parent, name)
    node.text = without_non_xml(text)
    return node


def length_text(seconds: float) -> str:
    """`01:30:00`."""
    whole = round(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"


def _story_seconds(story: Element) -> float | None:
    """As newsroom systems write it among a story's metadata: its length, or what is read and what is played."""
    for payload in story.iterfind("mosExternalMetadata/mosPayload"):
        whole = parse_length_s(text_of(payload, "StoryDuration"))
        if whole is not None:
            return whole
        parts = [parse_length_s(text_of(payload, name)) for name in ("TextTime", "MediaTime")]
        if any(part is not None for part in parts):
            return sum(part or 0.0 for part in parts)
    return None


def _item_seconds(item: Element) -> float | None:
    """`itemEdDur` counts samples, of which `objTB` says how many make a second."""
    for name in ("itemUserTimingDur", "itemEdDur", "objDur"):
        samples, per_second = _number(text_of(item, name)), _number(text_of(item, "objTB"))
        if samples is not None and per_second and samples / per_second <= LONGEST_S:
            return samples / per_second
    return None


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"\d{1,12}(\.\d{1,6})?", text, re.ASCII) else None


def _few(items: tuple[StoryItem, ...]) -> tuple[StoryItem, ...]:
    if len(items) > MAX_ITEMS:
        raise Invalid(f"a story has at most {MAX_ITEMS} items, this one has {len(items)}")
    return items


def _text(paragraph: Element) -> str:
    """The text of a paragraph without the items in it, however deep its elements lie in each other."""
    parts: list[str] = []
    todo: list[Element | str] = [paragraph]
    while todo:
        one = todo.pop()
        if isinstance(one, str):
            parts.append(one)
            continue
        is_item = one.tag in ("item", "storyItem")
        inside: list[Element | str] = [one.text or "", *(part for child in one for part in (child, child.tail or ""))]
        todo += [] if is_item else inside[::-1]
    return "".join(parts)


def _slug(text: str) -> str:
    return without_non_xml(" ".join(text.split()))[:_MAX_CHARS]


def _id(parent: Element, name: str) -> str:
    found = text_of(parent, name)
    if not 0 < len(found) <= _MAX_CHARS:
        raise Invalid(f"{name}: is missing" if not found else f"{name}: has more than {_MAX_CHARS} characters")
    return found
