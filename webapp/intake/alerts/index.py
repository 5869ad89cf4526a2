"""Reads an index of alerts (Atom or RSS): where each document is, newest last; or the documents that it holds itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from webapp.newsroom.alerts.cap_xml import Element, alert_elements

MAX_ENTRIES = 500
MAX_ADDRESS_CHARS = 2000
CAP_TYPES = ("application/cap+xml", "application/common-alerting-protocol+xml")


@dataclass(frozen=True)
class IndexEntry:
    """`mark` changes with each version of the entry, `title` names it for people."""

    url: str
    mark: str
    title: str


def documents_in(root: Element) -> list[Element]:
    """The CAP documents that the index or envelope holds itself."""
    return list(alert_elements(root))[:MAX_ENTRIES]


def entries_of(root: Element, base: str) -> list[IndexEntry]:
    """Where the documents are. Addresses are made whole by `base`, the index's own."""
    found: dict[str, IndexEntry] = {}
    for element in root.iter():
        if _local(element) in ("entry", "item") and (entry := _entry(element, base)):
            found.setdefault(entry.mark, entry)
            if len(found) == MAX_ENTRIES:
                break
    return list(reversed(found.values()))


def is_index(root: Element) -> bool:
    """Whether it is a feed, though perhaps an empty one."""
    return _local(root).lower() in ("feed", "rss", "rdf", "channel")


def _entry(element: Element, base: str) -> IndexEntry | None:
    texts = {_local(child): (child.text or "").strip() for child in reversed(element)}
    href = min(_links(element), default=(0, ""))[1] or texts.get("link") or _address_in(texts.get("guid"))
    href = href or _address_in(texts.get("id"))
    if not href or len(href) > MAX_ADDRESS_CHARS:
        return None
    try:
        url = urljoin(base, href)
    except ValueError:
        return None
    version = texts.get("updated") or texts.get("pubDate") or texts.get("published") or texts.get("date") or ""
    return IndexEntry(url, f"{url} {version[:60]}".strip(), texts.get("title", "")[:200] or url[:200])


def _links(element: Element) -> Iterator[tuple[int, str]]:
    """The links of an entry, each with its rank: a CAP document first, then what the entry is about."""
    for child in element:
        local = _local(child)
        href = child.get("href" if local == "link" else "url", "").strip()
        if local not in ("link", "enclosure", "content") or not href:
            continue
        kind, rel = child.get("type", "").split(";")[0].strip().lower(), child.get("rel", "alternate").lower()
        if kind in CAP_TYPES:
            yield 0, href
        elif local == "link" and rel == "alternate":
            yield (1 if "xml" in kind else 2), href
        elif local == "enclosure" or rel == "enclosure":
            yield 3, href


def _address_in(text: str | None) -> str | None:
    return text if text and text.startswith(("http://", "https://")) else None


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
