"""The broadcasts of one programme: the next ones by the grid, and the past ones as they really ran. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import groupby

from webapp.newsroom.model import Programme
from webapp.newsroom.schedule.airings import override_airing
from webapp.newsroom.schedule.as_run import AiredArticles, AiredSegment, NamedPart, with_ends
from webapp.newsroom.schedule.days import Broadcast, planned_broadcasts
from webapp.newsroom.schedule.grid.grid import Grid

LOOK_AHEAD = timedelta(days=28)
_A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class AiredPart:
    """A segment as it ran, or the programme itself where it had none. `articles` are slugs, those read on air first."""

    segment: NamedPart | None
    starts_at: datetime
    ends_at: datetime | None
    articles: tuple[str, ...]


@dataclass(frozen=True)
class AiredBroadcast:
    """A broadcast as it ran; `ends_at` is `None` while it lasts."""

    starts_at: datetime
    ends_at: datetime | None
    parts: tuple[AiredPart, ...]


def find_programme(grid: Grid, programme: str) -> Programme | None:
    """A programme of the grid, or of its special coverage, by its id."""
    usual = grid.by_id.get(programme)
    return usual.public if usual else _specials(grid).get(programme)


@lru_cache(maxsize=4)
def _specials(grid: Grid) -> dict[str, Programme]:
    found = (override_airing(grid, override).programme for override in grid.overrides if override.title)
    return {one.id: one.public for one in found if one}


def next_broadcasts(grid: Grid, programme: str, now: datetime, most: int) -> list[Broadcast]:
    """The broadcasts that are on or begin within `LOOK_AHEAD`, the first `most` of them."""
    found: dict[datetime, Broadcast] = {}
    start = now
    while start < now + LOOK_AHEAD and len(found) < most:
        week = planned_broadcasts(grid, start, start + _A_WEEK)
        found |= {one.starts_at: one for one in week if one.programme.id == programme}
        start += _A_WEEK
    return list(found.values())[:most]


def aired_broadcasts(
    programme: str, turns: Sequence[AiredSegment], articles: Sequence[AiredArticles]
) -> list[AiredBroadcast]:
    """The broadcasts of the programme, newest first. `turns` are all turns of the time in question, `articles` what rotated
    beside them or was read."""
    found = []
    for is_ours, spans in groupby(with_ends(turns), lambda span: _programme_of(span.ran) == programme):
        if is_ours:
            parts = [
                AiredPart(
                    span.ran.segment,
                    span.ran.starts_at,
                    span.ends_at,
                    tuple(_articles_between(articles, span.ran.starts_at, span.ends_at)),
                )
                for span in spans
            ]
            found.append(AiredBroadcast(parts[0].starts_at, parts[-1].ends_at, tuple(parts)))
    return found[::-1]


def _programme_of(turn: AiredSegment) -> str | None:
    return turn.programme.id if turn.programme else None


def _articles_between(rows: Sequence[AiredArticles], start: datetime, end: datetime | None) -> Iterator[str]:
    """What came on within [start, end): those read on air, then those that rotated."""
    own = [row for row in rows if start <= row.at and (end is None or row.at < end)]
    first = sorted(own, key=lambda row: row.kind != "read")
    yield from dict.fromkeys(slug for row in first for slug in row.articles)
