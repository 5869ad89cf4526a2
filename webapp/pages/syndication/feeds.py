"""Feeds out: RSS 2.0, JSON Feed 1.1 and the calendar of the grid, made once per change and answered from memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from hashlib import blake2b
from itertools import islice
from urllib.parse import urlsplit

from flask import Blueprint, Response, request

from webapp.newsroom.model import Article, primary_language
from webapp.newsroom.station import Station
from webapp.pages.html.addresses import home, root
from webapp.pages.syndication.feed_documents import FeedDocument, json_feed, rss
from webapp.pages.syndication.schedule_ics import schedule_ics
from webapp.web.languages import languages
from webapp.web.remembered import Remembered
from webapp.web.site import Site

SHOWN = 40


def blueprint(site: Site) -> Blueprint:
    """`/feed.xml` and `/feed.json`, with `?lang=` for one language alone; `/schedule.ics`."""
    views = Blueprint("feeds", __name__)
    remembered = Remembered()
    replica = site.replica
    looked: dict[object, datetime | None] = {}

    @views.after_request
    def anybody_may_read(response: Response) -> Response:
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    def changed_at(version: object) -> datetime | None:
        if version not in looked:
            now = site.now()

            def look() -> datetime | None:
                return last_change(list(replica.articles.values()), now)  # a list at once: articles come meanwhile

            found: datetime | None = site.lanes.front.do(("changed", version), look)
            looked.clear()
            looked[version] = found
            return found
        return looked[version]

    def feed(path: str, mimetype: str, write: Callable[[FeedDocument], bytes]) -> Response:
        asked = request.args.get("lang")
        lang = asked if asked in languages(site.station) else None
        epoch, edition = replica.board.epoch, replica.edition
        # Other events change no feed; an article under embargo comes in with the minute.
        version = (epoch, edition, int(site.now().timestamp()) // 60)
        changed = changed_at(version)

        def render() -> bytes:
            now, language = site.now(), lang or site.station.languages[0]
            address = f"{root(site)}{path}" + (f"?lang={lang}" if lang else "")
            out = (
                a
                for a in replica.newest(replica.articles_out)
                if a.published_at <= now and (lang is None or primary_language(a.language) == lang)
            )
            return write(FeedDocument(site.station, root(site), address, list(islice(out, SHOWN)), changed, language))

        response = remembered.answer((path, lang), version, mimetype, render, turns=site.lanes.front, home=home(site))
        response.last_modified = changed
        response.make_conditional(request)
        return response

    @views.get("/feed.xml")
    def rss_feed() -> Response:
        return feed("/feed.xml", "application/rss+xml", rss)

    @views.get("/feed.json")
    def json_feed_() -> Response:
        return feed("/feed.json", "application/feed+json", json_feed)

    @views.get("/schedule.ics")
    def calendar() -> Response:
        # It depends on the grid alone, and its dates are worked out from today on: anew each day.
        version = (replica.grid.revision, site.now().date())
        name, grid, now = site.station.name, replica.grid, site.now()
        return remembered.answer(
            "ics", version, "text/calendar", lambda: schedule_ics(grid, name, now, host=uid_host(site.station)),
            turns=site.lanes.front,
        )  # fmt: skip

    return views


def uid_host(station: Station) -> str:
    """What stands behind the `@` of a broadcast's UID: the same whatever host the calendar was asked by."""
    if station.url:
        return urlsplit(station.url).hostname or "airwire"
    return f"{blake2b(station.name.encode(), digest_size=6).hexdigest()}.airwire"


def last_change(articles: Iterable[Article], now: datetime) -> datetime | None:
    """When one of `articles` last came, changed or was withdrawn."""
    moments = (moment for a in articles for moment in (a.published_at, a.updated_at) if moment and moment <= now)
    return max(moments, default=None)
