"""Dates as feeds and pages write them → instants in UTC. A date without a zone is in the station's zone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from webapp.intake.dates import zones
from webapp.intake.dates.clock_times import find_clock_time
from webapp.intake.dates.date_parts import WrittenDate, parse_written_date
from webapp.intake.story.clean_text import clean_line

_BUDDHIST_YEARS = 543
MAX_CLOCK_SKEW = timedelta(minutes=15)
"""How far a source's clock may be ahead of ours."""


class Moment(NamedTuple):
    """An instant in UTC, or `None`; whether its zone was stated; and a note for people if the zone's name is ambiguous."""

    at: datetime | None = None
    zoned: bool = False
    note: str = ""


def parse_moment(text: str, zone: ZoneInfo, *, abroad: bool = False) -> Moment:
    """The instant that `text` names; `at` is `None` where it names none between 1900 and 2400.

    Reads ISO 8601, RFC 822, seconds since 1970, and dates in words or figures; years of the Buddhist era are converted.
    A zone abbreviation that means one zone here and another in most of the world (`PST` in Manila) means the station's,
    unless `abroad`.
    """
    text = clean_line(text, 100)
    found = _parse_unix_time(text) or parse_written_date(text) or _parse_rfc822(text)
    if found is None:
        return Moment()
    at, own = found.at, zones.local_zone_names(zone)
    if at.year > 2400:
        at = _with_year(at, at.year - _BUDDHIST_YEARS)
    stated = at.tzinfo or _stated_zone(found.suffixes, {} if abroad else own)
    try:
        instant = at.replace(tzinfo=stated or zone).astimezone(UTC)
    except OverflowError:
        return Moment()
    if not 1900 <= instant.year < 2400 or instant.timestamp() == 0:
        return Moment()
    return Moment(instant, stated is not None, _zone_note(found.suffixes, stated, own, zone))


def uses_foreign_zone_names(texts: Iterable[str], zone: ZoneInfo, host: str, language: str, now: datetime) -> bool:
    """Whether a document with the dates `texts` uses zone abbreviations as most of the world does, not as the station does.

    Decided by the source's country, then by unambiguous zones in the document. A meaning that puts a date into the
    future is ruled out.
    """
    if not zones.local_zone_names(zone) or zones.is_from_zone_country(zone, host, language):
        return False
    texts = [*filter(None, texts)]
    if zones.has_american_zone(texts):
        return True
    elsewhere = (parse_moment(date, zone, abroad=True) for date in texts if parse_moment(date, zone).note)
    if any(one.at and one.at > now + MAX_CLOCK_SKEW for one in elsewhere):
        return False
    return zones.is_from_north_america(host, language)


def _stated_zone(suffixes: Iterable[str], own: dict[str, tzinfo]) -> tzinfo | None:
    return next(filter(None, (zones.parse_zone(rest, own) for rest in suffixes)), None)


def _zone_note(suffixes: tuple[str, ...], stated: tzinfo | None, own: dict[str, tzinfo], station: ZoneInfo) -> str:
    """What is doubtful about a zone's name: it is unknown, or it names two zones."""
    name = zones.zone_name_in(suffixes[0]) if suffixes else ""
    if not name:
        return ""
    if stated is None:
        return f"the time zone “{name}” is not known: taken as the station's ({station.key})"
    if name not in own:
        return ""
    ahead = (stated.utcoffset(None) or timedelta()) / timedelta(hours=1)
    return f"the time zone “{name}” was read as UTC{ahead:+g}"


def _parse_unix_time(text: str) -> WrittenDate | None:
    """Seconds since 1970; milliseconds if there are 13 digits."""
    if not re.fullmatch(r"1\d{9}(?:\d{3})?", text):
        return None
    return WrittenDate(datetime.fromtimestamp(int(text[:10]), UTC), ())


def _parse_rfc822(text: str) -> WrittenDate | None:
    """Forms that mail parsers accept beyond ours, such as two-digit years; time and zone are read as everywhere else."""
    try:
        at, clock = parsedate_to_datetime(text).replace(tzinfo=None), find_clock_time(text)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
    return WrittenDate(datetime.combine(at, clock.at), (text[clock.end :],)) if clock else WrittenDate(at, ())


def _with_year(moment: datetime, year: int) -> datetime:
    try:
        return moment.replace(year=year)
    except ValueError:
        return moment.replace(year=year, day=28)
