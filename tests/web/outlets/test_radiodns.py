"""Hybrid radios learn who the station is and what is on (SPI), and podcast players what is live."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import feedparser
import pytest
import time_machine
from defusedxml.ElementTree import fromstring

from tests.any_store import connect
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import InProcessSite, open_site
from webapp.newsroom.drafts import StreamHoldDraft
from webapp.newsroom.schedule.grid.toml import parse_grid
from webapp.newsroom.staff import Actor

STATION = """
name = "DZUP Radyo Uno"
tagline = "News of the islands"
url = "https://radyo.example"
zone = "America/New_York"
[radiodns]
bearers = ["fm/5E0/5abc/09390", "id/radyo.example/uno"]
[[streams]]
id = "main"
title = "Main"
url = "https://icecast.example/live"
kind = "icecast"
bitrate_kbps = 64
delay_s = 2.5
"""
GRID = b"""
zone = "America/New_York"
[[programme]]
id = "night"
title = "The Night Desk of the Islands"
hosts = ["Lea Abad"]
[[programme.slot]]
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
start = "00:00"
end = "06:00"
[[programme]]
id = "day"
title = "Day & Noon"
description = "News at noon."
[[programme.slot]]
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
start = "06:00"
end = "23:30"
[[programme.segment]]
id = "traffic"
title = "Traffic"
start = "12:00"
end = "12:30"
"""
SPI = "{http://www.worlddab.org/schemas/spi/31}"
ADMIN = Actor(name="Amado", role="admin")


@pytest.fixture
def site(valkey_server: Valkey, tmp_path: Path) -> Iterator[InProcessSite]:
    connect(valkey_server.url).flushall()
    with time_machine.travel(NOON, tick=False) as clock:
        site = open_site(valkey_server, clock, tmp_path, STATION)
        site.room.desk.set_grid(parse_grid(GRID), ADMIN, site.now)
        site.follow()
        yield site


def document(site: InProcessSite, path: str) -> Element:
    found = site.client().get(f"/radiodns/spi/3.1/{path}")
    assert found.status_code == 200 and found.mimetype == "application/xml"
    root: Element = fromstring(found.data)
    return root


def test_the_service_has_its_names_its_bearers_and_where_it_is_looked_up(site: InProcessSite) -> None:
    service = document(site, "SI.xml").find(f".//{SPI}service")
    assert service is not None
    names = [service.findtext(f"{SPI}{name}") for name in ("shortName", "mediumName", "longName")]
    assert names == ["DZUP Rad", "DZUP Radyo Uno", "DZUP Radyo Uno"]
    assert [dict(one.attrib) for one in service.iter(f"{SPI}bearer")] == [
        {"id": "fm:5e0.5abc.09390", "cost": "20"},
        {
            "id": "https://icecast.example/live",
            "mimeValue": "audio/mpeg",
            "cost": "50",
            "bitrate": "64",
            "offset": "2500",
        },
    ]
    lookup = service.find(f"{SPI}radiodns")
    assert lookup is not None and dict(lookup.attrib) == {"fqdn": "radyo.example", "serviceIdentifier": "uno"}


def test_a_days_programmes_have_their_offset_in_every_time_and_what_passes_when_clocks_change(
    site: InProcessSite,
) -> None:
    root = document(site, "fm/5e0/5abc/09390/20260308_PI.xml")
    scope = root.find(f".//{SPI}scope")
    assert scope is not None
    assert (scope.get("startTime"), scope.get("stopTime")) == ("2026-03-08T00:00:00-05:00", "2026-03-09T00:00:00-04:00")
    times = [(one.get("time"), one.get("duration")) for one in root.iter(f"{SPI}time")]
    assert times == [("2026-03-08T00:00:00-05:00", "PT5H"), ("2026-03-08T06:00:00-04:00", "PT17H30M")]
    programmes = root.findall(f".//{SPI}programme")
    assert [one.findtext(f"{SPI}mediumName") for one in programmes] == ["The Night Desk o", "Day & Noon"]
    assert len({one.get("shortId") for one in programmes}) == 2
    within = programmes[1].find(f".//{SPI}relativeTime")
    assert within is not None and (within.get("time"), within.get("duration")) == ("PT6H", "PT30M")
    assert root.find(f".//{SPI}serviceScope").get("id") == "fm:5e0.5abc.09390"  # type: ignore[union-attr]
    assert document(site, "id/radyo.example/uno/20260308_PI.xml") is not None


@pytest.mark.parametrize(
    "path",
    ["fm/5e0/ffff/09390/20260302_PI.xml", "fm/5e0/5abc/09390/20270302_PI.xml", "fm/5e0/5abc/09390/monday_PI.xml"],
)
def test_other_bearers_and_days_far_away_are_not_found(site: InProcessSite, path: str) -> None:
    assert site.client().get(f"/radiodns/spi/3.1/{path}").status_code == 404


def live(site: InProcessSite) -> list[tuple[str, str, str]]:
    root = fromstring(site.client().get("/feed.xml").data)
    found = root.iter("{https://podcastindex.org/namespace/1.0}liveItem")
    return [(one.get("status") or "", one.findtext("title") or "", one.get("start") or "") for one in found]


def test_the_feed_says_what_is_live_what_comes_and_what_was(site: InProcessSite) -> None:
    assert live(site) == [  # 23:00 in New York
        ("ended", "The Night Desk of the Islands", "2026-03-01T05:00:00.000Z"),
        ("live", "Day & Noon", "2026-03-01T11:00:00.000Z"),
        ("pending", "The Night Desk of the Islands", "2026-03-02T05:00:00.000Z"),
    ]
    item = fromstring(site.client().get("/feed.xml").data).find(".//{https://podcastindex.org/namespace/1.0}liveItem")
    assert item is not None and item.find("enclosure") is not None
    link = item.find("{https://podcastindex.org/namespace/1.0}contentLink")
    assert link is not None and link.get("href") == "https://radyo.example/"
    site.wait(minutes=45)
    assert [status for status, _, _ in live(site)] == ["ended", "pending"], "a hole of the schedule"


def test_nothing_is_live_while_the_stream_is_off_the_air(site: InProcessSite) -> None:
    site.room.desk.hold_stream(StreamHoldDraft(status="off_air"), ADMIN, site.now)
    site.follow()
    assert [status for status, _, _ in live(site)] == ["ended", "pending"]


def test_a_reader_that_knows_no_live_items_reads_the_channel_as_before(site: InProcessSite) -> None:
    site.put_out("rice")
    channel = feedparser.parse(site.client().get("/feed.xml").data)
    assert (channel.feed.title, channel.feed.link) == ("DZUP Radyo Uno", "https://radyo.example/")
    assert [entry.title for entry in channel.entries] == ["Rice"]
