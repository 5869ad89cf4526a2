"""The ledger as staff read it: for a headline a row for each surface, and which surfaces show what was withdrawn. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from webapp.newsroom.headlines.record import HeadlineRecord
from webapp.newsroom.outlets.ledger import LedgerEntry, OutletState
from webapp.newsroom.outlets.plan import still_shows, wording
from webapp.newsroom.outlets.settings import OWN_SURFACES, NetworkOutlet, OutletConfig, kind_of
from webapp.newsroom.times import rfc3339

RowState = Literal[
    "shown", "pending", "outdated", "refused", "ended", "not_sent", "withdrawn", "instead", "still_shown"
]
"""What a surface makes of a headline: it shows it as it is · it was asked and has not acknowledged · it shows an older wording ·
it will not take it · something else took its place · it never got there · it is gone · a correction stands in its place ·
it shows what was withdrawn.
"""

WATCHED_FOR = timedelta(days=7)
"""How long after a withdrawal it is asked whether a surface still shows the headline."""

FAILING_AFTER = timedelta(minutes=2)
"""A surface that fails for longer is said to the person on call."""


@dataclass(frozen=True)
class SurfaceName:
    """`id`, `title` and `kind` of a surface, `configured` or known from before; of a `dry_run` nothing is sent."""

    id: str
    title: str
    kind: str
    dry_run: bool = False
    configured: bool = True


def surfaces(outlets: Iterable[OutletConfig], states: Mapping[str, OutletState]) -> list[SurfaceName]:
    """This site's own, those of the station's file, and those that were there before."""
    configured = [
        SurfaceName(one.id, one.shown_title, kind_of(one), isinstance(one, NetworkOutlet) and one.dry_run)
        for one in (*OWN_SURFACES, *outlets)
    ]
    known = {surface.id for surface in configured}
    former = ((name, state) for name, state in states.items() if name not in known)
    return configured + [SurfaceName(name, state.title, state.kind, configured=False) for name, state in former]


def row_state(record: HeadlineRecord, entry: LedgerEntry | None) -> RowState:
    """What the surface of `entry` makes of the headline."""
    last = wording(record)
    if still_shows(record, entry):
        return "still_shown"
    if entry is None or not entry.steps:
        return "not_sent"
    if last.action == "withdrawn":
        if not entry.withdrawn:
            return "ended" if entry.ended_at else "not_sent"
        return "instead" if entry.steps[-1].instead else "withdrawn"
    if entry.shown == last.item.rev:
        return "shown"
    if entry.refused == last.item.rev:
        return "refused"
    if entry.ended_at:
        return "ended"
    return "outdated" if entry.shown else "pending"


def surface_row(record: HeadlineRecord, entry: LedgerEntry | None, surface: SurfaceName) -> dict[str, Any]:
    """JSON: id, title, kind, state, `red`, `red_since`, and the steps, each `{action, rev, asked_at, acknowledged_at?, evidence?,
    url?, instead?, tries, error?}`."""
    state = row_state(record, entry)
    red = state == "still_shown"
    row: dict[str, Any] = {"id": surface.id, "title": surface.title, "kind": surface.kind, "state": state, "red": red}
    if red:
        row["red_since"] = rfc3339(record.revisions[-1].at)
    steps = [step.dump() for step in entry.steps] if entry else []
    return {**row, "steps": [{k: v for k, v in step.items() if k != "instead" or v} for step in steps]}


def withdrawn_lately(records: Iterable[HeadlineRecord], now: datetime) -> list[HeadlineRecord]:
    """Those of `records` whose withdrawal is watched still."""
    return [
        one for one in records if one.revisions[-1].action == "withdrawn" and now - one.revisions[-1].at < WATCHED_FOR
    ]


def red_since(
    withdrawn: Iterable[HeadlineRecord], entries: Mapping[str, Mapping[str, LedgerEntry]]
) -> dict[str, datetime]:
    """By surface: since when it shows something that was withdrawn."""
    found: dict[str, datetime] = {}
    for record in withdrawn:
        for surface, entry in entries.get(record.id, {}).items():
            if still_shows(record, entry):
                at = record.revisions[-1].at
                found[surface] = min(at, found.get(surface, at))
    return found
