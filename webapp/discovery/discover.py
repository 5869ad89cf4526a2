"""From one address to everything that the site tells of its station."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from webapp.discovery import identity
from webapp.discovery.facts import Budget, Fact, Get, best, distinct
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


class NoSite(NewsroomError):
    """The address gave no page; the message says why."""

    status = 422
    code = "no-site"


@dataclass(frozen=True)
class Discovery:
    """`facts` has every fact once, the surest of a name first; `missing` the names of which nothing was found."""

    address: str
    facts: tuple[Fact, ...]
    refused: dict[str, str]

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


def discover(address: str, get: Get, now: datetime, progress: Callable[[str], None] = lambda _: None) -> Discovery:
    """Reads the site at `address`, a few pages and the documents that they name. Raises `NoSite`."""
    url = address if "://" in address else f"https://{address}"
    budget = Budget(get, progress)
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
    return Discovery(page.url, facts, budget.refused)


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
    yield from identity.logos(page, budget)
    heard = list(streams(page, budget))
    yield from heard
    yield from feeds(page, budget, known, now)
    yield from schedules(page, budget, [fact.value.url for fact in heard], known.zone, now)
    yield from identity.contacts(page)
    yield from identity.accounts(page)
