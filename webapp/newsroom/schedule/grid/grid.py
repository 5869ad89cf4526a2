"""The programme grid as values: the ordinary week, and what differs on which date.

    Grid ─┬─ GridProgramme ─┬─ Slot          weekly: days, start, end
          │                 └─ GridSegment   by the clock, inside the slots
          └─ Override       one date: another programme, special coverage, or nothing

Times are wall-clock times in the grid's zone (`wall_clock.instant` handles gaps and folds). The types check each value
by itself; `check` has the rules between them, `toml` the written form.
"""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from functools import cached_property
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, AliasChoices, Field, StringConstraints, field_validator, model_validator

from webapp.newsroom.articles.picture_paths import programme_owner
from webapp.newsroom.model import Language, OneLineText, Picture, Programme, Segment, Slug, Value
from webapp.newsroom.plain_text import multi_line
from webapp.newsroom.schedule.wall_clock import (
    DAY_S,
    DAYS,
    FIRST_DATE,
    LAST_DATE,
    CalendarDate,
    Day,
    StartTimeOfDay,
    TimeOfDay,
)
from webapp.newsroom.times import Instant, known_zone

PROGRAMMES_CAP = 500
SLOTS_CAP = 1_000
SEGMENTS_CAP = 500
"""Of a programme, and of one date: a newsroom's running order has hundreds of stories."""

OVERRIDES_CAP = 5_000
MAX_OVERRIDE_H = 72
_A_DAY = timedelta(days=1)

DescriptionText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000), AfterValidator(multi_line)]


class RotationFields(Value):
    """The articles beside a segment: its own articles in order, then a fill.

    `topics` and `order` define the fill: articles with one of the topics, newest or most read first. With own articles
    alone there is no fill; without any rule the newest fill it. In all there are at most `limit` articles (own ones
    always stay), each for `every_s` seconds.
    """

    articles: tuple[Slug, ...] = Field(default=(), max_length=50)
    topics: tuple[OneLineText, ...] = Field(default=(), max_length=20)
    order: Literal["newest", "most_read"] | None = None
    limit: int = Field(default=8, ge=1, le=50)
    every_s: int = Field(default=20, ge=5, le=3_600)

    @property
    def has_rules(self) -> bool:
        """Whether any rule is set."""
        return bool(self.articles or self.topics or self.order)

    def rotation_fields(self) -> dict[str, Any]:
        """The fields of this class alone, by name."""
        return {name: getattr(self, name) for name in RotationFields.model_fields}


class GridSegment(RotationFields):
    """A part of a programme. Without `end` it lasts until the next segment or the end of the slot.

    `days` limits it to slots that begin on these days. `language` limits its fill to articles in that language.
    """

    id: Slug
    title: OneLineText
    description: DescriptionText | None = None
    start: StartTimeOfDay
    end: TimeOfDay | None = None
    days: tuple[Day, ...] = Field(default=DAYS, min_length=1)
    language: Language | None = None

    @cached_property
    def public(self) -> Segment:
        """The segment as listeners see it."""
        return Segment(id=self.id, title=self.title, description=self.description)


class Slot(Value):
    """A place in the week. An `end` at or before `start` is after midnight; equal times mean a whole day.

    `start_date` and `end_date` (both inclusive) limit it to a season; it does not occur on `except_dates`.
    """

    days: tuple[Day, ...] = Field(min_length=1, max_length=7)
    start: StartTimeOfDay
    end: TimeOfDay
    start_date: CalendarDate | None = None
    end_date: CalendarDate | None = None
    except_dates: tuple[CalendarDate, ...] = Field(default=(), max_length=1_000)

    @cached_property
    def seconds(self) -> int:
        """Its length by the wall clock: more than 0, at most a day."""
        return (self.end - self.start - 1) % DAY_S + 1

    @cached_property
    def _weekdays(self) -> frozenset[int]:
        return frozenset(DAYS.index(day) for day in self.days)

    @cached_property
    def _exceptions(self) -> frozenset[date]:
        return frozenset(self.except_dates)

    def is_on(self, day: date) -> bool:
        """Whether it begins on that date."""
        return (
            day.weekday() in self._weekdays
            and (self.start_date is None or day >= self.start_date)
            and (self.end_date is None or day <= self.end_date)
            and day not in self._exceptions
        )

    def next_date(self, after: date) -> date | None:
        """The first date later than `after` on which it begins; `None` when there is none."""
        day = max(after + _A_DAY, self.start_date or FIRST_DATE)
        last = self.end_date or LAST_DATE
        while day <= last:
            if self.is_on(day):
                return day
            day += _A_DAY
        return None


