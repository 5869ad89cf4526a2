"""`Link` headers (RFC 8288): targets and their relations."""

from __future__ import annotations

import re

from webapp.intake.story.urls import normalize_url

MAX_LINK_HEADER_CHARS = 20_000

_TARGET = re.compile(r"\s*,?\s*<(?P<target>[^<>]{0,2000})>")
_PARAMETER = re.compile(
    r"""\s*;\s*(?P<name>[\w!#$&+.^`|~*-]{1,60})\s*(?:=\s*(?:"(?P<quoted>(?:[^"\\]|\\.){0,2000})"|(?P<bare>[^\s;,"]{0,2000})))?"""
)
_REL = re.compile(
    r"""(?<![\w-])rel\s*=\s*(?:"(?P<double>[^"]{0,2000})"|'(?P<single>[^']{0,2000})'|(?P<bare>[^\s"'>;,]{1,200}))""",
    re.IGNORECASE,
)

Links = list[tuple[set[str], str]]


def parse_link_header(header: str) -> Links:
    """The links of the document itself in a `Link` header: pairs of relations and target, which is empty for the document.

    Links with an `anchor` are about another document, and are left out. Of several `rel` the first counts.
    """
    links, at, header = [], 0, header[:MAX_LINK_HEADER_CHARS]
    while found := _TARGET.match(header, at):
        parameters: dict[str, str] = {}
        at = found.end()
        while parameter := _PARAMETER.match(header, at):
            value = parameter["quoted"] if parameter["quoted"] is not None else parameter["bare"] or ""
            parameters.setdefault(parameter["name"].lower(), value)
            at = parameter.end()
        if "anchor" not in parameters:
            links.append((_relations(parameters.get("rel", "")), found["target"].strip()))
    return links


def parse_relations(attributes: str) -> set[str]:
    """The relations in an element's attributes (`rel="next last"`)."""
    found = _REL.search(attributes)
    return _relations(found["double"] or found["single"] or found["bare"] or "") if found else set()


def first_link(rel: str, links: Links, base: str) -> str | None:
    """The absolute address of the first link with the relation `rel`, or `None`. An empty target is `base` itself."""
    wanted = (normalize_url(target, base) if target else normalize_url(base) for named, target in links if rel in named)
    return next(filter(None, wanted), None)


def _relations(text: str) -> set[str]:
    """Names in any letters; a relation of somebody's own is an address, and stands among them."""
    return set(text.lower().split())
