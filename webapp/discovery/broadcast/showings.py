"""Programmes of a week, however they were found, and the grid that is made of them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from webapp.newsroom.schedule.grid.grid import Grid
from webapp.newsroom.schedule.grid.overlaps import week_overlaps
from webapp.newsroom.slugs import programme_id


@dataclass(frozen=True)
class Showing:
    """One programme on one weekday: wall-clock `HH:MM`."""

    day: str
    start: str
    end: str
    title: str
    hosts: tuple[str, ...] = ()


def grid_of(showings: Sequence[Showing], zone: str) -> Grid | None:
    """The showings as a weekly grid; equal times of several days are one slot."""
    programmes: dict[str, dict[str, Any]] = {}
    for one in dict.fromkeys(showings):
        programme = programmes.setdefault(
            programme_id(one.title),
            {"id": programme_id(one.title), "title": one.title, "hosts": one.hosts, "slots": {}},
        )
        days = programme["slots"].setdefault((one.start, one.end), [])
        if one.day not in days:
            days.append(one.day)
    if not programmes:
        return None
    written = [
        {
            **programme,
            "slots": [{"days": days, "start": start, "end": end} for (start, end), days in programme["slots"].items()],
        }
        for programme in programmes.values()
    ]
    grid = Grid.load({"zone": zone, "programmes": written})
    return grid.model_copy(update={"overlap": "later_wins"}) if any(week_overlaps(grid)) else grid
