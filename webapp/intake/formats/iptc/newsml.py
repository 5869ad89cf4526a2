"""NewsML-G2 (IPTC): news items, alone or in a news message, → the names that ninjs has for the same values.

    <newsItem guid="urn:…" version="2">            → uri, version
      <itemMeta> … <pubStatus qcode="stat:usable"/> → pubstatus, versioncreated, embargoed …
      <contentMeta> … <headline>…</headline>        → headline, byline, located …
      <contentSet><inlineXML contenttype="…">…      → bodies

So that embargoes, kills, versions and usage terms are judged in one place (`ninjs.read`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from webapp.intake.formats.feed.feed_xml import Element
from webapp.intake.formats.iptc import ninjs
from webapp.intake.formats.iptc.iptc_xml import children, first, inner_xml, local_name, text_in
from webapp.intake.importing.documents import MAX_STORIES, EmptyDocument, ParsedItem

ROOTS = ("newsmessage", "newsitem", "packageitem", "itemset")

_STATUS = {"usable": "usable", "withheld": "withheld", "canceled": "canceled", "cancelled": "canceled"}
_SEPARATOR = re.compile(r"[:/#]")
_OLDER = ("evolvedfrom", "previousversion")


def read(root: Element) -> list[ParsedItem]:
    """The news items in `root`. Packages only point to items, and are left out. Raises `EmptyDocument` where there are none."""
    items = [element for element in root.iter() if local_name(element) == "newsitem"][: MAX_STORIES + 1]
    if not items:
        raise EmptyDocument
    return [parsed for item in items for parsed in ninjs.read(as_ninjs(item))]


def as_ninjs(item: Element) -> dict[str, Any]:
    """One `newsItem` as a ninjs object."""
    meta, content = first(item, "itemmeta"), first(item, "contentmeta")
    rights = first(item, "rightsinfo")
    status = _code(first(meta, "pubstatus"))
    return {
        "uri": item.get("guid", ""),
        "version": item.get("version", ""),
        "type": _code(first(meta, "itemclass")) or "text",
        "profile": text_in(first(meta, "profile")),
        "pubstatus": _STATUS.get(status, status),
        "versioncreated": text_in(first(meta, "versioncreated")),
        "firstcreated": text_in(first(meta, "firstcreated")) or text_in(first(content, "contentcreated")),
        "embargoed": text_in(first(meta, "embargoed")),
        "expires": text_in(first(meta, "expires")),
        "ednote": text_in(first(meta, "ednote")),
        "headlines": [{"role": one.get("role", ""), "value": text_in(one)} for one in children(content, "headline")],
        "descriptions": [
            {"role": one.get("role", ""), "contenttype": "text/plain", "value": text_in(one)}
            for one in children(content, "description")
        ],
        "bodies": list(_bodies(first(item, "contentset"))),
        "byline": text_in(first(content, "by")),
        "authors": [{"name": _name(one)} for one in children(content, "creator") if _name(one)],
        "slugline": text_in(first(content, "slugline")),
        "located": _name(first(content, "located")),
        "language": next((one.get("tag", "") for one in children(content, "language")), ""),
        "source": [_name(one) for one in (*children(content, "infosource"), *children(meta, "provider")) if _name(one)],
        "keywords": [text_in(one) for one in children(content, "keyword")],
        "subjects": [{"name": _name(one)} for one in children(content, "subject") if _name(one)],
        "copyrightholder": _name(first(rights, "copyrightholder")),
        "copyrightnotice": text_in(first(rights, "copyrightnotice")),
        "usageterms": " ".join(filter(None, map(text_in, children(rights, "usageterms")))),
        "evolvedfrom": _replaced(meta),
        "altids": [
            {"value": one.get("href", "")} for one in children(meta, "link") if "html" in one.get("contenttype", "")
        ],
    }


def _bodies(contents: Element | None) -> Iterator[dict[str, str]]:
    for one in children(contents, "inlinexml"):
        yield {"contenttype": one.get("contenttype", "application/xml"), "value": inner_xml(one)}
    for one in children(contents, "inlinedata"):
        yield {"contenttype": one.get("contenttype", "text/plain"), "value": "".join(map(str, one.itertext()))}


def _code(element: Element | None) -> str:
    """`stat:usable` → `usable`."""
    named = element.get("qcode", "") or element.get("uri", "") if element is not None else ""
    return _ends(named)


def _name(element: Element | None) -> str:
    named = first(element, "name")
    return text_in(named) if named is not None else (element.get("literal", "") if element is not None else "")


def _replaced(meta: Element | None) -> str:
    """The story that this one takes the place of, under another guid."""
    return next(
        (link.get("residref", "") for link in children(meta, "link") if _ends(link.get("rel", "")) in _OLDER), ""
    )


def _ends(code: str) -> str:
    return _SEPARATOR.split(code)[-1].lower()
