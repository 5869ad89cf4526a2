"""The servers behind a station's page that say what they send: AzuraCast, LibreTime and Airtime, Icecast, Shoutcast."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import orjson

from webapp.discovery.facts import Budget
from webapp.discovery.site.others import is_akin
from webapp.discovery.site.site_page import SitePage
from webapp.intake.formats.json_values import as_object, as_text, objects_in

MAX_OF_A_KIND = 2
_AZURACAST = re.compile(r"/(?:listen|public|api/nowplaying|api/nowplaying_static|api/station|hls)/([\w-]+)")
_LIBRETIME = re.compile(
    r"/api/(?:live-info|week-info)|libretime|airtime|/embed/(?:weekly-program|player)\b", re.IGNORECASE
)
_WIDGET = re.compile(r"sourceDomain[\"']?\s*:\s*[\"'](https?://[\w.:-]+)")
"""Airtime's widgets name their server by this."""

_STATUS = re.compile(r"(?:https?://[^\s\"'<>+]{4,200})?/status-json\.xsl", re.IGNORECASE)
_SHOUTCAST = re.compile(r"https?://[^\s\"'<>]{4,200}?/(?:stats|7\.html|statistics)\b", re.IGNORECASE)


@dataclass(frozen=True)
class RadioServer:
    """What the server at `url` says of the station; `short` is its name there, `streams` addresses of sound."""

    system: str
    url: str
    short: str = ""
    name: str = ""
    description: str = ""
    zone: str = ""
    streams: tuple[str, ...] = ()


def everywhere(page: SitePage) -> list[str]:
    """Every address that the page names, and its own."""
    loaded = [page.absolute(script.get("src") or "") for script in page.tree.iter("script")]
    loaded += [address for _, _, address in page.links]
    anchors = [address for address, _ in page.anchors]
    return [page.url, *page.players, *page.frames, *page.script_addresses, *filter(None, loaded), *anchors]


def servers(pages: Sequence[SitePage], budget: Budget) -> list[RadioServer]:
    """Those which the pages name, each asked for what it says of the station."""
    addresses = [address for page in pages for address in everywhere(page)]
    widgets = [f"{server}/airtime" for page in pages for text in page.script_texts for server in _WIDGET.findall(text)]
    return [*_azuracasts(addresses, budget), *_libretimes([*widgets, *addresses], budget)]


def only(found: Sequence[RadioServer]) -> RadioServer | None:
    """The one AzuraCast station, if the page has one and no more."""
    stations = [server for server in found if server.system == "azuracast"]
    return stations[0] if len(stations) == 1 else None


def _azuracasts(addresses: Sequence[str], budget: Budget) -> Iterator[RadioServer]:
    named = [
        (urljoin(url, "/"), found[1])
        for url in addresses
        if (found := _AZURACAST.search(url)) and not found[1].endswith("embed")
    ]
    for base, short in list(dict.fromkeys(named))[:MAX_OF_A_KIND]:
        station = as_object(as_object(_json(f"{base}api/nowplaying/{short}", budget)).get("station"))
        if not station:
            yield RadioServer("azuracast", base, short)
            continue
        streams = [as_text(mount.get("url")) for mount in objects_in(station.get("mounts") or [])]
        streams += [as_text(remote.get("url")) for remote in objects_in(station.get("remotes") or [])]
        streams += [as_text(station.get("hls_url")), as_text(station.get("listen_url"))]
        yield RadioServer(
            "azuracast",
            base,
            short,
            as_text(station.get("name")),
            as_text(station.get("description")),
            as_text(station.get("timezone")),
            tuple(dict.fromkeys(filter(None, streams))),
        )


def _libretimes(addresses: Sequence[str], budget: Budget) -> Iterator[RadioServer]:
    bases = [urljoin(url, "/") for url in addresses if _LIBRETIME.search(url)]
    for base in list(dict.fromkeys(bases))[:MAX_OF_A_KIND]:
        station = as_object(as_object(_json(f"{base}api/live-info-v2", budget)).get("station"))
        yield RadioServer("libretime", base, zone=as_text(station.get("timezone")))


def mounts_of(pages: Sequence[SitePage], names: Sequence[str], budget: Budget) -> Iterator[tuple[str, str]]:
    """(address, by which sign) of the mounts which an Icecast that a script asks has in the station's name."""
    texts = [text for page in pages for text in page.script_texts]
    found = [address for text in texts if "/status-json" in text for address in _STATUS.findall(text)]
    bases = [address for address in found if address.startswith("http")]
    if found and not bases:  # put together in the script: the server's address stands by itself there
        bases = [
            urljoin(url, "/status-json.xsl") for page in pages for url in page.script_addresses if urlsplit(url).port
        ]
    for url in list(dict.fromkeys(bases))[:MAX_OF_A_KIND]:
        sources = as_object(as_object(_json(url, budget)).get("icestats")).get("source") or []
        for source in objects_in(sources if isinstance(sources, list) else [sources]):
            listed = as_text(source.get("listenurl"))
            if listed and is_akin(as_text(source.get("server_name")), names):
                yield urljoin(url, urlsplit(listed).path), f"Icecast's list at {url}"
    asked = [address for text in texts if "/stat" in text or "/7.html" in text for address in _SHOUTCAST.findall(text)]
    for address in list(dict.fromkeys(asked))[:MAX_OF_A_KIND]:
        path = as_text(as_object(_json(f"{address}?sid=1&json=1", budget)).get("streampath"))
        yield urljoin(address, path or "/;"), f"Shoutcast's list at {address}"


def _json(url: str, budget: Budget) -> Any:
    came = budget.fetch(url, max_bytes=500_000)
    try:
        return orjson.loads(came.body) if came else {}
    except orjson.JSONDecodeError:
        return {}
