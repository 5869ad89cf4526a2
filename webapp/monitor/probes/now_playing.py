"""What a station's automation says is playing: AzuraCast, Radio.co, and RCS (NexGen and Zetta)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from webapp.monitor.probes.stats import UNREADABLE_REASON, Stats, count, decode, fields_of, xml_root
from webapp.newsroom.stream.facts import Fact

NO_TITLE_TYPES = ("spot", "commercial", "link", "sweeper", "jingle", "macro", "command", "comment", "promo", "liner")
"""What automations call items whose titles are for the studio only."""


def read_now_playing(body: bytes, url: str) -> Stats | None:
    """What the document says of the stream at `url`; `None` where it is none of these."""
    document = decode(body).strip()
    if document.startswith(("{", "[")):
        return _json(document, url)
    head = document[:2000].lower()
    if "<nexgen_audio_export" in head:
        return _nexgen(body)
    if "<zettalite" in head or "<logeventcollection" in head:
        return _zetta(body)
    return None


def _json(document: str, url: str) -> Stats | None:
    try:
        found = json.loads(document, strict=False)
    except (ValueError, RecursionError):
        return None
    stations = [one for one in (found if isinstance(found, list) else [found]) if isinstance(one, dict)]
    if stations and all("now_playing" in one and "station" in one for one in stations):
        return _azuracast(stations, url)
    if stations and "current_track" in stations[0] and "status" in stations[0]:
        return _radio_co(stations[0])
    return None


# -- AzuraCast: one station, or a list of all of the server ------------------------------------------------------------


def _azuracast(stations: list[dict[str, Any]], url: str) -> Stats:
    path = unquote(urlsplit(url).path)
    of_url = [one for one in stations if any(_is_at(place, path) for place in _places(one["station"]))]
    code_in_path = [one for one in stations if _text(_dict(one["station"]).get("shortcode")) in path.split("/")]
    for found in (of_url, code_in_path, stations):
        if len(found) == 1:
            return _azuracast_station(found[0], path)
    return Stats(reason="AzuraCast lists several stations; ask for one of them: /api/nowplaying/<station>")


def _azuracast_station(one: Mapping[str, Any], path: str) -> Stats:
    playing, live, station = _dict(one["now_playing"]), _dict(one.get("live")), _dict(one["station"])
    online = one.get("is_online")
    connected: Fact = "unknown" if not isinstance(online, bool) else "yes" if online else "no"
    if connected == "no":
        return Stats("no", reason="no encoder is connected")
    mounts = [mount for mount in _mounts(station) if any(_is_at(mount.get(key), path) for key in ("url", "path"))]
    counted = _dict(mounts[0].get("listeners")) if mounts else _dict(one.get("listeners"))
    listeners = count(counted.get("total") if mounts else counted.get("current", counted.get("total")))
    song = _dict(playing.get("song"))
    parts = (song.get("artist"), song.get("title")) if song.get("title") else (song.get("text"),)
    stats = Stats(connected, listeners=listeners, own_title=True).with_title(*parts)
    return stats if stats.title or not live.get("is_live") else stats.with_title(live.get("streamer_name"))


def _places(station: object) -> Iterable[object]:
    known = _dict(station)
    yield known.get("listen_url")
    for mount in _mounts(known):
        yield mount.get("url")
        yield mount.get("path")


def _mounts(station: Mapping[str, Any]) -> list[dict[str, Any]]:
    listed = [station.get("mounts"), station.get("remotes")]
    return [mount for some in listed if isinstance(some, list) for mount in some if isinstance(mount, dict)]


def _is_at(place: object, path: str) -> bool:
    return len(path) > 1 and isinstance(place, str) and unquote(urlsplit(place).path) == path


# -- Radio.co ----------------------------------------------------------------------------------------------------------


def _radio_co(station: Mapping[str, Any]) -> Stats:
    status = _text(station.get("status")).lower()
    if status == "offline":
        return Stats("no", reason="no encoder is connected")
    stats = Stats("yes" if status == "online" else "unknown", own_title=True)
    return stats.with_title(_dict(station.get("current_track")).get("title"))


# -- RCS ---------------------------------------------------------------------------------------------------------------


def _nexgen(body: bytes) -> Stats:
    """The item with status Playing, else the first."""
    root = xml_root(body)
    if root is None:
        return Stats(reason=UNREADABLE_REASON)
    items = [fields_of(audio) for audio in root.iter("audio")]
    playing = [item for item in items if _text(item.get("status")).lower() == "playing"]
    return _automation((playing or items)[:1], "type", "artist", "title")


def _zetta(body: bytes) -> Stats:
    """The event that started last, else the first; its values are elements or attributes."""
    root = xml_root(body)
    if root is None:
        return Stats(reason=UNREADABLE_REASON)
    events = list(root.iter("LogEvent"))
    started = [event for event in events if _text(event.get("LastStarted")).lower() == "true"]
    items = []
    for event in (started or events)[:1]:
        asset = event.find("Asset")
        both = [] if asset is None else [asset.attrib.items(), fields_of(asset).items()]
        items.append({name.lower(): value for some in both for name, value in some})
    return _automation(items, "assettypename", "artist1", "title")


def _automation(items: list[dict[str, Any]] | list[Mapping[str, Any]], kind: str, artist: str, title: str) -> Stats:
    stats = Stats(own_title=True)
    if not items or _text(items[0].get(kind)).lower() in NO_TITLE_TYPES:
        return stats.with_title()
    return stats.with_title(items[0].get(artist), items[0].get(title))


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
