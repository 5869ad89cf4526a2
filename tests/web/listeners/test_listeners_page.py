"""The listeners' page of the panel, and the same as JSON: a new station, a gap, a day, programmes, pushes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask.testing import FlaskClient

from tests.any_store import connect
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import InProcessSite, open_site
from tests.web.reads.test_panel_reads import bearer, chart_in, push, sign_in
from webapp.newsroom.listeners.deliveries import Delivered
from webapp.newsroom.schedule.as_run import AiredSegment, NamedPart
from webapp.store.schedule.as_run import turn_writes

PAGE = "/panel/listeners"


@pytest.fixture
def site(valkey_server: Valkey, tmp_path: Path) -> Iterator[InProcessSite]:
    connect(valkey_server.url).flushall()
    with time_machine.travel(NOON, tick=False) as clock:
        site = open_site(valkey_server, clock, tmp_path)
        site.put_out("rice")
        yield site


@pytest.fixture
def anchor(site: InProcessSite) -> FlaskClient:
    return sign_in(site, "Ligaya", "anchor")


def listen(site: InProcessSite, at: datetime, websockets: int, streams: int = 0) -> None:
    counts = {"processes": 1, "all": websockets + streams, "way:websocket": websockets, "way:sse": streams}
    site.running.services.listener_minutes.add(at, counts)


def test_a_new_station_says_that_nothing_was_counted_yet(anchor: FlaskClient) -> None:
    page = anchor.get(PAGE).text
    assert "Nothing was counted in the last minutes" in page and "Nothing is known of this time" in page
    assert "Nothing was pushed in this time" in page and "<aw-chart" not in page


def test_the_day_is_shown_by_delivery_with_its_gap_as_a_gap(site: InProcessSite, anchor: FlaskClient) -> None:
    for minute in (*range(-60, -40), *range(-20, 0)):
        listen(site, NOON + timedelta(minutes=minute), 90, 10)
    push(site, "Rice at 42 pesos", "rice")
    site.wait(seconds=1)
    page = anchor.get(PAGE).text
    chart = chart_in(page, "listeners-chart")
    assert [one["name"] for one in chart["series"]] == ["event stream", "live connection"]
    hour = chart["series"][1]["values"][-13:-1]
    assert hour == [90] * 4 + [None] * 4 + [90] * 4
    assert [mark["label"] for mark in chart["marks"]] == ["pushed: Rice at 42 pesos"]
    assert "On average 100, at most 100" in page and ">100</strong>" in page and "nothing is known: hatched" in page


def test_a_programme_has_those_who_listened_while_it_was_on(site: InProcessSite, anchor: FlaskClient) -> None:
    noon = NamedPart(id="noon", title="Noon Report")
    rows = [AiredSegment(id="a", starts_at=NOON - timedelta(minutes=30), programme=noon, told_at=NOON)]
    for write in turn_writes(rows, NOON):
        site.room.store.execute_command(*write)
    for minute in range(-60, 0):
        listen(site, NOON + timedelta(minutes=minute), 200 if minute == -5 else 100 if minute >= -30 else 10)
    found = anchor.get("/api/v1/listeners").get_json()
    (programme,) = found["programmes"]
    assert (programme["programme"]["title"], programme["average"], programme["most"]) == ("Noon Report", 103, 200)
    assert "Noon Report" in anchor.get(PAGE).text


def test_how_long_a_push_took_stands_there_in_ms(site: InProcessSite, anchor: FlaskClient) -> None:
    part = Delivered(id="f1", seq=4, action="published", at=NOON, process="web", written=((12, 50), (40, 100)))
    site.running.services.deliveries.add([part], NOON)
    site.wait(minutes=1)
    chart = chart_in(anchor.get(PAGE).text, "times-chart")
    assert [one["values"] for one in chart["series"]] == [[12], [40]] and chart["format"] == "ms"
    (one,) = anchor.get("/api/v1/deliveries").get_json()["deliveries"]
    assert (one["listeners"], one["p50_ms"], one["p99_ms"]) == (100, 12, 40)


def test_a_system_reads_listeners_with_its_token_and_is_told_what_is_wrong(site: InProcessSite) -> None:
    listen(site, NOON - timedelta(minutes=1), 9)
    client, by = site.client(), bearer(site)
    assert client.get("/api/v1/listeners").status_code == 401
    found = client.get("/api/v1/listeners", headers=by).get_json()
    assert found["now"]["listeners"] == 9 and found["now"]["way"] == {"websocket": 9} and found["step_s"] == 300
    for query, field in (("by=mood", "by"), ("from=2025-01-01T00:00:00Z", "from"), ("to=yesterday", "to")):
        refused = client.get(f"/api/v1/listeners?{query}", headers=by)
        assert (refused.status_code, refused.get_json()["errors"][0]["field"]) == (
            400,
            field,
        ) or refused.status_code == 422


def test_a_day_beyond_what_is_kept_is_not_there(anchor: FlaskClient) -> None:
    for query in ("day=2025-11-01", "day=2026-03-03", "span=1y", "by=mood"):
        assert anchor.get(f"{PAGE}?{query}").status_code == 404, query
    assert anchor.get(f"{PAGE}?day=2026-02-01&by=language").status_code == 200


def test_without_the_store_the_page_says_so(
    site: InProcessSite, anchor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from webapp.newsroom.errors import StoreAway

    def away(*_: object) -> None:
        raise StoreAway("away")

    monkeypatch.setattr(site.running.site.listener_minutes, "days", away)
    page = anchor.get(PAGE)
    assert page.status_code == 503 and "no counts to show" in page.text
