"""From one address to everything that the site tells of its station."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import orjson

from webapp.discovery.broadcast import schedules, servers
from webapp.discovery.broadcast.live_streams import streams
from webapp.discovery.facts import Budget, Fact, Get, Unusable, best, distinct
from webapp.discovery.identity import accounts, colours, contacts, languages, logos, names, taglines, zones
from webapp.discovery.news_feeds import feeds
from webapp.discovery.site.more_pages import contact_pages, front_page, player_pages, programme_pages
from webapp.discovery.site.site_page import SitePage
from webapp.intake.formats.json_values import as_object
from webapp.newsroom.errors import NewsroomError
from webapp.newsroom.station import Station

SOUGHT = (
    "name", "tagline", "language", "zone", "logo", "colour", "stream", "feed", "schedule", "call", "text", "email", "account",
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

    def sure(self, name: str) -> list[Fact]:
        """Those that are put in force."""
        return [fact for fact in self.all(name) if fact.sure != "perhaps"]

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
        page = front_page(came, budget)
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
    wordpress = wordpress_root(page, budget)
    players = list(player_pages(page, budget))
    about = [page, *contact_pages(page, budget)]
    programmes = list(programme_pages(page, budget))
    found_servers = servers.servers([page, *players], budget)
    own_server = servers.only(found_servers)
    found = list(names.names(page, wordpress, own_server))
    name = best(found, "name")
    host = (urlsplit(page.url).hostname or "").removeprefix("www.").partition(".")[0]
    called = [fact.value for fact in found if fact.sure != "perhaps"] + [host]
    found += taglines.taglines(page, wordpress, own_server, name.value if name else "")
    found += languages.languages(page)
    found += contacts.contacts(about, called)
    found_calendars = schedules.calendars(page, budget)
    found += zones.zones(
        [*about, *programmes], wordpress, found_servers, list(found), schedules.calendar_zones(page, found_calendars)
    )
    yield from found
    zone = best(found, "zone")
    known = Station(
        name=name.value if name else urlsplit(page.url).hostname or "Station",
        languages=tuple(
            dict.fromkeys(fact.value for fact in found if fact.name == "language" and fact.sure != "perhaps")
        )
        or ("en",),
        zone=zone.value if zone and zone.sure != "perhaps" else "UTC",
    )
    budget.part = 1
    manifest = logos.web_manifest(page, budget)
    yield from logos.logos(page, budget, called, manifest)
    yield from colours.colours(page, manifest)
    budget.part = 2
    listed = [(url, f"AzuraCast at {own_server.url}") for url in own_server.streams] if own_server else []
    listed += servers.mounts_of([page, *players], called, budget)
    yield from streams(page, players, listed, called, budget)
    budget.part = 3
    yield from feeds(page, budget, known, now)
    budget.part = 4
    yield from schedules.schedules(page, programmes, found_calendars, found_servers, budget, known.zone, now)
    yield from accounts.accounts(about, called)


def wordpress_root(page: SitePage, budget: Budget) -> dict[str, Any]:
    """What WordPress' REST root says of the site; empty where there is none."""
    root = next((address for relations, _, address in page.links if "https://api.w.org/" in relations), "")
    came = budget.fetch(root) if root else None
    try:
        return as_object(orjson.loads(came.body)) if came else {}
    except orjson.JSONDecodeError:
        return {}
