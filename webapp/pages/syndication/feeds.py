"""Outgoing feeds: RSS 2.0, JSON Feed 1.1 and the grid as a calendar, made once per change and answered from memory."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import islice

from flask import Blueprint, Response, request

from webapp.newsroom.model import primary_language
from webapp.pages.html.addresses import host_url, site_url
from webapp.pages.planned_days import PlannedDays
from webapp.pages.syndication.entries import answer_by_time, id_host
from webapp.pages.syndication.feed_documents import FeedDocument, json_feed, rss
from webapp.pages.syndication.live_items import LiveItem, live_items
from webapp.pages.syndication.schedule_ics import schedule_ics
from webapp.store.board.replica import Replica
from webapp.web.answer_cache import AnswerCache
from webapp.web.cross_origin import open_to_all
from webapp.web.languages import languages
from webapp.web.site import Site

MAX_ARTICLES = 40


def blueprint(site: Site, days: PlannedDays) -> Blueprint:
    """`/feed.xml` and `/feed.json`, with `?lang=` for one language alone; `/schedule.ics`."""
    views = Blueprint("feeds", __name__)
    open_to_all(views)
    remembered = AnswerCache()
    replica = site.replica

    def feed(path: str, mimetype: str, write: Callable[[FeedDocument], bytes]) -> Response:
        asked = request.args.get("lang")
        lang = asked if asked in languages(site.station) else None
        now = site.now()
        until, changed = shown_until(replica, now)
        items = _live(now) if write is rss and site.station.streams else []
        standing = tuple((item.status, item.show["starts_at"]) for item in items)
        version = (replica.board.epoch, replica.edition, changed, replica.grid.revision, standing)

        def render() -> bytes:
            language = lang or site.station.languages[0]
            address = f"{site_url(site)}{path}" + (f"?lang={lang}" if lang else "")
            out = (
                a
                for a in replica.newest(replica.articles_out)
                if a.published_at <= until and (lang is None or primary_language(a.language) == lang)
            )
            return write(
                FeedDocument(
                    site.station, site_url(site), address, list(islice(out, MAX_ARTICLES)), changed, language, items
                )
            )

        response = remembered.answer(
            (path, lang), version, mimetype, render, lane=site.lanes.front, host_url=host_url(site)
        )
        starts = [datetime.fromisoformat(item.show["starts_at"]) for item in items if item.status != "pending"]
        return answer_by_time(response, max([changed, *starts]), now)

    def _live(now: datetime) -> list[LiveItem]:
        around = days.between(replica.grid, now - timedelta(hours=24), now + timedelta(hours=24))
        return live_items(around, now, is_off_air=replica.visible(now).stream.status == "off_air")

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
            "ics", version, "text/calendar", lambda: schedule_ics(grid, name, now, host=id_host(site.station)),
            lane=site.lanes.front,
        )  # fmt: skip

    return views


def shown_until(replica: Replica, now: datetime) -> tuple[datetime, datetime]:
    """Up to which date articles are shown, and when that last changed a feed.

    Events of articles change it, and an article that is dated in the future, which appears when its minute is over.
    """
    came, minute = replica.articles_changed_at or now, now.replace(second=0, microsecond=0)
    appeared = (article.published_at for article in replica.newest(MAX_ARTICLES) if article.published_at > came)
    minutes = (at.replace(second=0, microsecond=0) + timedelta(minutes=1) for at in appeared)
    return max(minute, came), max([came, *(at for at in minutes if at <= minute)])
