"""When a story was published, and when this version of it was made."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from webapp.intake.dates.moments import MAX_CLOCK_SKEW, Moment, parse_moment
from webapp.intake.importing.documents import Document, RawStory
from webapp.intake.story.clean_text import clean_line
from webapp.newsroom.station import Station
from webapp.newsroom.times import rfc3339

MAX_ZONE_ERROR = timedelta(hours=14)
"""A date without a zone may be off by this much and still mean now."""

_DATE_IN_PATH = re.compile(
    r"/(?P<y>(?:19|20)\d\d)(?P<between>[-/_]?)(?P<m>0[1-9]|1[0-2]|(?<=[-/_])[1-9])(?P=between)"
    r"(?P<d>0[1-9]|[12]\d|3[01]|(?<=[-/_])[1-9])(?=[-/_.]|$)"
)

_NO_EMBARGO_VALUES = ("", "no", "none", "false", "0", "n/a", "null", "-")

FROM_ADDRESS = "date taken from the address"
FROM_MARKUP = "date found in the page's markup by a library"
FIRST_SEEN = "date unknown: taken as the time first seen"
STILL_TO_COME = "date without a time zone, still to come in the station's: taken as the time first seen"


@dataclass(frozen=True)
class Publication:
    """`at` is the date to publish under; `dated` is false if no source states it. `as_of` is when this version was made.

    `notes` say how the date was found and what is doubtful. A `reason` holds the story back: until `until`, or, without
    that, until an editor decides.
    """

    at: datetime
    dated: bool = True
    as_of: datetime | None = None
    notes: tuple[str, ...] = ()
    until: datetime | None = None
    reason: str = ""


def find_publication(
    found: RawStory, canonical: str | None, document: Document, station: Station, now: datetime
) -> Publication:  # fmt: skip
    """Decides from the source's embargo and dates, else from a day in `canonical` or in the page's markup, else `now`."""

    def read(text: str) -> Moment:
        return parse_moment(text, station.tz, abroad=document.abroad)

    embargo, stated = read(found.embargoed).at, read(found.published)
    stated = stated if stated.at else read(found.updated)
    notes = (stated.note,) if stated.note else ()
    if embargo and embargo > now:
        until = max(embargo, stated.at or embargo)
        return Publication(until, True, None, notes, until, f"embargoed until {rfc3339(until)}")
    if embargo is None and found.embargoed.strip().casefold() not in _NO_EMBARGO_VALUES:
        text = clean_line(found.embargoed, 100)
        return Publication(min(stated.at or now, now), True, None, notes, None, f"its embargo cannot be read: “{text}”")
    if stated.at is None:
        at, how = _fallback_date(found, canonical, station, now)
        return Publication(max(at, embargo or at), False, None, (how,))
    if stated.at > now + MAX_CLOCK_SKEW and (stated.zoned or stated.at > now + MAX_ZONE_ERROR):
        text = f"dated {rfc3339(stated.at)}, which is still to come"
        return Publication(stated.at, True, None, notes, stated.at, text)
    if stated.at > now:
        ahead = stated.at > now + MAX_CLOCK_SKEW
        return Publication(now, False, None, (*notes, STILL_TO_COME) if ahead else notes)
    at, made = max(stated.at, embargo or stated.at), read(found.updated).at
    return Publication(at, True, made if made and at <= made <= now + MAX_CLOCK_SKEW else None, notes)


def _fallback_date(found: RawStory, canonical: str | None, station: Station, now: datetime) -> tuple[datetime, str]:
    """For a source without a date: the day in the story's address, or the one found in its markup, else `now`; and how."""
    for text, how in ((date_in_url(canonical or ""), FROM_ADDRESS), (found.guessed_day, FROM_MARKUP)):
        if (day := parse_moment(text, station.tz).at) and day <= now:
            is_today = day.astimezone(station.tz).date() == now.astimezone(station.tz).date()
            return (now if is_today else day), how
    return now, FIRST_SEEN


def date_in_url(url: str) -> str:
    """`https://a.example/2026/11/30/rain` → `2026-11-30`; empty where the path has no day."""
    found = _DATE_IN_PATH.search(urlsplit(url).path)
    if not found:
        return ""
    try:
        return datetime(int(found["y"]), int(found["m"]), int(found["d"]), tzinfo=UTC).date().isoformat()
    except ValueError:
        return ""
