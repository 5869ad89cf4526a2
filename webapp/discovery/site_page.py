"""One page of a station's site, taken apart: links, metadata, structured data, players, and addresses in its scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any
from urllib.parse import urljoin

import orjson
from lxml.html import HtmlElement

from webapp.fetch.client import Fetched
from webapp.intake.story.clean_text import clean_line
from webapp.intake.story.encoding import decode
from webapp.intake.story.html.tree import depth_of, parse_html, text_of
from webapp.intake.story.urls import normalize_url

MAX_CHARS = 2_000_000
MAX_DEPTH = 200
MAX_ADDRESSES_IN_SCRIPTS = 400
_ADDRESS = re.compile(r"https?:(?:\\?/){2}[^\s\"'<>()`,]{4,300}", re.IGNORECASE)


class SitePage:
    """`url` is the address after redirects. Raises `ValueError` for what is no page."""

    def __init__(self, came: Fetched) -> None:
        self.url = came.url
        text = decode(came.body, came.content_type)[:MAX_CHARS]
        tree = parse_html(text) if "<" in text[:2000] else None
        if tree is None or depth_of(tree) > MAX_DEPTH:
            raise ValueError("no HTML page")
        self.tree: HtmlElement = tree

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
                try:
                    found += _objects(orjson.loads((script.text or "").strip().rstrip(";")))
                except orjson.JSONDecodeError:
                    continue
        return found[:2000]

    def things(self, *types: str) -> list[dict[str, Any]]:
        """The objects of JSON-LD that have one of the types of schema.org."""
        return [node for node in self.nodes if _types(node) & set(types)]

    @cached_property
    def players(self) -> list[str]:
        """Addresses of audio and video elements, and of attributes that name one."""
        found = []
        for element in self.tree.iter():
            if not isinstance(element.tag, str):
                continue
            media = element.tag in ("audio", "video", "source", "embed", "iframe", "object")
            for name, value in element.attrib.items():
                if (media and name in ("src", "data")) or (name.startswith("data-") and "http" in value[:8]):
                    found.append(self.absolute(value))
        return list(dict.fromkeys(address for address in found if address))

    @cached_property
    def frames(self) -> list[str]:
        """Addresses of embedded pages."""
        return [address for frame in self.tree.iter("iframe") if (address := self.absolute(frame.get("src") or ""))]

    @cached_property
    def script_addresses(self) -> list[str]:
        """Addresses that stand in inline scripts and in elements' attributes with JSON."""
        texts = [script.text or "" for script in self.tree.iter("script")]
        texts += [value for element in self.tree.iter() for name, value in element.attrib.items() if "{" in value]
        found = (address[0].replace("\\/", "/").rstrip("\\") for text in texts for address in _ADDRESS.finditer(text))
        return list(dict.fromkeys(found))[:MAX_ADDRESSES_IN_SCRIPTS]

    def absolute(self, address: str) -> str:
        """An http(s) address of the page's, or empty."""
        address = address.strip()
        if not address or address.startswith(("#", "data:", "javascript:", "mailto:", "tel:", "webcal:")):
            return ""
        try:
            joined = urljoin(self.url, address)
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
