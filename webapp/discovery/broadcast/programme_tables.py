"""The week's programmes as a page shows them: tables with a row for each, tables with a column for each day, lists below days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice, zip_longest

from lxml.html import HtmlElement

from webapp.discovery.broadcast.showings import Showing
from webapp.discovery.broadcast.written_week import find_span, find_start, is_24_hours, read_days, split_days
from webapp.discovery.site.others import heading_above
from webapp.discovery.site.site_page import SitePage
from webapp.intake.story.clean_text import clean_line
from webapp.intake.story.html.tree import text_of
from webapp.newsroom.schedule.wall_clock import DAYS, Day

MIN_PROGRAMMES, MIN_ON_A_FRONT = 2, 3
"""One line of a time and a few words may be anything, such as when the office is open."""

MAX_TABLES, MAX_ROWS, MAX_COLUMNS = 20, 300, 12
MAX_TITLE_CHARS, MAX_LINE_CHARS = 80, 160
_EMPTY = re.compile(
    r"[\s\W_]*|(?:off[- ]?air|sign[- ]?o(?:n|ff)|tba|n/?a|none|wala|mga programa|iskedyul|jadwal(?: acara)?|oras|"
    r"araw|time|day|hosts?|open(?:ing)?(?: hours)?|closed|(?:office|business) hours|opisina|sarado|"
    r"(?:on-air )?(?:programs?|programmes?|programa|schedules?|shows?))",
    re.IGNORECASE,
)
_TITLES = ("h2", "h3", "h4", "h5", "h6", "strong", "b")
MAX_CARD_LINES = 3
_TRIM = " \t:;,.|·•–—-"


@dataclass(frozen=True)
class _Row:
    """What one row or line says is on; without `end` it lasts until the next one of the day begins."""

    days: tuple[Day, ...]
    start: str
    end: str
    title: str


@dataclass(frozen=True)
class _Times:
    """A time of day in a text, the days beside it, and the rest of the text."""

    start: str
    end: str
    days: tuple[Day, ...]
    rest: str


def written_showings(page: SitePage, least: int = MIN_PROGRAMMES) -> list[Showing]:
    """What the page says is on; empty where fewer than `least` programmes can be understood, which is no schedule."""
    rows = [row for table in islice(page.tree.iter("table"), MAX_TABLES) for row in _of_table(table)]
    found = list(dict.fromkeys(_with_ends(rows or list(_of_lines(page)))))
    return found if len({one.title for one in found}) >= least else []


def _with_ends(rows: list[_Row]) -> Iterator[Showing]:
    for day in DAYS:
        own = [row for row in rows if day in row.days]
        for row, after in zip_longest(own, own[1:]):
            end = row.end or (after.start if after else "")
            if end and row.title and end != row.start:
                yield Showing(day, row.start, end, row.title)


def _of_table(table: HtmlElement) -> Iterator[_Row]:
    if table.find(".//table") is not None:
        return
    rows = _cells(table)
    by_24 = is_24_hours(cell for row in rows for cell in row)
    header = next(
        (number for number, row in enumerate(rows[:4]) if sum(bool(read_days(cell)) for cell in row) >= 3), None
    )
    if header is not None:
        yield from _by_columns(rows, header, by_24)
    else:
        caption = table.findtext(".//caption") or heading_above(table)
        yield from _by_rows(rows, split_days(caption)[0], by_24)


def _cells(table: HtmlElement) -> list[list[str]]:
    """Texts by row and column; a cell that spans several stands in each."""
    rows: list[list[str]] = []
    below: dict[int, tuple[int, str]] = {}
    for row in list(table.iter("tr"))[:MAX_ROWS]:
        texts: list[str] = []
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        while (cells or len(texts) in below) and len(texts) < MAX_COLUMNS:
            at = len(texts)
            if at in below:
                left, text = below.pop(at)
                texts.append(text)
                if left > 1:
                    below[at] = (left - 1, text)
                continue
            cell = cells.pop(0)
            text = clean_line(text_of(cell), 300)
            for offset in range(_number(cell.get("colspan"))):
                if len(texts) == MAX_COLUMNS:
                    break
                texts.append(text)
                if (tall := _number(cell.get("rowspan"))) > 1:
                    below[at + offset] = (tall - 1, text)
        rows.append(texts)
    return rows


def _number(text: str | None) -> int:
    return min(max(int(text), 1), MAX_ROWS) if text and text.strip().isdigit() else 1


def _by_columns(rows: list[list[str]], header: int, by_24: bool) -> Iterator[_Row]:
    """A column for each day, the times in front. A title that goes on in the next row is one showing."""
    days = [read_days(cell) for cell in rows[header]]
    open_rows: dict[int, _Row] = {}
    for row in rows[header + 1 :]:
        cells = list(zip(row, days, strict=False))
        in_front = next((found for cell, day in cells if not day and (found := _times(cell, by_24))), None)
        for at, (cell, columns) in enumerate(cells):
            own = _times(cell, by_24)
            times = own or in_front
            if not columns or not times:
                continue
            title = _title(own.rest if own else cell)
            before = open_rows.get(at)
            if before and before.title == title and before.end in (times.start, ""):
                open_rows[at] = replace(before, end=times.end)
                continue
            if before:
                yield before
            open_rows[at] = _Row(columns, times.start, times.end, title)
    yield from open_rows.values()


def _times(text: str, by_24: bool) -> _Times | None:
    """Of a cell or a line that has a time of day; `None` without. Days beside the time are taken out of the rest."""
    if span := find_span(text, by_24):
        start, end, before, after = span[0], span[1], text[: span[2]], text[span[3] :]
    elif single := find_start(text, by_24):
        start, end, before, after = single[0], "", "", text.lstrip()[single[2] :]
    else:
        return None
    before, after = before.strip(_TRIM + "()"), after.strip(_TRIM + "()")
    for part, rest in ((before, after), (after, before)):
        if days := read_days(part):
            return _Times(start, end, days, rest)
    return _Times(start, end, *split_days(f"{before} {after}".strip()))


def _by_rows(rows: list[list[str]], usual: tuple[Day, ...], by_24: bool) -> Iterator[_Row]:
    """A row for each programme: its days, its time and its title, in any order; a row of days alone is for those below it."""
    for row in rows:
        texts = [cell for cell in dict.fromkeys(row) if cell]
        if len(texts) == 1 and (days := split_days(texts[0])[0]):
            usual = days
            continue
        days, times, title = usual, None, ""
        for text in texts:
            if own := read_days(text):
                days = own
            elif not times and (found := _times(text, by_24)):
                times = found
                days, title = found.days or days, title or _title(found.rest)
            elif not title:
                own, rest = split_days(text)
                days, title = own or days, _title(rest)
        if days and times:
            yield _Row(days, times.start, times.end, title)


def _of_lines(page: SitePage) -> Iterator[_Row]:
    """Lines of time and title below a line of days, or with the days in them. A time by itself belongs to the heading right above
    it, as on cards of programmes; without one to the line below.
    """
    by_24 = is_24_hours(line.text for line in page.lines if len(line.text) <= MAX_LINE_CHARS)
    days: tuple[Day, ...] = ()
    waiting: _Row | None = None
    heading, age = "", 0
    for line in page.lines:
        age += 1
        if len(line.text) > MAX_LINE_CHARS:
            waiting = None
            continue
        if own := read_days(line.text):
            if waiting and heading and not waiting.days:  # a card whose days stand below its time
                yield replace(waiting, days=own, title=heading)
                heading = ""
            else:
                days = own
            waiting = None
            continue
        times = _times(line.text, by_24)
        if times:
            title = _title(times.rest) or (heading if age <= MAX_CARD_LINES else "")
            waiting = _Row(times.days or days, times.start, times.end, title)
            if waiting.days and waiting.title:
                yield waiting
                waiting, heading = None, ""
            continue
        if line.element.tag in _TITLES or (
            waiting is None and line.element.getparent() is not None and line.element.getparent().tag in _TITLES
        ):
            found, rest = split_days(line.text)
            days, heading, age = found or days, _title(rest), 0
        if waiting and not waiting.title:
            found, rest = split_days(line.text)
            waiting = replace(waiting, days=found or waiting.days, title=_title(rest))
            if waiting.days and waiting.title:
                yield waiting
                heading = ""
        waiting = None


def _title(text: str) -> str:
    """A programme's title; empty for a cell that has none."""
    title = clean_line(text, 300).strip(_TRIM + '"“”()')
    return (
        "" if len(title) > MAX_TITLE_CHARS or _EMPTY.fullmatch(title) or find_span(title) or title.isdigit() else title
    )
