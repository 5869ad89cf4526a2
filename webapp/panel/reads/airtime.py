"""Airtime and reads of a story or a programme in one picture: when it was on the air, and how its reads moved then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Blueprint, Response, request
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
from webapp.panel.frame import staff_page
from webapp.panel.reads.lifts import AiringLifts
from webapp.panel.rundown.api import aired_spans, day_in_query
from webapp.web.site import Site

WIDTH, BARS_HEIGHT, LANE_HEIGHT = 720, 140, 16
"""In the picture's own units: its width, the height of the bars, and of a story's lane beneath."""

MAX_LANES = 12
"""Stories of a programme with a lane of their own; the first ones."""

MARGIN = timedelta(hours=1)
A_DAY = timedelta(hours=24)
MAX_SHORT_PERIOD = timedelta(hours=8)


def blueprint(site: Site, guard: Guard) -> Blueprint:
    """`GET /panel/rundown/programmes/<id>?date=`, `GET /panel/rundown/articles/<slug>`."""
    views = Blueprint("airtime", __name__, url_prefix="/panel/rundown")

    @views.get("/programmes/<name>")
    def programme(name: str) -> Response | AnyResponse:
        day = day_in_query(request.args.get("date"), site)
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


def airtime_picture(
    site: Site,
    slugs: Sequence[str],
    start: datetime,
    end: datetime,
    now: datetime,
    spans: Sequence[tuple[datetime, datetime]] = (),
) -> dict[str, Any]:
    """The template's picture of [start, end): bars of all reads of `slugs`, a lane for each story, and the lift of its reads.

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
    return {**_drawn(read_bars(total_reads(counts.values()), start, end, step, now), stories[:MAX_LANES], start, end, step),
            "stories": stories, "programme": [_x_and_width(a, b, start, end) for a, b in spans],
            "minutes": step // 60, "day": now}  # fmt: skip


def _drawn(
    counted: Sequence[ReadsBucket], stories: Sequence[dict[str, Any]], start: datetime, end: datetime, step: int
) -> dict[str, Any]:
    most = max((bar.reads or 0 for bar in counted), default=0)
    drawn = []
    for bar in counted:
        left, wide = _x_and_width(bar.starts_at, bar.starts_at + timedelta(seconds=step), start, end)
        high = round((bar.reads or 0) * BARS_HEIGHT / most, 1) if most else 0
        drawn.append({"x": left, "w": max(wide - 1, 0.5), "h": high, "reads": bar.reads, "at": bar.starts_at,
                      "counting": bar.counting})  # fmt: skip
    lanes = [
        {"y": BARS_HEIGHT + 8 + n * LANE_HEIGHT, "title": story["title"],
         "bands": [{"x": x, "w": max(w, 2), "kind": band.kind, "band": band}
                   for band in story["bands"] for x, w in [_x_and_width(band.starts_at, band.ends_at, start, end)]]}
        for n, story in enumerate(stories)
    ]  # fmt: skip
    return {"wide": WIDTH, "bars_high": BARS_HEIGHT, "high": BARS_HEIGHT + 8 + len(lanes) * LANE_HEIGHT + 22, "most": most,
            "bars": drawn, "lanes": lanes, "ticks": _ticks(start, end), "start": start, "end": end}  # fmt: skip


def _ticks(start: datetime, end: datetime) -> list[dict[str, Any]]:
    every = 3600 if end - start <= MAX_SHORT_PERIOD else 4 * 3600
    first = -(-int(start.timestamp()) // every) * every
    moments = [datetime.fromtimestamp(at, UTC) for at in range(first, int(end.timestamp()), every)]
    ticks = [(_x_and_width(at, at, start, end)[0], at) for at in moments]
    # At the edges labels would be cut off.
    return [{"x": x, "at": at} for x, at in ticks if 40 <= x <= WIDTH - 40]


def _x_and_width(a: datetime, b: datetime, start: datetime, end: datetime) -> tuple[float, float]:
    """Left edge and width of the part of [a, b) that is in the picture."""
    whole = max((end - start).total_seconds(), 1)
    left = max(0.0, (a - start).total_seconds()) * WIDTH / whole
    right = min(max((b - start).total_seconds(), 0.0) * WIDTH / whole, WIDTH)
    return round(left, 1), round(max(right - left, 0), 1)
