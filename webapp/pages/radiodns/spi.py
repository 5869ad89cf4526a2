"""`/radiodns/spi/3.1/SI.xml`, and by bearer and day `/radiodns/spi/3.1/<bearer>/<YYYYMMDD>_PI.xml`."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from flask import Blueprint, Response

from webapp.newsroom.errors import NotFound
from webapp.newsroom.schedule.days import day_bounds, local_date
from webapp.pages.html.addresses import host_url, site_url
from webapp.pages.planned_days import PlannedDays
from webapp.pages.radiodns.spi_documents import SpiStation, programme_information, service_information
from webapp.pages.syndication.entries import id_host
from webapp.web.answer_cache import AnswerCache
from webapp.web.cross_origin import open_to_all
from webapp.web.site import Site

DAYS_BACK, DAYS_AHEAD = 7, 14
MIMETYPE = "application/xml"


def blueprint(site: Site, days: PlannedDays) -> Blueprint:
    views = Blueprint("spi", __name__, url_prefix="/radiodns/spi/3.1")
    open_to_all(views)
    remembered = AnswerCache(200)
    replica = site.replica

    def whose() -> SpiStation:
        return SpiStation(site.station, site_url(site), id_host(site.station))

    @views.get("/SI.xml")
    def service() -> Response:
        today = local_date(site.station.tz, site.now())
        created = day_bounds(replica.grid, today)[0]
        return remembered.answer(
            "SI", (today, site.current.revision), MIMETYPE, lambda: service_information(whose(), created),
            lane=site.lanes.front, host_url=host_url(site),
        )  # fmt: skip

    @views.get("/<path:bearer>/<day>_PI.xml")
    def programmes(bearer: str, day: str) -> Response:
        """404 for a bearer that is not the station's, and for days too far away."""
        known = bearer.lower()
        if known not in site.station.radiodns.bearers:
            raise NotFound("there is no such bearer")
        today, on = local_date(replica.grid.tz, site.now()), _date(day)
        if not -DAYS_BACK <= (on - today).days <= DAYS_AHEAD:
            raise NotFound("there is no programme information for this day")

        def render() -> bytes:
            start, end = day_bounds(replica.grid, on)
            shows = [one.dump() for one in days.of(replica.grid, on)]
            created = min(day_bounds(replica.grid, today)[0], start - timedelta(days=1))
            return programme_information(whose(), known, (start, end), shows, created)

        return remembered.answer(
            ("PI", known, on), (replica.grid.revision, today, site.current.revision), MIMETYPE, render,
            lane=site.lanes.odd, host_url=host_url(site),
        )  # fmt: skip

    return views


def _date(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 - a date of the station's
    except ValueError:
        raise NotFound("expected a day such as 20260302") from None
