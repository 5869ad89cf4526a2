"""One page of a station's site, taken apart: links, metadata, structured data, players, and addresses in its scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urljoin

import orjson
from lxml.html import HtmlElement

from webapp.discovery.site.embedded import Path, embedded_values
from webapp.discovery.site.js_literals import read_literal
from webapp.fetch.client import Fetched
from webapp.intake.story.clean_text import clean_line
from webapp.intake.story.encoding import decode
from webapp.intake.story.html.tree import BREAKS, depth_of, parse_html, text_of
from webapp.intake.story.urls import normalize_url
from webapp.newsroom.articles.sanitize import word_set
from webapp.newsroom.plain_text import without_non_xml

MAX_CHARS = 2_000_000
MAX_DEPTH = 200
MAX_ADDRESSES_IN_SCRIPTS = 400
_ADDRESS = re.compile(r"https?:(?:\\?/){2}[^\s\"'<>()`,]{4,300}", re.IGNORECASE)
_UNREAD = word_set("script style noscript template svg select option textarea iframe object head audio video")
_POPUP = re.compile(
    r"(?:window\.open|location(?:\.href)?\s*=|popup\w*)\s*\(?\s*['\"]([^'\"\s]{1,300})['\"]", re.IGNORECASE
)
MAX_LINES = 2000


@dataclass(frozen=True)
class Line:
    """One line of the page as readers see it, and the element in which it begins."""

    text: str
    element: HtmlElement


class SitePage:
    """`url` is the address after redirects. Raises `ValueError` for what is no page."""

    def __init__(self, came: Fetched) -> None:
        self.url = came.url
        text = decode(came.body, came.content_type)[:MAX_CHARS]
        tree = parse_html(text) if "<" in text[:2000] else None
        if tree is None or depth_of(tree) > MAX_DEPTH:
            raise ValueError("no HTML page")
        self.tree: HtmlElement = tree
        base = tree.find(".//base[@href]")
        self._base = urljoin(self.url, base.get("href")) if base is not None else self.url

    def take_in(self, other: SitePage) -> None:
        """What a frame of this page shows, as a part of it."""
        try:
            other.tree.make_links_absolute(other._base, handle_failures="ignore")
        except ValueError:
            return
        body, part = self.tree.find("body"), other.tree.find("body")
        if part is None:
            return
        if body is None:
            body = self.tree.makeelement("body")
            self.tree.append(body)
        part.tag = "div"
        body.append(part)

    def take_in_script(self, text: str) -> None:
        """What a script that the page loads says, as if it stood in it."""
        script = self.tree.makeelement("script")
        script.text = without_non_xml(text)
        self.tree.append(script)

    @cached_property
    def metas(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for meta in self.tree.iter("meta"):
            content = (meta.get("content") or "").strip()
            for name in (meta.get("property"), meta.get("name"), meta.get("itemprop")):
                if name and content:
                    found.setdefault(name.strip().lower(), []).append(content)
        return found

    def meta(self, *names: str) -> str:
        return next((values[0] for name in names if (values := self.metas.get(name))), "")

    @cached_property
    def links(self) -> list[tuple[set[str], str, str]]:
        """(relations, type, absolute address) of the head's links."""
        return [
            (set((link.get("rel") or "").lower().split()), (link.get("type") or "").lower().strip(), address)
            for link in self.tree.iter("link")
            if (address := self.absolute(link.get("href") or ""))
        ]

    @cached_property
    def anchors(self) -> list[tuple[str, str]]:
        """(absolute address, text) of the links that people follow."""
        return [
            (address, clean_line(text_of(a) or a.get("title") or a.get("aria-label") or "", 120))
            for a in self.tree.iter("a")
            if (address := self.absolute(a.get("href") or ""))
        ]

    @cached_property
    def raw_anchors(self) -> list[str]:
        """As written: `tel:`, `mailto:` and `webcal:` have no host."""
        return [href.strip() for a in self.tree.iter("a") if (href := a.get("href"))]

    @cached_property
    def title(self) -> str:
        return clean_line(self.tree.findtext(".//title") or "")

    @cached_property
    def nodes(self) -> list[dict[str, Any]]:
        """Every object of the page's JSON-LD, nested ones too."""
        found: list[dict[str, Any]] = []
        for script in self.tree.iter("script"):
            if "ld+json" in (script.get("type") or ""):
                text = (script.text or "").strip().rstrip(";")
                try:
                    found += _objects(orjson.loads(text))
                except orjson.JSONDecodeError:
                    with suppress(
                        ValueError, RecursionError
                    ):  # written by hand: a comma too many, a line's end in a text
                        found += _objects(read_literal(text, 0)[0])
        return found[:2000]

    def things(self, *types: str) -> list[dict[str, Any]]:
        """The objects of JSON-LD that have one of the types of schema.org."""
        return [node for node in self.nodes if _types(node) & set(types)]

    @cached_property
    def lines(self) -> list[Line]:
        """What readers see, line by line."""
        found: list[Line] = []
        words: list[str] = []
        start: list[HtmlElement] = []

        def end_line() -> None:
            text = " ".join("".join(words).split())
            if text and len(found) < MAX_LINES:
                found.append(Line(clean_line(text, 2000), start[0]))
            words.clear()
            start.clear()

        def add(text: str | None, element: HtmlElement) -> None:
            if text:
                if not start and text.strip():
                    start.append(element)
                words.append(text)

        def walk(element: HtmlElement) -> None:
            if not isinstance(element.tag, str) or element.tag in _UNREAD:
                return
            is_block = element.tag in BREAKS or element.tag in ("body", "br")
            if is_block:
                end_line()
            elif element.tag in ("a", "button"):
                words.append(" ")
            add(element.text, element)
            for child in element:
                walk(child)
                add(child.tail, element)
            if is_block:
                end_line()
            elif element.tag in ("a", "button"):
                words.append(" ")

        walk(self.tree)
        end_line()
        return found

    @cached_property
    def embedded(self) -> list[tuple[Path, str]]:
        """(keys, text) of the data in its scripts, without that of stories, people and partners."""
        return embedded_values(self.tree)

    @cached_property
    def players(self) -> list[str]:
        """Addresses of audio and video elements, and of attributes that name one."""
        found = []
        for element in self.tree.iter("audio", "video", "source", "embed", "iframe", "object"):
            found += [self.absolute(element.get(name) or "") for name in ("src", "data")]
        found += [
            self.absolute(value)
            for value in self.tree.xpath("//@*[starts-with(name(), 'data-') and starts-with(., 'http')]")
        ]
        return list(dict.fromkeys(address for address in found if address))

    @cached_property
    def frames(self) -> list[str]:
        """Addresses of embedded pages."""
        return [address for frame in self.tree.iter("iframe") if (address := self.absolute(frame.get("src") or ""))]

    @cached_property
    def popups(self) -> list[str]:
        """Addresses of pages that open in a window of their own."""
        texts = [
            element.get("onclick") or "" for element in self.tree.iter("a", "button", "div", "img", "area", "input")
        ]
        texts += [href for href in self.raw_anchors if href.lower().startswith("javascript:")]
        found = (self.absolute(address[1]) for text in texts for address in _POPUP.finditer(text[:1000]))
        return list(dict.fromkeys(address for address in found if address))

    @cached_property
    def script_texts(self) -> list[str]:
        """Inline scripts and elements' attributes with JSON, without escapes of slashes."""
        texts = [script.text or "" for script in self.tree.iter("script")]
        texts += [value for element in self.tree.iter() for value in element.attrib.values() if "{" in value]
        return [text.replace("\\u002F", "/").replace("\\u002f", "/").replace("\\/", "/") for text in texts if text]

    @cached_property
    def script_addresses(self) -> list[str]:
        """Addresses that stand in inline scripts and in elements' attributes with JSON."""
        found = (address[0].rstrip("\\") for text in self.script_texts for address in _ADDRESS.finditer(text))
        return list(dict.fromkeys(found))[:MAX_ADDRESSES_IN_SCRIPTS]

    def absolute(self, address: str) -> str:
        """An http(s) address of the page's, or empty."""
        address = address.strip()
        if not address or address.lower().startswith(
            ("#", "data:", "javascript:", "mailto:", "tel:", "sms:", "webcal:")
        ):
            return ""
        try:
            joined = urljoin(self._base, address)
        except ValueError:
            return ""
        return joined if normalize_url(joined) else ""


def _objects(data: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 12:
        return
    if isinstance(data, dict):
        yield data
        for value in data.values():
            yield from _objects(value, depth + 1)
    elif isinstance(data, list):
        for value in data:
            yield from _objects(value, depth + 1)


def _types(node: dict[str, Any]) -> set[str]:
    kind = node.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return {str(one).rpartition("/")[2] for one in kinds}
