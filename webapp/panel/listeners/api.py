"""For staff, as JSON: listeners by the minute or longer, and how long headlines took to reach them."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Blueprint, Response, request

from webapp.newsroom.errors import FieldError, Invalid
from webapp.newsroom.listeners.counts import DIMENSIONS, RETENTION, Dimension
from webapp.newsroom.times import rfc3339
from webapp.panel.auth import Guard
from webapp.panel.listeners.figures import by_programme, delivered, listeners_now, listeners_of
from webapp.web.answers import answer
from webapp.web.query import instant_in_query
from webapp.web.site import Site

A_DAY = timedelta(days=1)
MAX_BY_PROGRAMME = timedelta(days=8)


def blueprint(site: Site, guard: Guard) -> Blueprint:
    """`GET /api/v1/listeners?from=&to=&by=`, `GET /api/v1/deliveries?from=&to=`."""
    views = Blueprint("listeners_api", __name__, url_prefix="/api/v1")

    @views.get("/listeners")
    def listeners() -> Response:
        """`{now, step_s, at[], listeners[], by, parts: {value: []}, programmes[]}`; what is not known is `null`."""
        guard.actor()
        now = site.now()
        start, end = _span(now)
        by = _dimension()
        period, current = listeners_of(site, start, end, by), listeners_now(site, now)
        return answer(
            {
                "now": {"at": rfc3339(current.at), "listeners": current.listeners, **current.by} if current else None,
                "step_s": period.step_s,
                "at": [rfc3339(at) for at in period.starts],
                "listeners": period.listeners,
                "by": by,
                "parts": {value or "others": counts for value, counts in period.parts.items()},
                "programmes": [one.dump() for one in by_programme(site, start, end)]
                if end - start <= MAX_BY_PROGRAMME
                else [],
            }
        )

    @views.get("/deliveries")
    def deliveries() -> Response:
        """`{deliveries: [{id, seq, action, at, listeners, p50_ms, p99_ms}]}`, oldest first."""
        guard.actor()
        return answer({"deliveries": [one.dump() for one in delivered(site, *_span(site.now()))]})

    return views


def _dimension() -> Dimension:
    said = request.args.get("by", "way")
    for of in DIMENSIONS:
        if of == said:
            return of
    problem = f"expected one of {', '.join(DIMENSIONS)}"
    raise Invalid(f"by: {problem}", fields=[FieldError("by", problem)])


def _span(now: datetime) -> tuple[datetime, datetime]:
    """`from` and `to`, the last 24 hours without them. Raises `Invalid` for one that is backwards or longer than what is kept."""
    end = instant_in_query("to", now)
    start = instant_in_query("from", end - A_DAY)
    if not timedelta() < end - start <= RETENTION:
        problem = f"expected a time before 'to', by {RETENTION.days} days at most"
        raise Invalid(f"from: {problem}", fields=[FieldError("from", problem)])
    return start, end
