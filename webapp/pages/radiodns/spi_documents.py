"""Service and programme information for hybrid radios (ETSI TS 102 818 v3, schema 3.1). Pure.

Each time has its offset from UTC, and each duration is what passes, over changes of clocks too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from hashlib import blake2b
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from webapp.newsroom.model import Picture
from webapp.newsroom.station import Station, StreamConfig
from webapp.pages.syndication.entries import add_text

SPI = "http://www.worlddab.org/schemas/spi/31"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

SHORT_CHARS, MEDIUM_CHARS, LONG_CHARS, DESCRIPTION_CHARS = 8, 16, 128, 180

STREAM_TYPES = {"hls": "application/vnd.apple.mpegurl", "icecast": "audio/mpeg", "audio": "audio/mpeg"}
BROADCAST_COST, STREAM_COST = 20, 50
"""A receiver takes the bearer that costs least: the air before the network."""


@dataclass(frozen=True)
class SpiStation:
    """Whose documents these are. `home` is the site's address without a slash at the end, `host` names it in ids."""

    station: Station
    home: str
    host: str


def bearer_id(bearer: str) -> str:
    """`fm/5e0/5abc/09390` as `fm:5e0.5abc.09390`."""
    kind, _, rest = bearer.partition("/")
    return f"{kind}:{rest.replace('/', '.')}"


def service_information(of: SpiStation, created_at: datetime) -> bytes:
    """`SI.xml`: the station's names, pictures and bearers, its streams too."""
    station, home = of.station, of.home
    root = _root("serviceInformation", station, creationTime=_time(created_at, station.tz), originator=station.name)
    service = SubElement(SubElement(root, "services"), "service")
    _names(service, station.name)
    if station.tagline:
        _description(service, station.tagline)
    for side, form in ((32, "logo_colour_square"), (128, "logo_unrestricted"), (600, "logo_unrestricted")):
        if logo := station.shared_logo():
            _logo(service, home, logo, side, form)
    SubElement(service, "link", {"uri": f"{home}/", "mimeValue": "text/html"})
    for bearer in station.radiodns.bearers:
        if not bearer.startswith("id/"):
            SubElement(service, "bearer", {"id": bearer_id(bearer), "cost": str(BROADCAST_COST)})
    for number, stream in enumerate(station.streams):
        SubElement(service, "bearer", _stream_bearer(stream, home, STREAM_COST + number))
    for bearer in station.radiodns.bearers:
        if bearer.startswith("id/"):
            _, fqdn, name = bearer.split("/")
            SubElement(service, "radiodns", {"fqdn": fqdn, "serviceIdentifier": name})
    return _written(root)


def programme_information(
    of: SpiStation,
    bearer: str,
    bounds: tuple[datetime, datetime],
    shows: Sequence[dict[str, Any]],
    created_at: datetime,
) -> bytes:
    """`<date>_PI.xml`: the broadcasts of a day, each a `Broadcast.dump()`, on one bearer."""
    zone = of.station.tz
    root = _root("epg", of.station)
    schedule = SubElement(
        root, "schedule", {"creationTime": _time(created_at, zone), "originator": of.station.name, "version": "1"}
    )
    start, end = bounds
    scope = SubElement(schedule, "scope", {"startTime": _time(start, zone), "stopTime": _time(end, zone)})
    SubElement(scope, "serviceScope", {"id": bearer_id(bearer)})
    for show in shows:
        _programme(schedule, of, bearer, show)
    return _written(root)


def _programme(schedule: Element, of: SpiStation, bearer: str, show: dict[str, Any]) -> None:
    about, zone = show["programme"], of.station.tz
    start, end = datetime.fromisoformat(show["starts_at"]), datetime.fromisoformat(show["ends_at"])
    crid = f"crid://{of.host}/{about['id']}/{start:%Y%m%dT%H%MZ}"
    programme = SubElement(schedule, "programme", {"shortId": _short_id(crid), "id": crid})
    _names(programme, about["title"], short=False)
    location = SubElement(programme, "location")
    SubElement(location, "time", {"time": _time(start, zone), "duration": _duration(start, end)})
    SubElement(location, "bearer", {"id": bearer_id(bearer)})
    if text := about.get("description") or ", ".join(about.get("hosts", ())):
        _description(programme, text)
    SubElement(programme, "link", {"uri": f"{of.home}/programmes/{about['id']}", "mimeValue": "text/html"})
    for part in show.get("segments", ()):
        begins, ends = datetime.fromisoformat(part["starts_at"]), datetime.fromisoformat(part["ends_at"])
        name = f"{crid}/{part['segment']['id']}/{begins:%H%M}"
        event = SubElement(programme, "programmeEvent", {"shortId": _short_id(name), "id": name})
        _names(event, part["segment"]["title"], short=False)
        within = SubElement(event, "location")
        SubElement(within, "relativeTime", {"time": _duration(start, begins), "duration": _duration(begins, ends)})


def _root(name: str, station: Station, **more: str) -> Element:
    return Element(
        name,
        {
            "xmlns": SPI,
            "xmlns:xsi": XSI,
            "xsi:schemaLocation": f"{SPI} spi_31.xsd",
            "xml:lang": station.languages[0] if station.languages else "en",
            **more,
        },
    )


def _names(parent: Element, name: str, short: bool = True) -> None:
    if short:
        add_text(parent, "shortName", _cut(name, SHORT_CHARS))
    add_text(parent, "mediumName", _cut(name, MEDIUM_CHARS))
    add_text(parent, "longName", _cut(name, LONG_CHARS))


def _description(parent: Element, text: str) -> None:
    about = SubElement(parent, "mediaDescription")
    add_text(about, "shortDescription", _cut(" ".join(text.split()), DESCRIPTION_CHARS))


def _logo(service: Element, home: str, logo: Picture, side: int, form: str) -> None:
    url = f"{home}{logo.url}" if logo.url.startswith("/") else logo.url
    about = {"url": url, "type": form, "mimeValue": "image/jpeg" if url.endswith(".jpg") else "image/png"}
    if form == "logo_unrestricted":
        about |= {"width": str(side), "height": str(side)}
    SubElement(SubElement(service, "mediaDescription"), "multimedia", about)


def _stream_bearer(stream: StreamConfig, home: str, cost: int) -> dict[str, str]:
    address = stream.address
    bearer = {
        "id": f"{home}{address}" if address.startswith("/") else address,
        "mimeValue": STREAM_TYPES[stream.kind],
        "cost": str(cost),
    }
    if stream.bitrate_kbps:
        bearer["bitrate"] = str(stream.bitrate_kbps)
    if stream.delay_s:
        bearer["offset"] = str(round(stream.delay_s * 1000))
    return bearer


def _time(moment: datetime, zone: tzinfo) -> str:
    return moment.astimezone(zone).isoformat(timespec="seconds")


def _duration(start: datetime, end: datetime) -> str:
    """ISO 8601: `PT1H30M`."""
    minutes, seconds = divmod(max(0, round((end - start).total_seconds())), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{hours}H" if hours else "", f"{minutes}M" if minutes else "", f"{seconds}S" if seconds else ""]
    return "PT" + ("".join(parts) or "0S")


def _short_id(name: str) -> str:
    """24 bits, as DAB has room for."""
    return str(int.from_bytes(blake2b(name.encode(), digest_size=3).digest(), "big"))


def _cut(text: str, most: int) -> str:
    """Names have so many characters at the most, and no room for points."""
    return text if len(text) <= most else text[:most].rstrip()


def _written(root: Element) -> bytes:
    indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, "unicode").encode() + b"\n"
