"""`/panel/listeners`: who listens now and who did, with what was on and what was pushed, and how long pushes took to arrive."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from webapp.newsroom.errors import N_, NotFound, StoreAway
from webapp.newsroom.listeners.counts import DIMENSIONS, RETENTION, Dimension
from webapp.newsroom.listeners.kinds import OTHER
from webapp.newsroom.schedule.days import day_bounds, local_date
from webapp.panel.auth import Guard
from webapp.panel.charts.chart import headline_marks
from webapp.panel.frame import staff_page
from webapp.panel.listeners.charts import delivery_chart, listeners_chart
from webapp.panel.listeners.figures import by_programme, delivered, listeners_now, listeners_of
from webapp.panel.listeners.words import dimension_words, value_in_words
from webapp.web.query import day_in_path
from webapp.web.site import Site

SPANS = {"24h": timedelta(hours=24), "7d": timedelta(days=7), "30d": timedelta(days=30), "90d": RETENTION}
MAX_BY_PROGRAMME = timedelta(hours=26)
"""Longer periods have no programmes beneath: there would be hundreds. A day has 25 hours once a year."""

LOOKED_FOR_CORRECTIONS = timedelta(days=2)


def blueprint(site: Site, guard: Guard) -> Blueprint:
    """`GET /panel/listeners?span=24h|7d|30d|90d&day=YYYY-MM-DD&by=way|place|language|country`; a day instead of a span."""
    views = Blueprint("panel_listeners", __name__, url_prefix="/panel/listeners")

    @views.get("")
    def listeners() -> Response | AnyResponse:
        now = site.now().replace(microsecond=0)
        today = local_date(site.replica.grid.tz, now)
        day = day_in_path(request.args["day"], today) if request.args.get("day") else None
        span, by = request.args.get("span", "24h"), request.args.get("by", "way")
        if span not in SPANS or by not in DIMENSIONS or (day and not today - RETENTION <= day <= today):
            raise NotFound(N_("there is no such period"))
        start, end = day_bounds(site.replica.grid, day) if day else (now - SPANS[span], now)
        shown: dict[str, Any] = {"spans": list(SPANS), "span": span, "by": by, "day": day, "today": today}
        shown |= {
            "since": today - RETENTION,
            "dimensions": dimension_words(),
            "start": start,
            "end": end,
            "in_words": value_in_words,
        }
        try:
            return staff_page(
                "panel/listeners/page.html", site, away=False, **shown, **_figures(site, start, end, by, now)
            )
        except StoreAway:
            page = staff_page("panel/listeners/page.html", site, away=True, **shown)
            page.status_code = 503 if page.status_code == 200 else page.status_code
            return page

    return views


def _figures(site: Site, start: datetime, end: datetime, by: Dimension, now: datetime) -> dict[str, Any]:
    until, listening = min(end, now), listeners_now(site, now)
    period = listeners_of(site, start, until, by)
    broadcasts = by_programme(site, start, until) if end - start <= MAX_BY_PROGRAMME else []
    records = site.replica.headlines.between(start - LOOKED_FOR_CORRECTIONS, until)
    known = [(count, at) for count, at in zip(period.listeners, period.starts, strict=True) if count is not None]
    times = delivered(site, start, until)
    return {
        "listening": listening,
        "has_countries": listening is not None and bool(listening.by["country"].keys() - {OTHER}),
        "period": period,
        "most": max(known, default=None, key=lambda one: one[0]),
        "average": round(sum(count for count, _ in known) / len(known)) if known else None,
        "unknown_s": (len(period.listeners) - len(known)) * period.step_s,
        "chart_of_listeners": listeners_chart(period, by, broadcasts, headline_marks(records, start, until))
        if known
        else None,
        "broadcasts": broadcasts,
        "times": times,
        "headlines": {record.id: record.item.headline for record in records},
        "chart_of_times": delivery_chart(times, start.timestamp(), until.timestamp()) if times else None,
    }
