"""The programme grid as TOML: what `airwire schedule import` reads and `export` writes.

    zone = "Asia/Manila"                  # the clock that all times are read from

    [[programme]]
    id = "gising-bayan"                   # small letters, digits, hyphens
    title = "Gising, Bayan"
    hosts = ["Amihan Reyes", "Joel Dizon"]
    description = "News, traffic and weather before the day begins."
    language = "fil"

    [[programme.slot]]                    # as many as the programme has places in the week
    days = ["mon", "tue", "wed", "thu", "fri"]
    start = "05:00"
    end = "09:00"                         # at or before start: after midnight; "24:00" is midnight
    start_date = 2026-12-01               # optional: a season, both dates included
    end_date = 2027-03-31
    except_dates = [2026-12-25]

    [[programme.segment]]                 # by the clock, inside the programme's slots
    id = "unang-balita"
    title = "Unang Balita"
    description = "The night's news in five minutes."
    start = "05:00"
    end = "05:20"                         # left out: until the next segment, or the end of the slot
    days = ["mon", "fri"]                 # optional: only in slots that begin on these days
    articles = ["rice-prices-hold"]       # shown beside it, in this order
    topics = ["economy", "prices"]        # then what has one of these topics,
    order = "newest"                      #   "newest" first or "most_read" first,
    language = "fil"                      #   in this language only,
    limit = 8                             #   so many in all,
    every_s = 20                          #   each for so many seconds

    [[override]]                          # one date; pre-empts whatever the week has there
    date = 2026-12-25
    start = "06:00"
    end = "08:00"
    title = "Christmas Morning Mass"      # or programme = "gising-bayan", or cancelled = true

    [[override.segment]]                  # its own segments, as above
    id = "homily"
    title = "Homily"
    start = "06:40"

A segment without articles, topics and order uses its programme's (`articles`, `topics`, `order`, `limit` and `every_s` are
allowed there too), or else the newest articles. Overrides with `title` also take `hosts`, `description` and `language`. An
override may have `starts_at` and `ends_at` with a UTC offset instead of date, start and end. Overlaps are refused, unless
`overlap = "later_wins"` is set at the top.
`wall_clock` says what a change of clocks does to these times.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any

from pydantic import ValidationError

from webapp.newsroom.errors import FieldError, Invalid
from webapp.newsroom.model import Picture, Value
from webapp.newsroom.schedule.grid.check import problems
from webapp.newsroom.schedule.grid.grid import Grid, GridProgramme, GridSegment, Override, Slot
from webapp.newsroom.schedule.grid.problem import MAX_PROBLEMS_LISTED, Path, Problem
from webapp.newsroom.schedule.grid.toml_writer import format_grid
from webapp.newsroom.toml.toml_lines import TomlLines
from webapp.newsroom.toml.toml_words import problems_of

__all__ = ["MAX_GRID_BYTES", "format_grid", "parse_grid"]

MAX_GRID_BYTES = 1_000_000
_MAX_LINE_CHARS = 20_000  # the parser would need minutes for one dotted key of half a megabyte

_KINDS: dict[str, type[Value]] = {
    "programme": GridProgramme,
    "slot": Slot,
    "segment": GridSegment,
    "override": Override,
    "picture": Picture,
}


def parse_grid(data: bytes | str) -> Grid:
    """The grid that a TOML text describes.

    Raises `Invalid`, whose fields name every problem with its line: `{field: "programme.0.slot.1.start", problem: "line
    12: '25:00' is no time of day; …"}`.
    """
    text = _text(data)
    tables = _tables(text)
    lines = TomlLines(text)
    if "zone" not in tables:
        _refuse(
            [Problem(("zone",), 'is missing; the clock that times are read from, such as zone = "Asia/Manila"')], lines
        )
    try:
        grid = Grid.ask(tables)
    except ValidationError as error:
        _refuse(list(problems_of(error, _keys_at)), lines)
    if found := problems(grid):
        _refuse(found, lines)
    return grid


def _text(data: bytes | str) -> str:
    if len(data) > MAX_GRID_BYTES:
        raise Invalid(f"The programme grid is too big: {len(data):,} bytes, at most {MAX_GRID_BYTES:,} are read.")
    if isinstance(data, bytes):
        try:
            data = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            raise _wrong(line, "", "is not UTF-8; save the file in that encoding") from None
    for number, line_text in enumerate(data.splitlines(), start=1):
        if len(line_text) > _MAX_LINE_CHARS:
            raise _wrong(number, "", f"is longer than {_MAX_LINE_CHARS:,} characters")
    return data


def _tables(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise _wrong(1, "", "brackets are nested too deeply") from None
    except ValueError as error:
        said = str(error)
        place = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)", said)
        number = int(place[1]) if place and place[1] else text.count("\n") + 1
        said, hint = said[: place.start()] if place else said, ""
        source = text.splitlines()[number - 1] if number <= len(text.splitlines()) else ""
        if re.search(r"=\s*\[?\s*\d{1,2}:\d{2}\b", source):
            hint = '; times stand in quotes, such as "05:30"'
        raise _wrong(number, "", said.partition(";")[0][:200] + hint) from None


def _wrong(line: int, field: str, problem: str) -> Invalid:
    return Invalid("The programme grid is wrong.", fields=[FieldError(field, f"line {line}: {problem}")])


def _refuse(found: list[Problem], lines: TomlLines) -> None:
    by_line = sorted(found, key=lambda problem: lines.line_of(problem.path))
    fields = []
    for problem in by_line[:MAX_PROBLEMS_LISTED]:
        also = f" (line {lines.line_of(problem.also)})" if problem.also else ""
        fields.append(FieldError(problem.field, f"line {lines.line_of(problem.path)}: {problem.text}{also}"))
    more = (
        f" Only the first {MAX_PROBLEMS_LISTED} of {len(found)} problems are listed."
        if len(found) > MAX_PROBLEMS_LISTED
        else ""
    )
    raise Invalid("The programme grid is wrong." + more, fields=fields)


def _keys_at(path: Path) -> list[str]:
    name = next((part for part in reversed(path) if isinstance(part, str)), None)
    fields = (_KINDS.get(name, Grid) if name else Grid).model_fields
    return [field.removesuffix("s") if field.removesuffix("s") in _KINDS else field for field in fields]