class GridProgramme(RotationFields):
    """A programme with its slots and segments; its rotation rules apply to segments that have none."""

    id: Slug
    title: OneLineText
    hosts: tuple[OneLineText, ...] = Field(default=(), max_length=20)
    description: DescriptionText | None = None
    language: Language | None = None
    picture: Picture | None = None
    slots: tuple[Slot, ...] = Field(default=(), max_length=SLOTS_CAP, validation_alias=AliasChoices("slot", "slots"))
    segments: tuple[GridSegment, ...] = Field(
        default=(), max_length=SEGMENTS_CAP, validation_alias=AliasChoices("segment", "segments")
    )

    @cached_property
    def public(self) -> Programme:
        """The programme as listeners see it."""
        return Programme(id=self.id, title=self.title, hosts=self.hosts, description=self.description,
                         language=self.language,
                         picture=self.picture and self.picture.shown(programme_owner(self.id)))  # fmt: skip


class Override(RotationFields):
    """A change at one time.

    What is on: `programme` (one of the grid), `title` (special coverage), or nothing (`cancelled`). When: `date`,
    `start` and `end` by the clock as in a slot; or, for what the clock cannot express (the second pass of a repeated
    hour, more than a day), the instants `starts_at` and `ends_at`. Its own `segments` replace the programme's.
    """

    date: CalendarDate | None = None
    start: StartTimeOfDay | None = None
    end: TimeOfDay | None = None
    starts_at: Instant | None = None
    ends_at: Instant | None = None
    programme: Slug | None = None
    title: OneLineText | None = None
    cancelled: bool = False
    hosts: tuple[OneLineText, ...] = Field(default=(), max_length=20)
    description: DescriptionText | None = None
    language: Language | None = None
    segments: tuple[GridSegment, ...] = Field(
        default=(), max_length=SEGMENTS_CAP, validation_alias=AliasChoices("segment", "segments")
    )

    @model_validator(mode="after")
    def _one_time_and_one_thing(self) -> Self:
        wall = (self.date, self.start, self.end)
        exact = (self.starts_at, self.ends_at)
        if not (all(v is not None for v in wall) and exact == (None, None)) and not (
            all(v is not None for v in exact) and wall == (None, None, None)
        ):
            raise ValueError("needs date, start and end (or starts_at and ends_at with a UTC offset)")
        if [self.programme is not None, self.title is not None, self.cancelled].count(True) != 1:
            raise ValueError(
                "needs just one of: programme (one of the grid), title (special coverage), cancelled = true"
            )
        if (
            self.starts_at
            and self.ends_at
            and not 0 < (self.ends_at - self.starts_at).total_seconds() <= MAX_OVERRIDE_H * 3600
        ):
            raise ValueError(f"ends_at must come after starts_at, by at most {MAX_OVERRIDE_H} hours")
        return self


class Grid(Value):
    """The whole grid. Overlaps are refused unless `overlap` says that the later one wins."""

    zone: str = "UTC"
    overlap: Literal["refuse", "later_wins"] = "refuse"
    programmes: tuple[GridProgramme, ...] = Field(
        default=(), max_length=PROGRAMMES_CAP, validation_alias=AliasChoices("programme", "programmes")
    )
    overrides: tuple[Override, ...] = Field(
        default=(), max_length=OVERRIDES_CAP, validation_alias=AliasChoices("override", "overrides")
    )

    @field_validator("zone")
    @classmethod
    def _a_known_zone(cls, zone: str) -> str:
        return known_zone(zone)

    @cached_property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @cached_property
    def revision(self) -> str:
        """A short hash of the content."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]

    @cached_property
    def by_id(self) -> dict[str, GridProgramme]:
        """The programmes by their id."""
        return {programme.id: programme for programme in self.programmes}

    def __hash__(self) -> int:
        # Cheap, because expansions are cached by grid.
        return hash(self.revision)

    def __eq__(self, other: object) -> bool:
        # The same grid, parsed twice, is one key of those caches; comparing slot by slot would be slow.
        return self is other or (isinstance(other, Grid) and self.revision == other.revision)
