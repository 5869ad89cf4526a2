"""What kind of listener a request is of: how it is served, on what it is read, in which language. Nobody is recognised by it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple
from urllib.parse import urlsplit

Way = Literal["websocket", "sse", "poll", "lite"]
WAYS: tuple[Way, ...] = ("websocket", "sse", "poll", "lite")

EMBED = "embed:"
FRAME = EMBED
"""The place of an embed in a frame, whose requests do not say on whose page it stands."""

OTHER = "other"
MAX_HOST_CHARS = 60

ASKS_A_MINUTE: Mapping[str, tuple[Way, int]] = {
    "/api/v1/snapshot": ("poll", 4),
    "/embed/ticker.json": ("poll", 4),
    "/lite": ("lite", 1),
}
"""What is asked for again and again instead of a connection: by which way it counts, and how often a minute one listener asks."""

_LANGUAGE = re.compile(r"\s*([A-Za-z]{2,3})(?![A-Za-z])")
_COUNTRY = re.compile(r"[A-Z]{2}\Z")


class Kind(NamedTuple):
    """`place` is `page`, `app` (installed), `embed:<host>` or `other`; `language` the first that the browser asks for, `country`
    two letters; both `other` where not known."""

    way: Way
    place: str
    language: str = OTHER
    country: str = OTHER


def kind_of(way: Way, environ: Mapping[str, Any], *, installed: bool = False, country_field: str | None = None) -> Kind:
    """The kind of the listener behind a request. `country_field` is the WSGI name of the header in which a trusted proxy says the
    country."""
    found = _LANGUAGE.match(environ.get("HTTP_ACCEPT_LANGUAGE", ""))
    said = environ.get(country_field, "").upper() if country_field else ""
    return Kind(
        way,
        "app" if installed else _place(environ),
        found[1].lower() if found else OTHER,
        said if _COUNTRY.match(said) else OTHER,
    )


def _place(environ: Mapping[str, Any]) -> str:
    host = environ.get("HTTP_HOST", "").lower()
    origin = _address(environ.get("HTTP_ORIGIN", ""))
    if origin is not None and origin.netloc.lower() != host:
        return EMBED + (origin.hostname or "")[:MAX_HOST_CHARS]
    referer = _address(environ.get("HTTP_REFERER", ""))
    if referer is not None and referer.netloc.lower() == host:
        return FRAME if referer.path.startswith("/embed/ticker") else "page"
    if origin is not None or environ.get("HTTP_SEC_FETCH_SITE") in ("same-origin", "none"):
        return "page"
    return EMBED + (referer.hostname or "")[:MAX_HOST_CHARS] if referer is not None else OTHER


def _address(text: str) -> Any:
    """`text` as an address of the web; `None` for anything else, such as the origin `null`."""
    try:
        parts = urlsplit(text)
        return parts if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None
