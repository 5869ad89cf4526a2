"""What all feeds share: ids of entries that stay, and when a feed last changed, for readers that ask by time."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import blake2b
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement

from flask import Response, request

from webapp.newsroom.plain_text import without_non_xml
from webapp.newsroom.station import Station

SETTLED_AFTER = timedelta(seconds=1)
"""More than an event takes from its writer to every process."""


def id_host(station: Station) -> str:
    """A host's name for ids: the same at whatever host a document was requested."""
    if station.url:
        return urlsplit(station.url).hostname or "airwire"
    return f"{blake2b(station.name.encode(), digest_size=6).hexdigest()}.airwire"


def entry_id(station: Station, home: str, path: str) -> str:
    """The id of the page at `path`: its address where the station's file has one, else a `tag:` (RFC 4151), for the host that was
    asked may be any."""
    return f"{home}{path}" if station.url else f"tag:{id_host(station)},2026:{path}"


def add_text(parent: Element, name: str, text: str, **attributes: str) -> None:
    """A child element with a text, without what XML has no way to write."""
    SubElement(parent, name, attributes).text = without_non_xml(text)


def answer_by_time(response: Response, changed_at: datetime | None, now: datetime) -> Response:
    """Gives `response` the `Last-Modified` of `changed_at`, and makes it a 304 for who has seen that.

    The header has whole seconds. There is none until the second of a change is over, and what came in it is surely here:
    who asks by time alone would miss what else comes in it.
    """
    if changed_at is not None:
        whole = changed_at.replace(microsecond=0) + timedelta(seconds=changed_at.microsecond > 0)
        if whole + SETTLED_AFTER <= now:
            response.last_modified = whole
    response.make_conditional(request)
    return response
