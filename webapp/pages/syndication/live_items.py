"""`podcast:liveItem` (Podcasting 2.0): what is on, what comes and what was, for players that show live broadcasts. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from xml.etree.ElementTree import Element, SubElement

from webapp.newsroom.station import Station
from webapp.pages.planned_days import PlannedBroadcast
from webapp.pages.syndication.entries import add_text

PODCAST = "https://podcastindex.org/namespace/1.0"

LiveStatus = Literal["pending", "live", "ended"]

TYPES = {"hls": "application/x-mpegURL", "icecast": "audio/mpeg", "audio": "audio/mpeg"}


@dataclass(frozen=True)
class LiveItem:
    """A broadcast (`Broadcast.dump()`) and how it stands."""

    status: LiveStatus
    show: dict[str, Any]


def live_items(shows: Iterable[PlannedBroadcast], now: datetime, *, is_off_air: bool = False) -> list[LiveItem]:
    """Of `shows`, in order: the last that has ended, the one that is on unless the stream is off the air, and the next."""
    ended: list[PlannedBroadcast] = []
    live: list[PlannedBroadcast] = []
    pending: list[PlannedBroadcast] = []
    for show in shows:
        (ended if show.ends_at <= now else live if show.starts_at <= now else pending).append(show)
    return [
        *(LiveItem("ended", show.dump()) for show in ended[-1:]),
        *(LiveItem("live", show.dump()) for show in live if not is_off_air),
        *(LiveItem("pending", show.dump()) for show in pending[:1]),
    ]


def add_live_items(channel: Element, items: Iterable[LiveItem], station: Station, home: str, host: str) -> None:
    """Adds each to the channel. Some readers take an unknown element's children for the channel's own, and the last one
    counts: add these before the channel's title and link."""
    for item in items:
        if not station.streams:
            return
        show, programme = item.show, item.show["programme"]
        element = SubElement(
            channel, "podcast:liveItem", {"status": item.status, "start": show["starts_at"], "end": show["ends_at"]}
        )
        add_text(element, "title", programme["title"])
        if programme.get("description"):
            add_text(element, "description", programme["description"])
        add_text(element, "link", f"{home}/programmes/{programme['id']}")
        add_text(element, "guid", f"tag:{host},2026:/on-air/{programme['id']}/{show['starts_at']}", isPermaLink="false")
        for host_name in programme.get("hosts", ()):
            add_text(element, "podcast:person", host_name)
        first, *others = station.streams
        url = f"{home}{first.address}" if first.address.startswith("/") else first.address
        SubElement(element, "enclosure", {"url": url, "type": TYPES[first.kind], "length": "0"})
        for stream in others:
            more = SubElement(
                element, "podcast:alternateEnclosure", {"type": TYPES[stream.kind], "title": stream.title}
            )
            address = f"{home}{stream.address}" if stream.address.startswith("/") else stream.address
            SubElement(more, "podcast:source", {"uri": address})
        add_text(element, "podcast:contentLink", station.name, href=f"{home}/")
