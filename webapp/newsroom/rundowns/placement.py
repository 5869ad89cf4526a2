"""A running order as a dated entry of the rundown: which broadcast it is, and its stories as segments with their times.

    placement(order, config, grid, now)  →  entry id and override, or why it stands nowhere

The broadcast keeps the bounds that the grid gives it. A running order whose programme is not on at its time is a broadcast of
its own, as long as it says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from webapp.newsroom.errors import NewsroomError
from webapp.newsroom.plain_text import one_line
from webapp.newsroom.rundowns.running_order import RunningOrder, Story
from webapp.newsroom.rundowns.settings import MosConfig
from webapp.newsroom.schedule.dated_entries import entry_id_at
from webapp.newsroom.schedule.grid.grid import (
    SEGMENTS_CAP,
    Grid,
    GridProgramme,
    GridSegment,
    Override,
)
from webapp.newsroom.schedule.slots import Stretch, stretches
from webapp.newsroom.schedule.wall_clock import DAY_S, format_time_of_day
from webapp.newsroom.slugs import programme_id

BESIDE = timedelta(hours=1)
"""A running order that begins this much before or after a broadcast of its programme is that broadcast's."""

AHEAD = timedelta(days=14)
LONGEST = timedelta(hours=24)

# Why a running order stands nowhere; the panel has the words.
NO_PROGRAMME, NO_TIME, NO_LENGTH, NOT_READY, TOO_FAR = "no_programme", "no_time", "no_length", "not_ready", "too_far"
BY_HAND, REFUSED = "by_hand", "refused"


@dataclass(frozen=True)
class Placement:
    """The override under `entry`, from `start` to `end`; `segments` has the segment of each story that is shown.

    With a `problem` there is none.
    """

    entry: str = ""
    override: Override | None = None
    start: datetime | None = None
    end: datetime | None = None
    segments: dict[str, str] = field(default_factory=dict)
    problem: str | None = None


def placement(order: RunningOrder, config: MosConfig, grid: Grid, now: datetime) -> Placement:
    """Where `order` stands. `grid` is the one without dated entries."""
    name = config.programme_of(order.head.slug, order.head.channel)
    programme = grid.by_id.get(name or "")
    if programme is None:
        return Placement(problem=NO_PROGRAMME)
    begins = order.head.starts_at
    if begins is None:
        return Placement(problem=NO_TIME)
    if not now - LONGEST * 2 < begins < now + AHEAD:
        return Placement(problem=TOO_FAR)
    if config.wait_for_ready and not order.ready:
        return Placement(problem=NOT_READY)
    own = _broadcast(grid, programme, begins)
    if own:
        entry, start, end = entry_id_at(own.start), own.start, own.end
    else:
        length = order.head.seconds or sum(story.length_s or 0.0 for story in order.stories)
        if length < 1:
            return Placement(problem=NO_LENGTH)
        entry, start = f"mos-{sha256(order.id.encode()).hexdigest()[:16]}", begins.replace(microsecond=0)
        end = start + min(timedelta(seconds=int(length)), LONGEST)
    segments = dict(_segments(order.stories, config, grid, programme, begins, (start, end)))
    override = Override(
        starts_at=start, ends_at=end, programme=programme.id, segments=tuple(segments.values())[:SEGMENTS_CAP]
    )
    return Placement(entry, override, start, end, {story: segment.id for story, segment in segments.items()})


def _broadcast(grid: Grid, programme: GridProgramme, begins: datetime) -> Stretch | None:
    """The programme's broadcast in the grid that `begins` belongs to: the one that is on, else the nearest."""
    found = [
        stretch
        for stretch in stretches(grid, begins - BESIDE, begins + BESIDE)
        if stretch.programme.id == programme.id and stretch.end - stretch.start <= LONGEST
    ]
    return min(found, key=lambda one: (not one.start <= begins < one.end, abs(one.start - begins)), default=None)


def _segments(
    stories: Sequence[Story],
    config: MosConfig,
    grid: Grid,
    programme: GridProgramme,
    begins: datetime,
    span: tuple[datetime, datetime],
) -> Iterator[tuple[str, GridSegment]]:
    """Each story that is shown and has a length, with its segment; what lies outside the span is cut off."""
    shown = [(story, title) for story in stories if (title := shown_title(story, config))]
    times = Counter(programme_id(title) for _, title in shown)
    usual = {segment.id: segment for segment in programme.segments}
    titles = {story.id: title for story, title in shown}
    reached = begins
    for story in stories:
        start, end = reached, reached + timedelta(seconds=story.length_s or 0.0)
        reached = end
        first, last = _whole(max(start, span[0])), _whole(min(end, span[1]))
        if story.id not in titles or last <= first:
            continue
        title = titles[story.id]
        name = programme_id(title)
        like = usual.get(name)
        kept = {"language": like.language, "description": like.description, **like.rotation_fields()} if like else {}
        if times[name] > 1:
            name = f"{name}-{sha256(story.id.encode()).hexdigest()[:6]}"
        clock = {"start": _wall(grid, first), "end": _wall(grid, last)}
        yield story.id, GridSegment.ask({"id": name, "title": title, **kept, **clock})


def shown_title(story: Story, config: MosConfig) -> str:
    """What listeners see of a story; empty where that is nothing."""
    if config.hides(story.slug):
        return ""
    try:
        return one_line(story.slug)
    except (NewsroomError, ValueError):
        return ""


def _whole(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


def _wall(grid: Grid, moment: datetime) -> str:
    local = moment.astimezone(grid.tz)
    return format_time_of_day((local.hour * 3600 + local.minute * 60 + local.second) % DAY_S)
