"""Who comes back is told what broke, what was corrected and what was taken back meanwhile, and nothing twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from tests.any_store import connect
from tests.conftest import NOON, Valkey
from tests.web.board.test_headline_pages import STATION, correct, push, withdraw
from tests.web.board_states import ALL_DAY
from tests.web.in_process_site import InProcessSite, open_site
from webapp.newsroom.staff import Actor
from webapp.newsroom.times import rfc3339


@pytest.fixture
def site(valkey_server: Valkey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[InProcessSite]:
    connect(valkey_server.url).flushall()
    with time_machine.travel(NOON, tick=False) as clock:
        site = open_site(valkey_server, clock, tmp_path_factory.mktemp("station"), STATION)
        site.room.desk.set_grid(ALL_DAY, Actor(name="Amado", role="admin"), NOON)
        site.follow()
        yield site


def since(site: InProcessSite, query: str, language: str = "en") -> Any:
    return site.client().get(f"/api/v1/since?{query}", headers={"Accept-Language": language}).json


def ids(told: Any, kind: str) -> list[str]:
    return [one["id"] for one in told[kind]]


def test_a_listener_who_was_away_is_told_each_thing_once_and_nothing_that_came_and_went(site: InProcessSite) -> None:
    old, wrong, twice = push(site, "Old news"), push(site, "Wrong news"), push(site, "Bridge closed")
    site.wait(minutes=10)
    left = rfc3339(site.now)
    site.wait(minutes=20)
    new, gone = push(site, "New news"), push(site, "Here and gone")
    withdraw(site, gone, reason="No.")
    withdraw(site, wrong, reason="It was another river.")
    correct(site, twice, reason="Both bridges.", headline="Both bridges closed")
    site.put_out("rice")
    site.wait(minutes=1)
    told = since(site, f"at={left}")
    assert (ids(told, "published"), ids(told, "corrected"), ids(told, "withdrawn")) == ([new], [twice], [wrong])
    assert "Wrong news" not in str(told) and "Here and gone" not in str(told) and old not in str(told)
    assert told["withdrawn"][0]["reason"] == "It was another river."
    assert told["on_air"][0]["title"] == "Noon"
    assert told["words"] == ["1 new headline", "1 headline was corrected", "1 headline was withdrawn"]
    assert since(site, f"at={left}", "fil")["words"][0] == "1 bagong headline"


def test_a_listeners_place_stands_for_its_moment(site: InProcessSite) -> None:
    push(site, "Before")
    board = site.running.services.replica.board
    site.wait(minutes=5)
    new = push(site, "After")
    assert ids(since(site, f"epoch={board.epoch}&seq={board.seq}"), "published") == [new]
    unknown = since(site, "epoch=another&seq=4")
    assert len(unknown["published"]) == 2, "a day, where the place is not known"


def test_nobody_is_told_of_more_than_a_day(site: InProcessSite) -> None:
    push(site, "Last week")
    site.wait(days=7)
    told = since(site, f"at={rfc3339(NOON)}")
    assert told["published"] == [] and told["words"] == ["Nothing new."]
    assert told["from"] > rfc3339(NOON)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("", "at"),
        ("at=yesterday", "at"),
        ("at=2026-03-02T04:00", "at"),
        ("epoch=e&seq=many", "seq"),
        ("epoch=e", "seq"),
    ],
)
def test_a_wrong_place_is_told_by_its_name(site: InProcessSite, query: str, field: str) -> None:
    answer = site.client().get(f"/api/v1/since?{query}")
    assert (answer.status_code, (answer.json or {})["errors"][0]["field"]) == (422, field)
