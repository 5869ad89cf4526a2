"""The station's name, by what is stated for machines and what the page itself shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from webapp.discovery.broadcast.servers import RadioServer
from webapp.discovery.facts import DISAGREES, Fact
from webapp.discovery.site.others import is_akin, own_words
from webapp.discovery.site.site_page import SitePage
from webapp.intake.formats.json_values import as_text
from webapp.intake.story.clean_text import clean_line, match_key
from webapp.intake.story.html.tree import line_of

STATIONS = ("RadioStation", "BroadcastService", "RadioBroadcastService")
OWNERS = (*STATIONS, "NewsMediaOrganization", "Organization", "LocalBusiness", "Corporation", "WebSite")

_SEPARATORS = re.compile(r"\s+[-–—|·:•»]\s+|\s*[|｜]\s*")
GREETING = re.compile(
    r"(?:home(?: ?page)?|welcome(?: to)?|front page|main|index|live|listen(?: live| now)?|official (?:web)?site|blog|news|"
    r"just another wordpress site|inicio|accueil|startseite|untitled|my site|site title|bahay|tahanan|beranda|azuracast|player|"
    r"(?:airtime|libretime)(?: pro)?|radio ?station|your site title)\W*",
    re.IGNORECASE,
)
_OF_A_STATION = re.compile(r"\b(?:[DKWX][A-Z]{2,3}\d?|radio|radyo|[fa]m|\d{2,3}\.\d|\d{3,4}\s*k?hz)\b", re.IGNORECASE)
_NAME_KEYS = (
    "sitename",
    "site_name",
    "sitetitle",
    "site_title",
    "stationname",
    "station_name",
    "radioname",
    "radio_name",
)
_NAMED_IN = ("site", "station", "radio", "website", "settings", "config")
MAX_NAME_CHARS = 80


def names(page: SitePage, wordpress: dict[str, Any], server: RadioServer | None) -> Iterator[Fact]:
    """The station's name: stated for machines, else what the front page's title has in common with what it says elsewhere.

    What machines are told and the page nowhere shows is not sure where the page shows another name: settings grow old.
    """
    found = list(_stated(page, wordpress, server)) + list(_titled(page))
    shown = _shown(page)
    agreeing = {fact.value for fact in found if is_akin(fact.value, shown)}
    for fact in found:
        if agreeing and own_words(fact.value) and fact.value not in agreeing:
            yield fact.unsure(DISAGREES)
        else:
            yield fact


def _stated(page: SitePage, wordpress: dict[str, Any], server: RadioServer | None) -> Iterator[Fact]:
    stations = {
        name
        for thing in page.things(*STATIONS)
        if (name := _own(clean_line(as_text(thing.get("name")), MAX_NAME_CHARS)))
    }
    for thing in page.things(*STATIONS):
        if name := _own(clean_line(as_text(thing.get("name")), MAX_NAME_CHARS)):
            fact = Fact("name", name, f"JSON-LD {thing.get('@type')} at {page.url}")
            yield fact if len(stations) < 2 else fact.unsure(DISAGREES)
    if name := headed(page):
        yield Fact("name", name, f"heading and title of {page.url}")
    if name := _own(clean_line(page.meta("og:site_name"), MAX_NAME_CHARS)):
        yield Fact("name", name, f"og:site_name at {page.url}")
    if name := _own(clean_line(as_text(wordpress.get("name")), MAX_NAME_CHARS)):
        yield Fact("name", name, f"WordPress' REST root of {page.url}")
    for thing in page.things(*OWNERS):
        if name := _own(clean_line(as_text(thing.get("name")), MAX_NAME_CHARS)):
            yield Fact("name", name, f"JSON-LD {thing.get('@type')} at {page.url}")
    for path, value in page.embedded:
        if (
            path[-1] in _NAME_KEYS
            or (path[-1] in ("name", "title") and len(path) > 1 and any(word in path[-2] for word in _NAMED_IN))
        ) and (name := _own(clean_line(value, MAX_NAME_CHARS))):
            yield Fact("name", name, f"data in a script at {page.url}", "likely")
    if server and (name := _own(clean_line(server.name, MAX_NAME_CHARS))):
        yield Fact("name", name, f"AzuraCast at {server.url}", "likely")
    if name := _own(clean_line(page.meta("application-name", "apple-mobile-web-app-title"), MAX_NAME_CHARS)):
        yield Fact("name", name, f"application name at {page.url}", "likely")


def _titled(page: SitePage) -> Iterator[Fact]:
    parts = parts_of(page.title)
    host = match_key(urlsplit(page.url).hostname or "")
    named = max(
        parts,
        key=lambda part: (_letters_in(host, part) > 0, bool(_OF_A_STATION.search(part)), _letters_in(host, part)),
        default="",
    )
    known = named if named and _letters_in(host, named) else None
    if not parts:
        heading = _own(next((line_of(one, MAX_NAME_CHARS) for one in page.tree.iter("h1")), ""))
        if heading and (_OF_A_STATION.search(heading) or is_akin(heading, [host])):
            yield Fact("name", heading, f"heading at {page.url}", "likely")
    if parts:
        sure = "likely" if known or len(parts) == 1 else "perhaps"
        yield Fact("name", known or parts[0], f"title of {page.url}", sure)  # type: ignore[arg-type]


def parts_of(title: str) -> list[str]:
    return [own for part in _SEPARATORS.split(title) if (own := _own(part))]


def _shown(page: SitePage) -> list[str]:
    """What readers see as the name: title, headings, the words of the logo, and the address."""
    headings = [line_of(heading, 120) for heading in list(page.tree.iter("h1"))[:2]]
    return [page.title, *headings, (urlsplit(page.url).hostname or "").removeprefix("www.")]


def headed(page: SitePage) -> str:
    """The first part of the title where the page's only heading says the same: the page is about that, whoever owns the site."""
    first = _own(_SEPARATORS.split(page.title)[0])
    headings = [line_of(heading) for heading in page.tree.iter("h1")]
    same = len(headings) == 1 and first and match_key(_own(headings[0])) == match_key(first)
    return first if same and page.meta("og:type") != "article" else ""


def _letters_in(host: str, name: str) -> int:
    """How many letters of a name's words stand in the host's name."""
    words = (match_key(word) for word in name.split())
    return sum(len(word) for word in words if len(word) >= 3 and word in host)


def _own(name: str) -> str:
    """Without the ornaments around it; empty for what greets instead of naming."""
    name = name.strip(" .:*~|-–—•»«=_")
    return "" if not name or GREETING.fullmatch(name) else name


def akin_things(page: SitePage, names: Sequence[str]) -> list[dict[str, Any]]:
    """What the page's JSON-LD says of the station itself; of whoever owns it only where that has the station's name."""
    stations = page.things(*STATIONS)
    if stations:
        named = {as_text(thing.get("name")) for thing in stations} - {""}
        return stations if len(named) < 2 else [thing for thing in stations if as_text(thing.get("name")) in names]
    return [
        thing
        for thing in page.things(*OWNERS)
        if not (name := as_text(thing.get("name"))) or not own_words(name) or is_akin(name, names)
    ]
