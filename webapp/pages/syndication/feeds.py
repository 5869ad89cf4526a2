"""Outgoing feeds: RSS 2.0, JSON Feed 1.1 and the grid as a calendar, made once per change and answered from memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from hashlib import blake2b
from itertools import islice
from urllib.parse import urlsplit

from flask import Blueprint, Response, request

from webapp.newsroom.model import Article, primary_language
from webapp.newsroom.station import Station
from webapp.pages.html.addresses import host_url, site_url
from webapp.pages.syndication.feed_documents import FeedDocument, json_feed, rss
from webapp.pages.syndication.schedule_ics import schedule_ics
from webapp.web.answer_cache import AnswerCache
from webapp.web.cross_origin import open_to_all
from webapp.web.languages import languages
from webapp.web.site import Site

MAX_ARTICLES = 40


def blueprint(site: Site) -> Blueprint:
    """`/feed.xml` and `/feed.json`, with `?lang=` for one language alone; `/schedule.ics`."""
    views = Blueprint("feeds", __name__)
    open_to_all(views)
    remembered = AnswerCache()
    replica = site.replica
    change_times: dict[object, datetime | None] = {}

    def changed_at(version: object) -> datetime | None:
        if version not in change_times:
            now = site.now()

            def look() -> datetime | None:
                return last_change(list(replica.articles.values()), now)  # copied at once: articles may come meanwhile

            found: datetime | None = site.lanes.front.do(("changed", version), look)
            change_times.clear()
            change_times[version] = found
            return found
        return change_times[version]

    def feed(path: str, mimetype: str, write: Callable[[FeedDocument], bytes]) -> Response:
        asked = request.args.get("lang")
        lang = asked if asked in languages(site.station) else None
        epoch, edition = replica.board.epoch, replica.edition
        # Other events change no feed; an article under embargo appears within a minute.
        version = (epoch, edition, int(site.now().timestamp()) // 60)
        changed = changed_at(version)

        def render() -> bytes:
            now, language = site.now(), lang or site.station.languages[0]
            address = f"{site_url(site)}{path}" + (f"?lang={lang}" if lang else "")
            out = (
                a
                for a in replica.newest(replica.articles_out)
                if a.published_at <= now and (lang is None or primary_language(a.language) == lang)
            )
            return write(
                FeedDocument(site.station, site_url(site), address, list(islice(out, MAX_ARTICLES)), changed, language)
            )

        response = remembered.answer(
            (path, lang), version, mimetype, render, lane=site.lanes.front, host_url=host_url(site)
        )
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
        # It depends on the grid and on the date: single dates are computed from today on.
        version = (replica.grid.revision, site.now().date())
        name, grid, now = site.station.name, replica.grid, site.now()
        return remembered.answer(
            "ics", version, "text/calendar", lambda: schedule_ics(grid, name, now, host=uid_host(site.station)),
            lane=site.lanes.front,
        )  # fmt: skip

    return views


def uid_host(station: Station) -> str:
    """The part after the `@` of a broadcast's UID: the same at whatever host the calendar was requested."""
    if station.url:
        return urlsplit(station.url).hostname or "airwire"
    return f"{blake2b(station.name.encode(), digest_size=6).hexdigest()}.airwire"


def last_change(articles: Iterable[Article], now: datetime) -> datetime | None:
    """When one of `articles` was last published, changed or withdrawn, up to `now`; `None` without any."""
    moments = (moment for a in articles for moment in (a.published_at, a.updated_at) if moment and moment <= now)
    return max(moments, default=None)
