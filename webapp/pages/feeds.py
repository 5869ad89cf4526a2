"""Feeds out: RSS 2.0, JSON Feed 1.1 and the calendar of the grid, made once per event."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

import orjson
from flask import Blueprint, Response

from webapp.newsroom.model import Article
from webapp.newsroom.times import rfc3339
from webapp.pages.addresses import absolute, root
from webapp.pages.schedule_ics import schedule_ics
from webapp.site import Site
from webapp.web import Remembered

SHOWN = 40
ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"


def blueprint(site: Site) -> Blueprint:
    """`/feed.xml`, `/feed.json`, `/schedule.ics`."""
    doors = Blueprint("feeds", __name__)
    remembered = Remembered()
    replica = site.replica

    def feed(name: str, mimetype: str, render: Callable[[], bytes], version: object = None) -> Response:
        response = remembered.answer((name, root(site)), version or replica.version, mimetype, render)
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    @doors.get("/feed.xml")
    def rss() -> Response:
        return feed("rss", "application/rss+xml", lambda: _rss(site, replica.newest(SHOWN), site.now()))

    @doors.get("/feed.json")
    def json_feed() -> Response:
        return feed("json", "application/feed+json", lambda: _json_feed(site, replica.newest(SHOWN)))

    @doors.get("/schedule.ics")
    def calendar() -> Response:
        # Its dates are worked out from today on: anew each day.
        version = (replica.version, site.now().date())
        name, host = site.station.name, urlsplit(root(site)).hostname or "airwire"
        return feed("ics", "text/calendar", lambda: schedule_ics(replica.grid, name, site.now(), host=host), version)

    return doors


def _rss(site: Site, articles: list[Article], now: datetime) -> bytes:
    feed = Element("rss", {"version": "2.0", "xmlns:atom": ATOM, "xmlns:content": CONTENT, "xmlns:dc": DC})
    channel = SubElement(feed, "channel")
    home = root(site)
    _text(channel, "title", site.station.name)
    _text(channel, "link", f"{home}/")
    _text(channel, "description", site.station.tagline or site.station.name)
    _text(channel, "language", site.station.languages[0])
    _text(channel, "lastBuildDate", format_datetime(now))
    SubElement(channel, "atom:link", {"href": f"{home}/feed.xml", "rel": "self", "type": "application/rss+xml"})
    for article in articles:
        address = f"{home}/articles/{article.slug}"
        item = SubElement(channel, "item")
        _text(item, "title", article.title)
        _text(item, "link", address)
        _text(item, "guid", address, isPermaLink="true")
        _text(item, "pubDate", format_datetime(article.published_at))
        if article.summary:
            _text(item, "description", article.summary)
        if article.byline:
            _text(item, "dc:creator", article.byline)
        for topic in article.topics:
            _text(item, "category", topic)
        if article.body_html:
            _text(item, "content:encoded", article.body_html)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(feed)


def _json_feed(site: Site, articles: list[Article]) -> bytes:
    home = root(site)
    items = []
    for article in articles:
        item: dict[str, object] = {
            "id": f"{home}/articles/{article.slug}",
            "url": f"{home}/articles/{article.slug}",
            "title": article.title,
            "content_html": article.body_html or f"<p>{article.title}</p>",
            "date_published": rfc3339(article.published_at),
            "language": article.language,
        }
        if article.summary:
            item["summary"] = article.summary
        if article.updated_at:
            item["date_modified"] = rfc3339(article.updated_at)
        if article.byline:
            item["authors"] = [{"name": article.byline}]
        if article.topics:
            item["tags"] = list(article.topics)
        if article.picture:
            item["image"] = absolute(site, article.picture.url)
        items.append(item)
    told: dict[str, object] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": site.station.name,
        "home_page_url": f"{home}/",
        "feed_url": f"{home}/feed.json",
        "language": site.station.languages[0],
        "items": items,
    }
    if site.station.tagline:
        told["description"] = site.station.tagline
    return orjson.dumps(told)


def _text(parent: Element, name: str, text: str, **attributes: str) -> None:
    # XML 1.0 cannot say control characters, escaped or not.
    SubElement(parent, name, attributes).text = "".join(c for c in text if c >= " " or c in "\t\n\r")
