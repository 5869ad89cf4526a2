"""`/status`: where the station wishes it, the stream's last ninety days in a strip and in words, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from tests.any_store import Store
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import InProcessSite, open_site
from webapp.newsroom.model import Stream, StreamSource, StreamStatus

STATION = 'name = "Radyo Test"\nstatus_page = true\n'


@pytest.fixture
def site(store: Store, valkey_server: Valkey, tmp_path: Path) -> Iterator[InProcessSite]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield open_site(valkey_server, clock, tmp_path, STATION)


def report(site: InProcessSite, status: StreamStatus) -> None:
    source = StreamSource(id="main", title="Main", url="https://s.example/x", kind="audio", status=status)
    site.room.desk.report_stream(Stream(status=status, checked_at=site.now, streams=(source,)), site.now)


def test_an_interruption_stands_in_the_strip_the_table_and_the_list(site: InProcessSite) -> None:
    for status, minutes in (("on_air", 60), ("off_air", 7), ("on_air", 1)):
        for _ in range(minutes):
            report(site, status)  # type: ignore[arg-type]
            site.wait(seconds=60)
    report(site, "on_air")
    site.follow()
    page = site.client().get("/status")
    text = page.get_data(as_text=True)
    assert page.status_code == 200 and text.count("days-strip__day") == 90
    assert 'data-grade="bad"' in text and "7 minutes" in text and "89.7" in text
    filipino = site.client().get("/status?lang=fil").get_data(as_text=True)
    assert "Mga pagkaputol" in filipino and "7 minuto" in filipino
    assert 'href="/status"' in site.client().get("/articles").get_data(as_text=True)


def test_a_station_of_which_nothing_is_known_says_so(site: InProcessSite) -> None:
    assert "Nobody has looked at the stream yet." in site.client().get("/status").get_data(as_text=True)


def test_a_station_that_does_not_wish_it_has_no_such_page(store: Store, valkey_server: Valkey, tmp_path: Path) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        site = open_site(valkey_server, clock, tmp_path)
        assert site.client().get("/status").status_code == 404
        assert 'href="/status"' not in site.client().get("/articles").get_data(as_text=True)


def test_what_is_kept_of_the_station_goes_back_ninety_days(site: InProcessSite) -> None:
    report(site, "on_air")
    start = site.now
    site.wait(days=100)
    report(site, "off_air")
    notes = site.running.services.streams.station_notes(start - timedelta(days=1), site.now + timedelta(days=1))
    assert notes[0].at > site.now - timedelta(days=91)
