"""What a newcomer gets first is made once for all who come with the same last event."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.conftest import NOON
from tests.web.delivery.test_epochs import item
from webapp.delivery import editions
from webapp.delivery.editions import Editions
from webapp.newsroom.board import Board
from webapp.newsroom.events import BreakingChange, Event
from webapp.newsroom.schedule.grid.grid import Grid
from webapp.store.board.replica import Replica


@pytest.fixture
def replica() -> Replica:
    made = Replica("Asia/Manila")
    made.replace(Board(epoch="e1"), [], Grid(zone="Asia/Manila"), [])
    made.confirm(NOON)
    for number in range(1, 6):
        publish(made, number)
    return made


def publish(replica: Replica, number: int) -> None:
    body = BreakingChange(action="published", item=item(number)).dump()
    replica.apply(Event(epoch="e1", seq=number, at=NOON, type="breaking", body=body))


def test_all_who_had_the_same_event_last_share_the_bytes(replica: Replica) -> None:
    encoded = Editions(replica, lambda: NOON)
    first, second = (encoded.greeting({"epoch": "e1", "seq": 3}) for _ in range(2))
    assert first[0] is second[0] and first[1] is second[1]
    assert first[0] == b"".join(one.frame for one in encoded.catch_up("e1", 3))
    assert encoded.greeting({"epoch": "e1", "seq": 5}) == (b"",) * 4


@pytest.mark.parametrize(
    "place", [None, [], "e1", {"epoch": "e1"}, {"epoch": "e1", "seq": "3"}, {"epoch": [], "seq": True}]
)
def test_any_other_place_gets_a_snapshot(replica: Replica, place: Any) -> None:
    encoded = Editions(replica, lambda: NOON)
    assert encoded.greeting(place)[:2] == (encoded.snapshot().frame, encoded.snapshot().deflated)


def test_the_next_headline_is_in_the_next_greeting(replica: Replica) -> None:
    encoded = Editions(replica, lambda: NOON)
    place = {"epoch": "e1", "seq": 5}
    encoded.greeting(place)
    publish(replica, 6)
    assert b'"seq":6' in encoded.greeting(place)[0]


def test_a_second_later_a_snapshot_says_the_time_anew(replica: Replica) -> None:
    now = NOON
    encoded = Editions(replica, lambda: now)
    before = encoded.greeting(None)
    now = NOON + timedelta(seconds=1)
    assert encoded.greeting(None) != before


def test_a_stranger_who_asks_from_many_places_fills_no_memory(
    replica: Replica, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editions, "MAX_GREETINGS", 2)
    monkeypatch.setattr(editions, "MAX_EVENTS_KEPT", 3)
    encoded = Editions(replica, lambda: NOON)
    for seq in range(6):
        assert encoded.greeting({"epoch": "e1", "seq": seq})[0].count(b'"headline"') == 5 - seq
    assert [*encoded._greetings] == [("e1", 2), ("e1", 3)]
