"""Airtime and reads of a story or a programme in one chart: when it was on the air, and how its reads moved then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Response
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.newsroom.errors import NotFound
from webapp.newsroom.reads.airtime import (
    LIFT_WINDOW,
    ReadsBucket,
    articles_in,
    bands_within,
    came_on,
    merged_spans,
    on_air_bands,
    read_bars,
    total_reads,
)
from webapp.newsroom.reads.lift import LOOK_BACK
from webapp.newsroom.schedule.days import day_bounds, local_date
from webapp.panel.auth import Guard
from webapp.panel.charts.chart import Chart, ChartBand, ChartLane, ChartMark, ChartSeries, Tone, headline_marks
from webapp.panel.frame import staff_page
from webapp.panel.reads.lifts import AiringLifts
from webapp.panel.rundown.api import aired_spans, day_in_query
from webapp.web.site import Site

MAX_LANES = 12
"""Stories of a programme with a lane of their own; the first ones."""

MARGIN = timedelta(hours=1)
MAX_CORRECTED_AFTER = timedelta(days=7)
"""How long after its publication a headline's corrections are still looked for."""

A_DAY = timedelta(hours=24)
MAX_SHORT_PERIOD = timedelta(hours=8)


def blueprint(site: Site, guard: Guard) -> Blueprint:
    """`GET /panel/rundown/programmes/<id>?date=`, `GET /panel/rundown/articles/<slug>`."""
    views = Blueprint("airtime", __name__, url_prefix="/panel/rundown")

    @views.get("/programmes/<name>")
    def programme(name: str) -> Response | AnyResponse:
        day = day_in_query("date", site)
        now, (start, end) = site.now(), day_bounds(site.replica.grid, day)
        on = [s for s in aired_spans(site, start, min(end, now)) if s.ran.programme and s.ran.programme.id == name]
        known = site.replica.grid.by_id.get(name)
        title = on[-1].ran.programme.title if on and on[-1].ran.programme else known.title if known else None
        if title is None:
            raise NotFound(f"{name!r} is not in the grid, nor was it on that day")
        spans = merged_spans((s.ran.starts_at, s.ends_at or now) for s in on)
        picture = None
        if spans:
            rows = site.rundown.as_run.aired(spans[0][0], spans[-1][1])
            slugs = articles_in(rows, spans)
            picture = airtime_picture(site, slugs, spans[0][0] - MARGIN, min(spans[-1][1] + MARGIN, now), now, spans)
            picture["day"] = start
        today = local_date(site.replica.grid.tz, now)
        return staff_page(
            "panel/reads/airtime.html", site, heading=title, day=day, today=today, picture=picture, slug=None
        )

    @views.get("/articles/<slug>")
    def story(slug: str) -> Response | AnyResponse:
        article, now = site.replica.article(slug), site.now()
        if article is None:
            raise NotFound(f"there is no article {slug!r}")
        picture = airtime_picture(site, [slug], now - A_DAY, now, now)
        return staff_page("panel/reads/airtime.html", site, heading=article.title, day=None, picture=picture, slug=slug)

    return views


def marks_of(site: Site, slugs: Sequence[str], start: datetime, end: datetime) -> list[ChartMark]:
    """What was done about these stories in [start, end): when they were put out and corrected, and their headlines."""
    articles = [article for slug in slugs if (article := site.replica.article(slug))]
    made = [ChartMark(a.published_at.timestamp(), "read", _("put out: %(title)s", title=a.title)) for a in articles
            if start <= a.published_at < end]  # fmt: skip
    made += [ChartMark(a.corrected_at.timestamp(), "correction", _("corrected: %(headline)s", headline=a.title)) for a in articles
             if a.corrected_at and start <= a.corrected_at < end]  # fmt: skip
    of = [
        record
        for record in site.replica.headlines.between(start - MAX_CORRECTED_AFTER, end)
        if record.item.article in slugs
    ]
    return sorted([*made, *headline_marks(of, start, end)], key=lambda mark: mark.at)


def _lane(story: dict[str, Any]) -> ChartLane:
    bands = []
    for band in story["bands"]:
        what = _("read on air") if band.kind == "read" else _("in rotation")
        tone: Tone = "read" if band.kind == "read" else "air"
        label = f"{story['title']}: {what}"
        bands.append(ChartBand(band.starts_at.timestamp(), band.ends_at.timestamp(), tone, label))
    return ChartLane(story["title"], bands)


def airtime_chart(
    counted: Sequence[ReadsBucket],
    step: int,
    lanes: Sequence[ChartLane],
    spans: Sequence[tuple[datetime, datetime]],
    marks: Sequence[ChartMark],
) -> Chart:
    """The chart of these steps, of which there is at least one, with the programme's time (`spans`) behind it."""
    times = [one.starts_at.timestamp() for one in counted]
    return Chart(
        label=_("Airtime and reads"),
        unit=_("reads in %(minutes)s minutes", minutes=step // 60),
        start=times[0],
        end=times[-1] + step,
        step=step,
        times=times,
        series=(ChartSeries(_("reads"), "one", [one.reads for one in counted]),),
        bands=[ChartBand(a.timestamp(), b.timestamp(), "air", _("the programme is on")) for a, b in spans],
        lanes=lanes,
        marks=marks,
        counting=next((one.starts_at.timestamp() for one in counted if one.counting), None),
    )


def airtime_picture(
    site: Site,
    slugs: Sequence[str],
    start: datetime,
    end: datetime,
    now: datetime,
    spans: Sequence[tuple[datetime, datetime]] = (),
) -> dict[str, Any]:
    """The template's picture of [start, end): the chart of all reads of `slugs` with a lane for each, and lifts.

    With `spans`, the times of a programme, the lanes show only what was on during them. Times on another date than `day` are
    shown with their date.
    """
    rows = site.rundown.as_run.aired(start - LOOK_BACK, end)
    counts = site.rundown.read_buckets.of(slugs, start - MARGIN, end + LIFT_WINDOW, now)
    lifts = AiringLifts(site, rows, slugs, (start, end), now)
    shown_in = spans or [(start, end)]
    step = 5 * 60 if end - start <= MAX_SHORT_PERIOD else 15 * 60
    stories = []
    for slug in slugs:
        whole, bands = on_air_bands(slug, rows, end), bands_within(slug, rows, shown_in)
        shown = {band.starts_at for band in whole if band.starts_at >= start and any(
            part.starts_at <= band.ends_at and band.starts_at <= part.ends_at for part in bands)}  # fmt: skip
        article = site.replica.article(slug)
        stories.append({
            "slug": slug, "title": article.title if article else slug, "bands": bands,
            "shown_s": sum(band.shown_s for band in bands), "reads_on_air": sum(b.kind == "read" for b in bands),
            "lifts": lifts.of(slug, [at for at in came_on(whole) if at in shown]),
        })  # fmt: skip
    counted = read_bars(total_reads(counts.values()), start, end, step, now)
    chart = airtime_chart(
        counted, step, [_lane(story) for story in stories[:MAX_LANES]], spans, marks_of(site, slugs, start, end)
    )
    return {"chart": chart, "stories": stories, "day": now}
