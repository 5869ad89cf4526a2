"""From one address to everything that the site tells of its station."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from webapp.discovery import identity
from webapp.discovery.facts import Budget, Fact, Get, Unusable, best, distinct
from webapp.discovery.live_streams import streams
from webapp.discovery.news_feeds import feeds
from webapp.discovery.schedules import schedules
from webapp.discovery.site_page import SitePage
from webapp.newsroom.errors import NewsroomError
from webapp.newsroom.station import Station

SOUGHT = (
    "name", "tagline", "language", "zone", "logo", "stream", "feed", "schedule", "call", "text", "email", "account",
)  # fmt: skip
"""Everything that is searched for, in the order of the station's file."""


PARTS = 5
"""The page and what it says, the logo, streams, articles, the schedule: how far the search is."""

Progress = Callable[[int, int, str], None]


class NoSite(NewsroomError):
    """The address gave no page; the message says why."""

    status = 422
    code = "no-site"


@dataclass(frozen=True)
class Discovery:
    """`facts` has every fact once, the surest of a name first; `missing` the names of which nothing was found. `unusable` has
    what the site names for one of these, and cannot be used.
    """

    address: str
    facts: tuple[Fact, ...]
    refused: dict[str, str]
    unusable: tuple[Unusable, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        known = {fact.name for fact in self.facts}
        return tuple(name for name in SOUGHT if name not in known)

    def all(self, name: str) -> list[Fact]:
        return [fact for fact in self.facts if fact.name == name]

    def best(self, name: str) -> Fact | None:
        """What is put in force: nothing that is only `perhaps` so."""
        fact = best(self.facts, name)
        return fact if fact and fact.sure != "perhaps" else None


def discover(address: str, get: Get, now: datetime, progress: Progress = lambda part, of, url: None) -> Discovery:
    """Reads the site at `address`, a few pages and the documents that they name. Raises `NoSite`."""
    url = address if "://" in address else f"https://{address}"
    budget = Budget(get, progress, parts=PARTS)
    came = budget.fetch(url)
    if came is None:
        raise NoSite(f"{url}: {budget.refused.get(url, 'nothing came')}")
    try:
        page = SitePage(came)
    except ValueError:
        raise NoSite(
            f"{url}: {came.content_type or 'what came'} is no page; give the address of the station's front page"
        ) from None
    facts = tuple(distinct(_facts(page, budget, now)))
    progress(PARTS, PARTS, "")
    known = {fact.name for fact in facts}
    unusable = tuple(one for one in dict.fromkeys(budget.unusable) if one.name not in known)
    return Discovery(page.url, facts, budget.refused, unusable)


def _facts(page: SitePage, budget: Budget, now: datetime) -> Iterator[Fact]:
    wordpress = identity.wordpress_root(page, budget)
    found = list(identity.names(page, wordpress))
    yield from found
    name = best(found, "name")
    yield from identity.taglines(page, wordpress, name.value if name else "")
    spoken = list(identity.languages(page))
    yield from spoken
    zones = list(identity.zones(page, wordpress))
    yield from zones
    zone = best(zones, "zone")
    known = Station(
        name=name.value if name else urlsplit(page.url).hostname or "Station",
        languages=tuple(dict.fromkeys(fact.value for fact in spoken)) or ("en",),
        zone=zone.value if zone else "UTC",
    )
    budget.part = 1
    yield from identity.logos(page, budget)
    budget.part = 2
    heard = list(streams(page, budget))
    yield from heard
    budget.part = 3
    yield from feeds(page, budget, known, now)
    budget.part = 4
    planned = list(schedules(page, budget, [fact.value.url for fact in heard], known.zone, now))
    yield from planned
    for fact in planned[:1]:
        if zone is None and fact.value.zone != known.zone:
            yield Fact("zone", fact.value.zone, f"the schedule: {fact.where}", "perhaps")
    yield from identity.contacts(page)
    yield from identity.accounts(page)
