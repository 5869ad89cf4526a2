"""The data which a page made by scripts carries in itself: settings of Next.js, Nuxt, Squarespace, Wix, and written by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from webapp.discovery.site.js_literals import read_literal

MAX_SCRIPT_CHARS = 500_000
MAX_OBJECTS, MAX_TRIED = 12, 60
MAX_VALUES = 4000
MAX_DEPTH = 12

_ASSIGNED = re.compile(r"(?:(?<![\w$])([A-Za-z_$][\w$]{0,60})\s{0,20}=|\()\s{0,20}(?=[{\[])")
_TELLING = re.compile(
    r"\{(?=[^{}]{0,300}?\b(?:site_?name|station_?name|tag_?line|slogan|facebook|instagram|hotline|phone|time_?zone|stream_?url)"
    r"[\"']?\s{0,5}:)",
    re.IGNORECASE,
)
"""The beginning of an object with a key that only settings of a station have; in an app's script there are thousands."""

_NESTED = re.compile(r"(?:^|\d:)\s*(?=[{\[])")
"""In a text that is data itself, as Next.js and Inertia have them."""
_NOT_THE_STATIONS = re.compile(
    r"^(?:stories|posts?|articles?|news|items|entries|episodes?|podcasts?|products?|comments?|related|authors?|"
    r"users?|hosts?|team|"
    r"shows|programs?|programmes?|partners?|sponsors?|ads?|stations|networks)$",
    re.IGNORECASE,
)

Path = tuple[str, ...]


def embedded_values(tree: HtmlElement) -> list[tuple[Path, str]]:
    """(keys from the outside in, text) of what stands in scripts' JSON, but for that of stories, people and partners."""
    found: list[tuple[Path, str]] = []
    for name, data in _all_data(tree):
        for value in _values(data, (name,) if name else ()):
            found.append(value)
            if len(found) == MAX_VALUES:
                return found
    return found


def _all_data(tree: HtmlElement) -> Iterator[tuple[str, Any]]:
    """(name to which it is assigned, or empty; data)."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            yield from _objects((script.text or "")[:MAX_SCRIPT_CHARS])
    for value in tree.xpath("//@*[starts-with(name(), 'data-') and (starts-with(., '{') or starts-with(., '['))]"):
        yield from _objects(str(value)[:MAX_SCRIPT_CHARS])


def _objects(text: str) -> Iterator[tuple[str, Any]]:
    """Data as a whole script, or as what is assigned or handed over in one."""
    whole = text.lstrip()[:1] in ("{", "[")
    if whole:
        starts = [(0, "")]
    else:
        assigned = [(found.end(), (found[1] or "").strip("_$").lower()) for found in _ASSIGNED.finditer(text)]
        telling = [(found.start(), "") for found in _TELLING.finditer(text)]
        starts = sorted([*assigned[:MAX_TRIED], *telling[:MAX_TRIED]])
    end, count = 0, 0
    for start, name in starts:
        if start < end or count == MAX_OBJECTS:
            continue
        try:
            data, end = read_literal(text, start)
        except (ValueError, RecursionError):
            continue
        count += bool(data)
        yield name, data


def _values(data: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if len(path) > MAX_DEPTH:
        return
    if isinstance(data, dict):
        for key, value in data.items():
            if not _NOT_THE_STATIONS.match(key):
                yield from _values(value, (*path, key.lower()))
    elif isinstance(data, list):
        for value in data:
            yield from _values(value, path)
    elif isinstance(data, str) and data.strip():
        if '":' in data and (nested := _NESTED.search(data)) and len(path) < MAX_DEPTH:
            try:
                inner, _ = read_literal(data, nested.end())
            except (ValueError, RecursionError):
                return
            yield from _values(inner, (*path, ""))
        elif path:
            yield path, data.strip()
