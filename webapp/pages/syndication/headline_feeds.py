"""Breaking headlines as RSS 2.0 and JSON Feed 1.1: the newest ones, with their corrections.

A feed cannot take an item back from a reader that has fetched it; a withdrawn headline therefore stays under its id, with
the reason in place of its wording, which readers show instead of what they had.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from email.utils import format_datetime
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import orjson
from flask import Blueprint, Response, request
from flask_babel import gettext as _

from webapp.newsroom.headlines.record import HeadlineRecord
from webapp.newsroom.headlines.wording import worded
from webapp.newsroom.times import rfc3339
from webapp.pages.html.addresses import host_url, site_url
from webapp.pages.syndication.entries import add_text, answer_by_time, entry_id
from webapp.pages.syndication.feed_documents import ATOM
from webapp.web.answer_cache import AnswerCache
from webapp.web.catalogs import current_language, in_language
from webapp.web.cross_origin import open_to_all
from webapp.web.languages import languages
from webapp.web.site import Site

MAX_HEADLINES = 50


def blueprint(site: Site) -> Blueprint:
    """`/breaking.xml` and `/breaking.json`, in the station's first language, or in another one of its own (`?lang=`)."""
    views = Blueprint("headline_feeds", __name__)
    open_to_all(views)
    remembered = AnswerCache()
    replica = site.replica

    def feed(path: str, mimetype: str, write: Callable[[Site, Sequence[HeadlineRecord], datetime], bytes]) -> Response:
        now, known = site.now(), languages(site.station)
        language = asked if (asked := request.args.get("lang", "")) in known else next(iter(known))

        def render() -> bytes:
            with in_language(language):
                return write(site, replica.headlines.newest(MAX_HEADLINES), now)

        version = (replica.board.epoch, id(replica.headlines), replica.headlines.edition, site.current.revision)
        response = remembered.answer(
            (path, language), version, mimetype, render, lane=site.lanes.front, host_url=host_url(site)
        )
        return answer_by_time(response, _changed_at(replica.headlines.newest(MAX_HEADLINES)), now)

    @views.get("/breaking.xml")
    def rss_feed() -> Response:
        return feed("/breaking.xml", "application/rss+xml", _rss)

    @views.get("/breaking.json")
    def json_feed() -> Response:
        return feed("/breaking.json", "application/feed+json", _json)

    return views


def _changed_at(records: Sequence[HeadlineRecord]) -> datetime | None:
    return max((_last_change(record) for record in records), default=None)


def _last_change(record: HeadlineRecord) -> datetime:
    """When the public last got other words of it: its end by time changes none."""
    return max(one.at for one in record.revisions if one.action != "expired" or len(record.revisions) == 1)


def _words(record: HeadlineRecord, now: datetime) -> tuple[str, str]:
    """Title and text: the headline and its body with the reasons of its corrections, or that it was withdrawn and why."""
    if record.state(now) == "withdrawn":
        return _("This headline was withdrawn"), record.item.reason or ""
    corrections = [f"{_('Corrected')}: {one.item.reason}" for one in record.corrections if one.item.reason]
    shown = worded(record.item.dump(), current_language())
    return shown["headline"], "\n\n".join(filter(None, [shown.get("body"), *corrections]))


def _title(site: Site) -> str:
    return f"{_('Breaking news')} · {site.station.name}"


def _rss(site: Site, records: Sequence[HeadlineRecord], now: datetime) -> bytes:
    document = Element("rss", {"version": "2.0", "xmlns:atom": ATOM})
    channel = SubElement(document, "channel")
    add_text(channel, "title", _title(site))
    add_text(channel, "link", f"{site_url(site)}/breaking")
    add_text(channel, "description", site.station.tagline or site.station.name)
    add_text(channel, "language", current_language())
    if changed_at := _changed_at(records):
        add_text(channel, "lastBuildDate", format_datetime(changed_at))
    add_text(channel, "ttl", "1")
    about = {"href": f"{site_url(site)}/breaking.xml", "rel": "self", "type": "application/rss+xml"}
    SubElement(channel, "atom:link", about)
    for record in records:
        title, text = _words(record, now)
        item, address = SubElement(channel, "item"), f"{site_url(site)}/breaking/{record.id}"
        add_text(item, "title", title)
        add_text(item, "link", address)
        name = entry_id(site.station, site_url(site), f"/breaking/{record.id}")
        SubElement(item, "guid", {} if name == address else {"isPermaLink": "false"}).text = name
        add_text(item, "pubDate", format_datetime(record.published_at))
        if text:
            add_text(item, "description", text)
        if (changed := _last_change(record)) > record.published_at:
            add_text(item, "atom:updated", rfc3339(changed))
    indent(document)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(document, "unicode").encode() + b"\n"


def _json(site: Site, records: Sequence[HeadlineRecord], now: datetime) -> bytes:
    about = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _title(site),
        "home_page_url": f"{site_url(site)}/breaking",
        "feed_url": f"{site_url(site)}/breaking.json",
        "language": current_language(),
    }
    return orjson.dumps({**about, "items": [_json_item(site, record, now) for record in records]})


def _json_item(site: Site, record: HeadlineRecord, now: datetime) -> dict[str, Any]:
    title, text = _words(record, now)
    address, changed = f"{site_url(site)}/breaking/{record.id}", _last_change(record)
    name = entry_id(site.station, site_url(site), f"/breaking/{record.id}")
    item = {"id": name, "url": address, "title": title, "content_text": text or title}
    item["date_published"] = rfc3339(record.published_at)
    return item | ({"date_modified": rfc3339(changed)} if changed > record.published_at else {})
