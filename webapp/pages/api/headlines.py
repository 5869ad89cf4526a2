"""The public record of headlines: `GET /api/v1/breaking`, by day or the newest, and `/api/v1/breaking/<id>`."""

from __future__ import annotations

from datetime import date

import orjson
from flask import Blueprint, Response, request

from webapp.newsroom.errors import FieldError, Invalid, NotFound
from webapp.newsroom.schedule.days import day_bounds
from webapp.newsroom.schedule.wall_clock import parse_date
from webapp.web.answer_cache import AnswerCache
from webapp.web.cross_origin import open_to_all
from webapp.web.query import limit_in_query
from webapp.web.site import Site

DEFAULT_HEADLINES, MAX_HEADLINES = 20, 100


def blueprint(site: Site) -> Blueprint:
    """Each headline is as `HeadlineRecord.public` has it: of a withdrawn one no wording, but its place and the reason."""
    views = Blueprint("headlines_api", __name__, url_prefix="/api/v1")
    open_to_all(views)
    remembered = AnswerCache(100)
    replica = site.replica

    @views.get("/breaking")
    def headlines() -> Response:
        """`?day=2026-11-30`, a date of the station, has the headlines of that day; else the newest `limit`."""
        now, limit, day = site.now(), limit_in_query(DEFAULT_HEADLINES, MAX_HEADLINES), request.args.get("day")
        bounds = day_bounds(replica.grid, _day(day)) if day is not None else None

        def render() -> bytes:
            found = replica.headlines.between(*bounds) if bounds else replica.headlines.newest(limit)
            return orjson.dumps({"headlines": [record.public(now) for record in found]})

        name = (day, limit if day is None else 0)
        return remembered.answer(name, replica.version(now), "application/json", render, lane=site.lanes.odd)

    @views.get("/breaking/<headline_id>")
    def headline(headline_id: str) -> Response:
        found, now = replica.headlines.get(headline_id), site.now()
        if found is None:
            raise NotFound(f"there is no headline {headline_id!r}")
        if found.state(now) == "withdrawn":
            raise HeadlineGone(f"this headline was withdrawn: {found.item.reason or ''}", extra=found.public(now))
        return remembered.answer(
            ("headline", headline_id), replica.version(now), "application/json", lambda: orjson.dumps(found.public(now))
        )

    return views


class HeadlineGone(NotFound):
    """The record of a withdrawn headline, with its state and reason as members of the problem."""

    status = 410
    code = "withdrawn"


def _day(text: str) -> date:
    try:
        return parse_date(text)
    except ValueError as error:
        problem = "expected a day such as 2026-03-02"
        raise Invalid(f"day: {problem}", fields=[FieldError("day", problem)]) from error
