"""`/topics/<slug>` and `/hosts/<slug>` with a feed of each, and `/following`: what is new of all that a device follows.

What is followed is kept by the device alone, and comes here in the address: no account, no cookie, nothing kept.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from webapp.newsroom.errors import N_, NotFound
from webapp.newsroom.schedule.programme_airings import next_broadcasts
from webapp.pages.following.subjects import Subject, Subjects
from webapp.pages.html.addresses import host_url, site_url
from webapp.pages.html.frame import PageFrame
from webapp.pages.syndication.feed_documents import FeedDocument, rss
from webapp.web.answer_cache import AnswerCache
from webapp.web.cross_origin import allow_reading
from webapp.web.languages import page_language
from webapp.web.site import Site

KINDS = ("topic", "host", "programme")
MAX_FOLLOWED = 50


def blueprint(site: Site, frame: PageFrame, subjects: Subjects) -> Blueprint:
    views = Blueprint("following", __name__)
    feeds = AnswerCache(200)
    replica = site.replica

    def found(kind: str, slug: str) -> Subject:
        subject = subjects.find(kind, slug)
        if subject is None:
            raise NotFound(N_("there is no such topic") if kind == "topic" else N_("there is no such host"))
        return subject

    def news(asked: list[Subject]) -> dict[str, Any]:
        """`articles` (cards), and `rows` of programmes with their next broadcast."""
        now = site.now()
        programmes = {one.id: one for subject in asked for one in subject.programmes}.values()
        following = [(one, next(iter(next_broadcasts(replica.grid, one.id, now, 1)), None)) for one in programmes]
        following.sort(key=lambda pair: (pair[1] is None, pair[1].starts_at if pair[1] else now))
        return {
            "articles": [article.card().dump() for article in subjects.articles(asked, now)],
            "rows": [{"programme": one.dump(), "next": show and show.dump()} for one, show in following],
        }

    def page(kind: str, slug: str) -> Response:
        subject, now = found(kind, slug), site.now()
        edition = subjects.edition(now)
        return frame.page(
            "following/subject.html", (kind, slug), lambda: {"subject": subject, **news([subject])},
            depends=edition, lane=site.lanes.odd, path=subject.path,
        )  # fmt: skip

    def feed(kind: str, slug: str) -> Response:
        subject, now, language = found(kind, slug), site.now(), page_language(site.station)
        edition, home = subjects.edition(now), site_url(site)

        def render() -> bytes:
            address, articles = f"{home}{subject.path}.xml", subjects.articles([subject], now)
            title = f"{subject.name} · {site.station.name}"
            changed = max((article.published_at for article in articles), default=None)
            return rss(FeedDocument(site.station, home, address, articles, changed, language, title=title))

        version = (edition, replica.grid.revision)
        answer = feeds.answer(
            (kind, slug, language), version, "application/rss+xml", render, lane=site.lanes.odd, host_url=host_url(site)
        )
        return allow_reading(answer)

    @views.get("/topics/<slug>")
    def topic(slug: str) -> Response:
        return page("topic", slug)

    @views.get("/topics/<slug>.xml")
    def topic_feed(slug: str) -> Response:
        return feed("topic", slug)

    @views.get("/hosts/<slug>")
    def host(slug: str) -> Response:
        return page("host", slug)

    @views.get("/hosts/<slug>.xml")
    def host_feed(slug: str) -> Response:
        return feed("host", slug)

    @views.get("/following")
    def following() -> Response:
        """`?topic=&host=&programme=`, each any number of times; what is not there any more is passed over."""
        named = [(kind, slug) for kind in KINDS for slug in request.args.getlist(kind)][:MAX_FOLLOWED]
        asked = [subject for kind, slug in dict.fromkeys(named) if (subject := subjects.find(kind, slug))]
        now = site.now()
        return frame.page(
            "following/mine.html", tuple((one.kind, one.slug) for one in asked), lambda: {"subjects": asked, **news(asked)},
            depends=subjects.edition(now), lane=site.lanes.odd, path=None if named else "/following", personal=True,
        )  # fmt: skip

    return views
