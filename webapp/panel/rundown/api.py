"""The rundown over HTTP: a day as planned and as run, and changes for single dates."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta
from typing import Any

from flask import Blueprint, Response, request
from pydantic import TypeAdapter, ValidationError

from webapp.newsroom.articles.picture_paths import SMALLEST_WIDTH_PX
from webapp.newsroom.drafts import ReadOnAirDraft, read_draft
from webapp.newsroom.errors import FieldError, Invalid, NotFound
from webapp.newsroom.plain_text import spreadsheet_cell
from webapp.newsroom.schedule.as_run import AiredSpan, PlanComparison, compare, planned_parts, with_ends
from webapp.newsroom.schedule.dated_entries import (
    DatedEntry,
    EntryDraft,
    EntryId,
    EntryRemoval,
    entry_id_at,
    override_span,
)
from webapp.newsroom.schedule.days import day_bounds, local_date
from webapp.newsroom.schedule.grid.grid import Grid
from webapp.newsroom.schedule.slots import Stretch, stretches
from webapp.newsroom.schedule.wall_clock import parse_date
from webapp.newsroom.times import rfc3339
from webapp.panel.auth import Guard
from webapp.panel.write_api import idempotency_key, receipt_answer
from webapp.web.answers import answer, read_json
from webapp.web.site import Site

MAX_EXPORT = timedelta(days=93)
_ids: TypeAdapter[str] = TypeAdapter(EntryId)


def blueprint(site: Site, guard: Guard) -> Blueprint:
    """`GET /rundown`, `PUT|DELETE /rundown/<id>`, `POST /on-air/read`, `GET /as-run`; all for staff only."""
    views = Blueprint("rundown_api", __name__, url_prefix="/api/v1")
    desk = site.desk

    @views.get("/rundown")
    def rundown() -> Response:
        guard.actor()
        return answer(rundown_of(site, day_in_query("date", site)))

    @views.put("/rundown/<entry_id>")
    def change(entry_id: str) -> Response:
        by = guard.actor("schedule")
        draft = read_draft(EntryDraft, read_json())
        return receipt_answer(desk.set_entry(_entry_id(entry_id), draft, by, site.now(), idempotency_key()))

    @views.delete("/rundown/<entry_id>")
    def give_back(entry_id: str) -> Response:
        by = guard.actor("schedule")
        gone = read_draft(EntryRemoval, read_json())
        return receipt_answer(desk.drop_entry(_entry_id(entry_id), gone, by, site.now(), idempotency_key()))

    @views.post("/on-air/read")
    def read_on_air() -> Response:
        by = guard.actor("on_air")
        return receipt_answer(
            desk.read_on_air(read_draft(ReadOnAirDraft, read_json()), by, site.now(), idempotency_key())
        )

    @views.get("/as-run")
    def as_run() -> Response:
        """The record of some days, as JSON or (`format=csv`) as a table."""
        guard.actor()
        now, tz = site.now(), site.replica.grid.tz
        first, last = day_in_query("from", site), day_in_query("to", site)
        start, end = day_bounds(site.replica.grid, first)[0], day_bounds(site.replica.grid, last)[1]
        if not timedelta() < end - start <= MAX_EXPORT:
            problem = f"must be from or later, by less than {MAX_EXPORT.days} days"
            raise Invalid(f"to: {problem}", fields=[FieldError("to", problem)])
        spans = [s for s in aired_spans(site, start, min(end, now)) if s.ends_at is None or s.ends_at > start]
        form = request.args.get("format", "json")
        if form not in ("json", "csv"):
            raise Invalid.of([FieldError("format", "expected json or csv")])
        if form == "csv":
            return _csv(spans, f"as-run-{first}-{last}.csv", tz)
        return answer({"from": str(first), "to": str(last), "as_run": [s.dump() for s in spans]})

    return views


def day_in_query(name: str, site: Site) -> date:
    """What the query's `name` says, as a date such as `2026-12-25`; the station's current date without one. Raises `Invalid`."""
    text = request.args.get(name)
    if not text:
        return local_date(site.replica.grid.tz, site.now())
    try:
        return parse_date(text)
    except ValueError as error:
        raise Invalid.of([FieldError(name, str(error))]) from None


def aired_spans(site: Site, start: datetime, end: datetime) -> list[AiredSpan]:
    """What was on the air in [start, end), from the as-run record. The end of the last span is looked up beyond `end`."""
    if start >= end:
        return []
    record = site.rundown.as_run
    rows = record.ran(start, end)
    spans = with_ends(rows)
    if spans:
        beyond = record.ran(end, end + timedelta(days=90))
        following = next((ran.starts_at for ran in beyond if ran.starts_at >= end), None)
        spans[-1] = spans[-1].model_copy(update={"ends_at": following})
    return spans


def rundown_of(site: Site, day: date) -> dict[str, Any]:
    """One day for staff: its broadcasts with their segments and rules, the as-run record, and the comparison of both."""
    now, grid = site.now(), site.rundown.grid()
    entries = site.rundown.entries()
    start, end = day_bounds(grid, day)
    record = site.rundown.as_run
    spans = aired_spans(site, start, min(end, now))
    kept = record.planned(day) if day < local_date(grid.tz, now) else None
    plan = kept if kept is not None else planned_parts(grid, start, end)
    since = record.begins()
    rows = compare(plan, spans, now, since) if start < now else []
    broadcasts = [_broadcast(stretch, grid, entries) for stretch in stretches(grid, start, end)]
    return {
        "date": day.isoformat(),
        "day": {"starts_at": rfc3339(start), "ends_at": rfc3339(end)},
        "zone": grid.zone,
        "now": rfc3339(now),
        "revision": grid.revision,
        "broadcasts": broadcasts,
        "pictures": _pictures(site, broadcasts),
        "entries": [entry.dump() for entry in entries.values() if _overlaps(grid, entry, start, end)],
        "as_run_since": rfc3339(since) if since else None,
        "plan_kept": kept is not None,
        "compared": [_row(row) for row in rows],
        "as_run": [span.dump() for span in spans],
        "aired": [row.dump() for row in record.aired(start, min(end, now)) if row.kind == "read" and row.at >= start]
        if start < now
        else [],
    }


def _pictures(site: Site, broadcasts: list[dict[str, Any]]) -> dict[str, str]:
    """The small picture of each article that is first beside a programme or segment, by its slug."""
    parts = [part for show in broadcasts for part in (show["rules"], *show["segments"])]
    stories = [site.replica.article(slug) for slug in {part["articles"][0] for part in parts if part.get("articles")}]
    return {
        story.slug: story.picture.shown(story.slug, SMALLEST_WIDTH_PX).url
        for story in stories
        if story and story.picture and story.withdrawn is None
    }


def _broadcast(stretch: Stretch, grid: Grid, entries: dict[str, DatedEntry]) -> dict[str, Any]:
    """A broadcast with the id under which it can be changed, and the `entry` that changes it, if there is one."""
    entry = next((e for e in entries.values() if override_span(grid, e.override)[0] == stretch.airing.start
                  and stretch.airing.special and not e.override.cancelled), None)  # fmt: skip
    programme, begins = stretch.programme, stretch.start.astimezone(grid.tz)
    return {
        "id": entry.id if entry else entry_id_at(stretch.start),
        "entry": entry.dump() if entry else None,
        "starts_at": rfc3339(stretch.start),
        "ends_at": rfc3339(stretch.end),
        "wall": {
            "date": begins.date().isoformat(),
            "start": f"{begins:%H:%M:%S}",
            "end": f"{stretch.end.astimezone(grid.tz):%H:%M:%S}",
        },
        "special": stretch.airing.special,
        "programme": programme.public.dump(),
        "in_grid": programme.id in grid.by_id,
        "rules": programme.rotation_fields(),
        "segments": [
            {"starts_at": rfc3339(part.start), "ends_at": rfc3339(part.end), **part.segment.dump()}
            for part in stretch.parts
            if part.segment
        ],
    }


def _overlaps(grid: Grid, entry: DatedEntry, start: datetime, end: datetime) -> bool:
    first, last = override_span(grid, entry.override)
    return first < end and last > start


def _row(row: PlanComparison) -> dict[str, Any]:
    return row.model_dump(mode="json", exclude_none=True)


def _entry_id(text: str) -> str:
    try:
        return _ids.validate_python(text)
    except ValidationError:
        raise NotFound("there is no such place in the rundown: ids are small letters, digits and dashes") from None


def _csv(spans: list[AiredSpan], name: str, tz: Any) -> Response:
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["starts_at", "ends_at", "local_start", "programme", "programme_title", "segment", "segment_title",
                    "by", "who", "told_at"])  # fmt: skip
    for s in spans:
        ran = s.ran
        row = [rfc3339(ran.starts_at), rfc3339(s.ends_at) if s.ends_at else "",
               f"{ran.starts_at.astimezone(tz):%Y-%m-%d %H:%M:%S}",
               *((ran.programme.id, ran.programme.title) if ran.programme else ("", "")),
               *((ran.segment.id, ran.segment.title) if ran.segment else ("", "")),
               ran.by, ran.who or "", rfc3339(ran.told_at)]  # fmt: skip
        table.writerow([spreadsheet_cell(cell) for cell in row])
    headers = {"Cache-Control": "no-store", "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(out.getvalue(), mimetype="text/csv", headers=headers)
