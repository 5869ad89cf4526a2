"""`Link` headers (RFC 8288): targets and their relations."""

from __future__ import annotations

import re

from webapp.intake.story.urls import normalize_url

MAX_LINK_HEADER_CHARS = 20_000

_LINK = re.compile(r"<([^<>]{1,2000})>([^,<]*)")
_REL = re.compile(r"""\brel\s*=\s*["']?([\w\s-]{1,60})""", re.IGNORECASE)

Links = list[tuple[set[str], str]]


def parse_link_header(header: str) -> Links:
    """The links in a `Link` header: pairs of relations and target."""
    return [
        (parse_relations(parameters), target) for target, parameters in _LINK.findall(header[:MAX_LINK_HEADER_CHARS])
    ]


def parse_relations(attributes: str) -> set[str]:
    """The relations in `rel="next last"`, in a header or in an element's attributes."""
    found = _REL.search(attributes)
    return set(found[1].lower().split()) if found else set()


def first_link(rel: str, links: Links, base: str) -> str | None:
    """The absolute address of the first link with the relation `rel`, or `None`."""
    return next((found for named, target in links if rel in named and (found := normalize_url(target, base))), None)
