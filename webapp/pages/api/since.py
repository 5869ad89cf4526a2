"""`GET /api/v1/since`: what a listener missed since they were last here, as data and in words."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import orjson
from flask import Blueprint, Response, request
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.newsroom.errors import FieldError, Invalid
from webapp.newsroom.headlines.since import Missed, missed_since
from webapp.newsroom.times import rfc3339
from webapp.pages.planned_days import PlannedDays
from webapp.web.answer_cache import AnswerCache
from webapp.web.cross_origin import open_to_all
from webapp.web.languages import page_language
from webapp.web.query import instant_in_query
from webapp.web.site import Site

MAX_AWAY = timedelta(days=1)
"""Who was away for longer is told what happened in this time."""

MAX_HEADLINES, MAX_ARTICLES, MAX_PROGRAMMES = 100, 10, 12


def blueprint(site: Site, days: PlannedDays) -> Blueprint:
    """`?at=` is a moment; `?epoch=&seq=` a listener's place, whose moment is known while its next event is in memory."""
    views = Blueprint("since_api", __name__, url_prefix="/api/v1")
    open_to_all(views)
    remembered = AnswerCache(100)
    replica = site.replica

    @views.get("/since")
    def since() -> Response:
        now = site.now().replace(second=0, microsecond=0) + timedelta(minutes=1)  # the same answer for a minute
        asked = instant_in_query("at", _moment_of_place())
        start = max(now - MAX_AWAY, min(asked, now)).replace(second=0, microsecond=0)
        language = page_language(site.station)

        def render() -> bytes:
            missed = missed_since(replica.headlines.newest(MAX_HEADLINES), start, now)
            articles = [a for a in replica.newest(MAX_ARTICLES) if start <= a.published_at <= now]
            shows = days.between(replica.grid, start, now) if start < now else []
            programmes = [planned.dump() for planned in shows][-MAX_PROGRAMMES:]
            return orjson.dumps(
                {
                    "from": rfc3339(start),
                    "words": _words(missed, len(articles)),
                    "published": [record.public(now) for record in missed.published],
                    "corrected": [record.public(now) for record in missed.corrected],
                    "withdrawn": [record.public(now) for record in missed.withdrawn],
                    "on_air": [
                        {"title": one["programme"]["title"], "starts_at": one["starts_at"], "ends_at": one["ends_at"]}
                        for one in programmes
                    ],
                    "articles": [article.card().dump() for article in articles],
                }
            )

        version = (replica.version(site.now()), now)
        response = remembered.answer(
            (start, language), version, "application/json", render, "private, no-cache", lane=site.lanes.odd
        )
        response.headers.add("Vary", "Accept-Language")
        response.headers.add("Vary", "Cookie")
        return response

    def _moment_of_place() -> datetime:
        """When the event came that follows the listener's place. Raises `Invalid` where no moment is given and none is known."""
        place = (request.args.get("epoch"), request.args.get("seq", ""))
        if place[0] is None:
            if "at" in request.args:
                return site.now()
            problem = "expected a time such as 2026-03-01T06:00:00Z, or epoch and seq"
            raise Invalid(f"at: {problem}", fields=[FieldError("at", problem, "missing")])
        number = int(place[1]) if place[1].isascii() and place[1].isdigit() and len(place[1]) < 16 else None
        if number is None:
            problem = "expected the number of an event"
            raise Invalid(f"seq: {problem}", fields=[FieldError("seq", problem)])
        missed = replica.missed(place[0], number)
        if missed is None:
            return site.now() - MAX_AWAY  # longer ago than the memory goes
        return missed[0].at if missed else site.now()

    return views


def _words(missed: Missed, articles: int) -> list[str]:
    """What happened, a sentence each; none where nothing did."""
    counted: list[tuple[int, Any]] = [
        (len(missed.published), lambda n: ngettext("%(num)s new headline", "%(num)s new headlines", n)),
        (
            len(missed.corrected),
            lambda n: ngettext("%(num)s headline was corrected", "%(num)s headlines were corrected", n),
        ),
        (
            len(missed.withdrawn),
            lambda n: ngettext("%(num)s headline was withdrawn", "%(num)s headlines were withdrawn", n),
        ),
        (articles, lambda n: ngettext("%(num)s new article", "%(num)s new articles", n)),
    ]
    return [say(number) for number, say in counted if number] or [_("Nothing new.")]
