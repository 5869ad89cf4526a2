"""The streams as the monitor sees them: each day as a strip, the probes' results with their age, and a held status."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from flask import Blueprint, Response, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.newsroom.errors import NotFound
from webapp.newsroom.schedule.days import day_bounds, local_date
from webapp.newsroom.stream.history import ALL_STREAMS, HISTORY_RETENTION, StatusSpan, status_spans
from webapp.panel.auth import Guard
from webapp.panel.frame import staff_page
from webapp.panel.monitoring.strip import strip_chart
from webapp.web.answers import answer
from webapp.web.query import day_in_path
from webapp.web.site import Site

SHOWN_DAYS = HISTORY_RETENTION.days - 1
"""Today and the days before it that can be opened."""


def blueprint(site: Site, guard: Guard) -> Blueprint:
    """`GET /panel/streams?day=YYYY-MM-DD`, and what it shows as `/panel/streams.json`."""
    views = Blueprint("streams", __name__, url_prefix="/panel")

    @views.get("/streams")
    def streams() -> Response | AnyResponse:
        now = site.now()
        today = local_date(site.replica.grid.tz, now)
        chosen = _day(request.args.get("day"), today)
        start, end = day_bounds(site.replica.grid, chosen)
        titles = {config.id: config.title for config in site.station.streams}
        strips = _strips(site, start, end, min(now, end))
        (first, __), (__, last) = (
            day_bounds(site.replica.grid, day) for day in (today - timedelta(days=SHOWN_DAYS - 1), today)
        )
        whole = _strips(site, first, last, now)
        pictures = {
            name: strip_chart(titles.get(name, name) or _("The station"), spans, first, last)
            for name, spans in whole.items()
        }
        return staff_page(
            "panel/streams.html", site, strips=strips, titles=titles, watches=site.streams.watches(), start=start, end=end,
            held=site.rundown.holds().stream, chosen=chosen, today=today, station_strip=ALL_STREAMS,
            days=[today - timedelta(days=n) for n in range(SHOWN_DAYS)], pictures=pictures,
        )  # fmt: skip

    @views.get("/streams.json")
    def as_json() -> Response:
        guard.actor()
        now = site.now()
        strips = _strips(site, now - timedelta(days=1), now, now)
        return answer(
            {
                "watches": {name: watch.dump() for name, watch in site.streams.watches().items()},
                "day": {name or "station": [span.dump() for span in made] for name, made in strips.items()},
            }
        )

    return views


def _strips(site: Site, start: datetime, end: datetime, known: datetime) -> dict[str, list[StatusSpan]]:
    probed = site.rundown.holds().probed
    checked = probed.checked_at if probed else None
    made = status_spans(
        site.streams.notes(start, end), start, min(end, known), min(checked, known) if checked else None
    )
    configured: dict[str, Any] = {config.id: None for config in site.station.streams}
    # The station first, then the configured streams, then former ones.
    order = [ALL_STREAMS, *configured, *(name for name in made if name and name not in configured)]
    return {name: made.get(name, []) for name in order}


def _day(text: str | None, today: date) -> date:
    chosen = day_in_path(text, today)
    if not today - timedelta(days=SHOWN_DAYS) < chosen <= today:
        raise NotFound(f"what was seen is kept for {SHOWN_DAYS} days")
    return chosen
