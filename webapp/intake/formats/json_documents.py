"""JSON documents: found in a text, parsed, and read by the format that they are in."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import orjson

from webapp.intake.formats import jsonfeed, wordpress
from webapp.intake.formats.envelopes import unwrap_stories
from webapp.intake.formats.feed import feed_xml
from webapp.intake.formats.iptc import ninjs
from webapp.intake.importing.documents import MAX_STORIES, EmptyDocument, ParsedItem, Refusal, UnreadableDocument
from webapp.intake.story.clean_text import clean_line

_LONE_SURROGATE = re.compile(
    r"(?P<kept>\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|\\u[dD][89a-fA-F][0-9a-fA-F]{2}"
)
_XML = re.compile(r"\s*(?:<\?xml|<!--|<!doctype)", re.IGNORECASE)


def find_json(text: str) -> Any:
    """The JSON in `text`. Some servers print warnings before it; then it starts at a line that begins with `[` or `{`."""
    if text[0] in "[{":
        try:
            return _load_json(text)
        except orjson.JSONDecodeError as error:
            problem = clean_line(error.msg, 100)
            raise UnreadableDocument(
                f"begins like JSON, but is none: line {error.lineno}, column {error.colno}: {problem}"
            ) from None
        except ValueError:
            raise UnreadableDocument("begins like JSON, but is none") from None
    if _XML.match(text) or _is_page(text) or feed_xml.is_feed(text):
        return None
    for start in list(re.finditer(r"^[\[{]", text, re.MULTILINE))[:20]:
        try:
            return _load_json(text[start.start() :])
        except (orjson.JSONDecodeError, ValueError):
            continue
    return None


def _load_json(text: str) -> Any:
    """Parses JSON; half of a surrogate pair (a text cut within an emoji) does not cost the whole document."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        mended = _LONE_SURROGATE.sub(lambda found: found["kept"] or "", text)
        if mended == text:
            raise
        return orjson.loads(mended)


def _is_page(text: str) -> bool:
    return bool(re.match(r"\s*<(?:!doctype|html|head|body)\b", text, re.IGNORECASE))


def read_json(data: Any, url: str | None) -> list[ParsedItem]:
    """The stories in JSON of a format that we know. Raises `UnreadableDocument` for any other."""
    if jsonfeed.is_json_feed(data):
        return list(jsonfeed.read(data, url)) or _nothing()
    for is_one, read in (
        (ninjs.is_ninjs, ninjs.read),
        (wordpress.is_wordpress, lambda post: wordpress.read(post, url)),
    ):
        if items := unwrap_stories(data, is_one):
            return [
                story
                for at, item in enumerate(items[: MAX_STORIES + 1], 1)
                for story in _read_item(item, at, is_one, read)
            ]
    if isinstance(data, dict) and "code" in data and "message" in data:
        raise UnreadableDocument(f"the site answers with an error: {str(data['message'])[:200]}")
    if unwrap_stories(data, ninjs.is_ninjs) == []:
        raise EmptyDocument
    raise UnreadableDocument("JSON, but none of JSON Feed, WordPress posts and ninjs")


def _read_item(
    item: Any, at: int, is_one: Callable[[Any], bool], read: Callable[[Any], list[ParsedItem]]
) -> list[ParsedItem]:  # fmt: skip
    """A broken item is refused by itself."""
    return read(item) if is_one(item) else [Refusal(f"entry {at}", "is not like the others: parts of it are missing")]


def _nothing() -> list[ParsedItem]:
    raise EmptyDocument
