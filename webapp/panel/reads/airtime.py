"""Airtime and reads in one picture, for a story and for a programme: when it was on, and what its reads did then."""

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
    lifts,
    merged_spans,
    on_air_bands,
    read_bars,
    total_reads,
)
from webapp.newsroom.schedule.days import day_bounds, local_date
from webapp.panel.auth import Guard
from webapp.panel.frame import inside_page
from webapp.panel.rundown.api import day_named, spans_between
from webapp.web.site import Site

WIDE, BARS_HIGH, LANE = 720, 140, 16
"""The picture in its own units: its width, the height of the bars, and of a story's lane beneath."""

LANES = 12
"""So many of a programme's stories have a lane of their own; those that came first."""

BEFORE, AFTER = timedelta(hours=1), timedelta(hours=1)
A_DAY = timedelta(hours=24)
SHORT = timedelta(hours=8)


def blueprint(site: Site, guard: Guard) -> Blueprint:
    """`GET /panel/rundown/programmes/<id>?date=`, `GET /panel/rundown/articles/<slug>`."""
    views = Blueprint("airtime", __name__, url_prefix="/panel/rundown")

    @views.get("/programmes/<name>")
    def programme(name: str) -> Response | AnyResponse:
        day = day_named(request.args.get("date"), site)
        now, (start, end) = site.now(), day_bounds(site.replica.grid, day)
        on = [s for s in spans_between(site, start, min(end, now)) if s.ran.programme and s.ran.programme.id == name]
        known = site.replica.grid.by_id.get(name)
        title = on[-1].ran.programme.title if on and on[-1].ran.programme else known.title if known else None
        if title is None:
            raise NotFound(f"{name!r} is not in the grid, nor was it on that day")
        spans = merged_spans((s.ran.starts_at, s.ends_at or now) for s in on)
        picture = None
        if spans:
            rows = site.rundown.as_run.aired(spans[0][0], spans[-1][1])
            slugs = articles_in(rows, spans)
            picture = airtime_of(site, slugs, spans[0][0] - BEFORE, min(spans[-1][1] + AFTER, now), now, spans)
            picture["day"] = start
        today = local_date(site.replica.grid.tz, now)
        return inside_page(
            "panel/reads/airtime.html", site, heading=title, day=day, today=today, picture=picture, slug=None
        )

    @views.get("/articles/<slug>")
    def story(slug: str) -> Response | AnyResponse:
        article, now = site.replica.article(slug), site.now()
        if article is None:
            raise NotFound(f"there is no article {slug!r}")
        picture = airtime_of(site, [slug], now - A_DAY, now, now)
        return inside_page(
            "panel/reads/airtime.html", site, heading=article.title, day=None, picture=picture, slug=slug
        )

    return views


def airtime_of(
    site: Site,
    slugs: Sequence[str],
    start: datetime,
    end: datetime,
    now: datetime,
    spans: Sequence[tuple[datetime, datetime]] = (),
) -> dict[str, Any]:
    """The picture: bars of all reads together, a lane for each story, and what may be said about each. For `spans` of a
    programme only what was on in them is in the lanes. Times of another date than that of `day` are told with theirs."""
    rows = site.rundown.as_run.aired(start - BEFORE, end)
    counts = site.rundown.read_buckets.of(slugs, start - BEFORE, end + LIFT_WINDOW, now)
    shown_in = spans or [(start, end)]
    step = 5 * 60 if end - start <= SHORT else 15 * 60
    stories = []
    for slug in slugs:
        whole, bands = on_air_bands(slug, rows, end), bands_within(slug, rows, shown_in)
        came_on = {band.starts_at for band in whole if band.starts_at >= start and any(
            part.starts_at <= band.ends_at and band.starts_at <= part.ends_at for part in bands)}  # fmt: skip
        article = site.replica.article(slug)
        stories.append({
            "slug": slug, "title": article.title if article else slug, "bands": bands,
            "shown_s": sum(band.shown_s for band in bands), "reads_on_air": sum(b.kind == "read" for b in bands),
            "lifts": [lift for lift in lifts(whole, counts[slug], now) if lift.at in came_on],
        })  # fmt: skip
    return {**_drawn(read_bars(total_reads(counts.values()), start, end, step, now), stories[:LANES], start, end, step),
            "stories": stories, "programme": [_span(a, b, start, end) for a, b in spans],
            "minutes": step // 60, "day": now}  # fmt: skip


def _drawn(
    told: Sequence[ReadsBucket], stories: Sequence[dict[str, Any]], start: datetime, end: datetime, step: int
) -> dict[str, Any]:
    most = max((bar.reads or 0 for bar in told), default=0)
    drawn = []
    for bar in told:
        left, wide = _span(bar.starts_at, bar.starts_at + timedelta(seconds=step), start, end)
        high = round((bar.reads or 0) * BARS_HIGH / most, 1) if most else 0
        drawn.append({"x": left, "w": max(wide - 1, 0.5), "h": high, "reads": bar.reads, "at": bar.starts_at,
                      "counting": bar.counting})  # fmt: skip
    lanes = [
        {"y": BARS_HIGH + 8 + n * LANE, "title": story["title"],
         "bands": [{"x": x, "w": max(w, 2), "kind": band.kind, "band": band}
                   for band in story["bands"] for x, w in [_span(band.starts_at, band.ends_at, start, end)]]}
        for n, story in enumerate(stories)
    ]  # fmt: skip
    return {"wide": WIDE, "bars_high": BARS_HIGH, "high": BARS_HIGH + 8 + len(lanes) * LANE + 22, "most": most,
            "bars": drawn, "lanes": lanes, "ticks": _ticks(start, end), "start": start, "end": end}  # fmt: skip


def _ticks(start: datetime, end: datetime) -> list[dict[str, Any]]:
    every = 3600 if end - start <= SHORT else 4 * 3600
    first = -(-int(start.timestamp()) // every) * every
    moments = [datetime.fromtimestamp(at, UTC) for at in range(first, int(end.timestamp()), every)]
    ticks = [(_span(at, at, start, end)[0], at) for at in moments]
    # Those at the edge would lie over their neighbours.
    return [{"x": x, "at": at} for x, at in ticks if 40 <= x <= WIDE - 40]


def _span(a: datetime, b: datetime, start: datetime, end: datetime) -> tuple[float, float]:
    """Left edge and width of [a, b) in the picture, as much of it as is in it."""
    whole = max((end - start).total_seconds(), 1)
    left = max(0.0, (a - start).total_seconds()) * WIDE / whole
    right = min(max((b - start).total_seconds(), 0.0) * WIDE / whole, WIDE)
    return round(left, 1), round(max(right - left, 0), 1)
