"""The station's time zone: as systems state it, else concluded from where the station is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from webapp.discovery.broadcast.servers import RadioServer
from webapp.discovery.facts import CONCLUDED, DISAGREES, Fact
from webapp.discovery.identity.places import (
    PHILIPPINE_LANGUAGES,
    country_at_end,
    country_dialled,
    country_named,
    is_philippine_callsign,
    is_philippine_mobile,
    is_zone,
    only_zone,
    zone_in_words,
    zone_of_address,
)
from webapp.discovery.site.others import in_article, is_of_others
from webapp.discovery.site.site_page import SitePage
from webapp.intake.formats.json_values import as_object, as_text

MAX_ADDRESS_CHARS = 200
_NO_ADDRESS = ("a", "h1", "h2", "h3", "h4", "h5", "h6", "button")
_SAYS_WHERE = re.compile(
    r"broadcast|located|based in|studio|transmitter|himpilan|tanggapan|nasa |sumasahimpapawid|from the|"
    r"berlokasi|emite|siaran|mula sa",
    re.IGNORECASE,
)
_ZONE_KEYS = ("timezone", "time_zone", "timezone_string", "tz")
_NOT_COUNTRIES = (
    "FM",
    "TV",
    "IO",
    "AM",
    "CO",
    "ME",
    "AI",
    "CC",
    "WS",
    "EU",
    "TO",
    "LY",
    "GG",
    "LA",
    "VC",
    "SH",
    "IM",
    "NU",
    "TK",
    "ML",
)
_COUNTRY_IN_LOCALE = re.compile(r"[a-z]{2,3}[_-](?!US|GB)([A-Z]{2})")


def zones(
    pages: Sequence[SitePage],
    wordpress: dict[str, Any],
    servers: Sequence[RadioServer],
    known: Sequence[Fact],
    calendar_zones: Sequence[tuple[str, str]],
) -> Iterator[Fact]:
    """`pages` are the front and those about the station, `known` its name, languages and numbers as found, `calendar_zones` the
    (zone, address) that its calendars state.

    One sign of several that disagree is not sure. Weak signs, such as a language of one country, count where two of them agree.
    """
    stated = list(_stated(pages[0], wordpress, servers, calendar_zones))
    concluded = list(dict.fromkeys(_concluded(pages, known)))
    weak = list(_weak(pages[0], known))
    others = {zone for zone, _ in concluded}
    if len({fact.value for fact in stated}) > 1:
        stated = [fact if {fact.value} == others else fact.unsure(DISAGREES) for fact in stated]
    yield from stated
    agreed = len(others) == 1 and all(fact.value in others for fact in stated)
    for zone, where in concluded:
        fact = Fact("zone", zone, where, "likely")
        yield fact if agreed else fact.unsure(DISAGREES)
    agreeing = {zone for zone, _ in weak}
    for zone, where in weak:
        fact = Fact("zone", zone, where, "likely")
        sure = len(weak) > 1 and len(agreeing) == 1 and not (others - agreeing)
        yield fact if sure else fact.unsure(CONCLUDED)


def _stated(
    page: SitePage, wordpress: dict[str, Any], servers: Sequence[RadioServer], calendar_zones: Sequence[tuple[str, str]]
) -> Iterator[Fact]:
    if is_zone(zone := as_text(wordpress.get("timezone_string"))):
        yield Fact("zone", zone, f"WordPress' REST root of {page.url}")
    for server in servers:
        if is_zone(server.zone):
            yield Fact("zone", server.zone, f"the station's server at {server.url}")
    for path, value in page.embedded:
        if path[-1] in _ZONE_KEYS and is_zone(value):
            yield Fact("zone", value, f"data in a script at {page.url}")
    for thing in page.things("Schedule"):
        if is_zone(zone := as_text(thing.get("scheduleTimezone"))):
            yield Fact("zone", zone, f"JSON-LD scheduleTimezone at {page.url}")
    for zone, url in calendar_zones:
        if is_zone(zone):
            yield Fact("zone", zone, f"calendar at {url}")


def _concluded(pages: Sequence[SitePage], known: Sequence[Fact]) -> Iterator[tuple[str, str]]:
    """(zone, by which sign), of countries with one zone."""
    for country, where in _countries(pages, known):
        if zone := only_zone(country):
            yield zone, f"{where}: the only zone of {country}"
    for thing in pages[0].things("PostalAddress"):
        town, region, code = (as_text(thing.get(name)) for name in ("addressLocality", "addressRegion", "postalCode"))
        if zone := zone_of_address(f", {town}, {region} {code}".rstrip(" ,")):
            yield zone, f"JSON-LD address at {pages[0].url}"
    for page in pages:
        for zone in _in_addresses(page):
            yield zone, f"address at {page.url}"
        for line in page.lines:
            if zone := zone_in_words(line.text):
                yield zone, f"times of day at {page.url}"


def _countries(pages: Sequence[SitePage], known: Sequence[Fact]) -> Iterator[tuple[str, str]]:
    front = pages[0]
    for thing in front.things("PostalAddress"):
        country = thing.get("addressCountry")
        code = as_text(as_object(country).get("name") if isinstance(country, dict) else country)
        if named := country_named(code):
            yield named, f"JSON-LD address at {front.url}"
    for value in (*front.metas.get("og:locale", ()), *front.metas.get("geo.region", ())):
        if found := _COUNTRY_IN_LOCALE.fullmatch(value):
            yield found[1], f"og:locale at {front.url}"
        elif re.match(r"[A-Z]{2}(?:-|$)", value):
            yield value[:2], f"geo.region at {front.url}"
    last = (urlsplit(front.url).hostname or "").rpartition(".")[2].upper()
    if len(last) == 2 and last not in _NOT_COUNTRIES:
        yield {"UK": "GB"}.get(last, last), f"the address {urlsplit(front.url).hostname}"
    for fact in known:
        if fact.name in ("call", "text") and fact.sure != "perhaps" and (country := country_dialled(fact.value)):
            yield country, f"number {fact.where}"
        elif fact.name == "name" and fact.sure != "perhaps" and is_philippine_callsign(fact.value):
            yield "PH", f"callsign {fact.where}"


def _in_addresses(page: SitePage) -> Iterator[str]:
    """The zones of lines that end with a place, and of sentences that say where the station is."""
    for line in page.lines:
        if line.element.tag in _NO_ADDRESS or in_article(line.element) or is_of_others(line.element):
            continue
        sentences = [line.text] if len(line.text) <= MAX_ADDRESS_CHARS else re.split(r"(?<=[.!?])\s", line.text)
        for sentence in sentences:
            if len(sentence) > MAX_ADDRESS_CHARS or (sentence is not line.text and not _SAYS_WHERE.search(sentence)):
                continue
            if zone := zone_of_address(sentence) or only_zone(country_at_end(sentence)):
                yield zone


def _weak(page: SitePage, known: Sequence[Fact]) -> Iterator[tuple[str, str]]:
    spoken = [fact for fact in known if fact.name == "language" and fact.sure != "perhaps"]
    if any(fact.value in PHILIPPINE_LANGUAGES for fact in spoken):
        yield "Asia/Manila", f"language at {page.url}"
    if any(fact.name in ("call", "text") and is_philippine_mobile(fact.value) for fact in known):
        yield "Asia/Manila", f"form of a number at {page.url}"
    if (
        (tag := re.fullmatch(r"[a-z]{2,3}-([A-Z]{2})", page.tree.get("lang") or ""))
        and tag[1] not in ("US", "GB")
        and (zone := only_zone(tag[1]))
    ):
        yield zone, f"html lang at {page.url}"
