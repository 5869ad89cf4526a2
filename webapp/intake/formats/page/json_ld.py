"""JSON-LD of a page: the node of the article and its values, with references resolved."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from webapp.intake.formats.json_values import as_text, objects_in

_ARTICLE = re.compile(r"(?:\w*Article|BlogPosting|Report|LiveBlogPosting)")
_LIST = re.compile(r"CollectionPage|SearchResultsPage")
_CONTROLS = re.compile(r"[\x00-\x1f]+")

MAX_NODES = 2000


class JsonLd:
    """`scripts` are the contents of `application/ld+json` elements; invalid ones are ignored."""

    def __init__(self, scripts: Iterable[str]) -> None:
        nodes = [node for script in scripts for node in _nodes(_parse_script(script))][:MAX_NODES]
        self._by_id = {as_text(node["@id"]): node for node in nodes if "@id" in node and len(node) > 2}
        articles = [node for node in nodes if _has_type(node, _ARTICLE)]
        pages = [node for node in nodes if _has_type(node, re.compile("WebPage"))]
        self._about = [*articles, *pages]
        self.is_list = not articles and any(_has_type(node, _LIST) for node in nodes)

    @property
    def is_article(self) -> bool:
        return bool(self._about) and _has_type(self._about[0], _ARTICLE)

    @property
    def is_for_subscribers(self) -> bool:
        """Whether it says that the article is not free (`isAccessibleForFree`, a boolean or its name)."""
        return any(str(node.get("isAccessibleForFree")).lower() == "false" for node in self._about)

    def _values(self, name: str) -> Iterator[Any]:
        yield from (node[name] for node in self._about if node.get(name))

    def text(self, *path: str) -> str:
        """The first text at `path` (`mainEntityOfPage`, `@id`); an object on the path may be a text already."""
        return next(filter(None, (as_text(_value_at(value, path[1:])) for value in self._values(path[0]))), "")

    def objects(self, name: str) -> Iterator[dict[str, Any]]:
        """The objects under `name`, one or several; a plain text counts as an address."""
        for value in self._values(name):
            for item in value if isinstance(value, list) else [value]:
                if isinstance(item, str):
                    yield {"url": item, "name": item}
                elif isinstance(item, dict):
                    yield {**self._by_id.get(as_text(item.get("@id")), {}), **item}

    def names(self, name: str) -> list[str]:
        return [name_text for item in self.objects(name) if (name_text := as_text(item.get("name")))]

    def name(self, name: str) -> str:
        return next(iter(self.names(name)), "")

    def words(self, name: str) -> list[str]:
        """A list of texts, or one comma-separated text."""
        texts: list[str] = []
        for value in self._values(name):
            texts += [as_text(item) for item in value] if isinstance(value, list) else as_text(value).split(",")
        return list(filter(None, texts))


def _value_at(value: Any, path: tuple[str, ...]) -> Any:
    return _value_at(value.get(path[0]), path[1:]) if path and isinstance(value, dict) else value


def _parse_script(script: str) -> Any:
    for attempt in (script, _CONTROLS.sub(" ", script)):
        try:
            return orjson.loads(attempt)
        except orjson.JSONDecodeError:
            continue
    return None


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    for node in objects_in(data):
        yield node
        for inner in (node.get("@graph"), node.get("mainEntity"), node.get("publisher")):
            yield from objects_in(inner)


def _has_type(node: dict[str, Any], kind: re.Pattern[str]) -> bool:
    types = node.get("@type")
    return any(isinstance(one, str) and kind.fullmatch(one) for one in (types if isinstance(types, list) else [types]))
