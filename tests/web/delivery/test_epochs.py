"""The store starts again, or another takes its place: listeners who have everything go on without a board."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from tests.conftest import NOON, Valkey
from tests.store.board.test_desk import headline as draft
from tests.web.conftest import Newsroom, newsroom_at
from tests.web.delivery.test_listeners import Listener, events_of
from tests.web.server import Web, wait_for
from webapp.delivery.editions import Editions
from webapp.newsroom.board import Board, Former
from webapp.newsroom.events import BreakingChange, Event
from webapp.newsroom.model import BreakingItem
from webapp.newsroom.schedule.grid.grid import Grid
from webapp.store.board.replica import Replica

MAX_SHARE = 0.05
"""Of what a snapshot for everybody would be."""


@pytest.fixture
def station(own_valkey: Valkey) -> Iterator[Newsroom]:
    web = Web(own_valkey).start()
    yield newsroom_at(web.url, own_valkey.url)
    web.end()


def start_again(store: Valkey) -> None:
    store.kill()
    store.start()


def streamed(newsroom: Newsroom, place: dict[str, Any], query: str = "") -> tuple[str, dict[str, Any]]:
    """The first event of a stream that begins at `place`."""
    headers = {"Last-Event-ID": f"{place['epoch']}:{place['seq']}"}
    with requests.get(f"{newsroom.url}/api/v1/events{query}", headers=headers, stream=True, timeout=10) as response:
        _, name, data = next(events_of(response))
        return name, data


def test_a_store_that_starts_again_costs_listeners_a_word_and_no_board(station: Newsroom, own_valkey: Valkey) -> None:
    station.push_and_show("Before")
    here = Listener(station.url)
    wait_for(lambda: here.names() == ["snapshot"])
    place = here.place

    start_again(own_valkey)
    wait_for(lambda: here.names() == ["snapshot", "epoch"])
    word = here.heard[-1][1]
    assert word["seq"] == place["seq"] and word["succeeds"] == [place] and word["epoch"] != place["epoch"]
    station.push("After")
    wait_for(lambda: here.names() == ["snapshot", "epoch", "breaking"])
    assert here.heard[-1][1]["epoch"] == word["epoch"]

    back = Listener(station.url, place)  # one who slept meanwhile
    wait_for(lambda: back.names() == ["epoch", "breaking"])
    board = requests.get(f"{station.url}/api/v1/snapshot", timeout=5).json()
    assert board["succeeds"] == [place]

    # One who does not know the word: meets a strange epoch, asks again, and has it.
    older = Listener(station.url, place)
    wait_for(lambda: len(older.heard) == 2)
    older.client.emit("resume", place)
    wait_for(lambda: older.names()[-1] == "snapshot")
    assert streamed(station, place)[0] == "snapshot"
    assert streamed(station, place, "?succeeds")[0] == "epoch"
    for listener in (here, back, older):
        listener.leave()


def test_who_has_what_the_store_has_lost_gets_a_board(station: Newsroom, own_valkey: Valkey) -> None:
    station.push_and_show("Before")
    here = Listener(station.url)
    wait_for(lambda: here.names() == ["snapshot"])
    ahead = {**here.place, "seq": here.place["seq"] + 3}  # a lagging replica was promoted
    start_again(own_valkey)
    wait_for(lambda: here.names() == ["snapshot", "epoch"])
    back = Listener(station.url, ahead)
    wait_for(lambda: back.names() == ["snapshot"])
    for listener in (here, back):
        listener.leave()


def item(number: int) -> BreakingItem:
    given = draft(f"Headline {number} of a long day in the newsroom, with a name and a place")
    return BreakingItem(
        id=f"20260302-{number:08x}", rev=1, headline=given.headline, priority="urgent", published_at=NOON
    )


@pytest.fixture
def replica() -> Replica:
    made = Replica("Asia/Manila")
    made.replace(Board(epoch="e1"), [], Grid(zone="Asia/Manila"), [])
    made.confirm(NOON)
    for number in range(1, 51):
        body = BreakingChange(action="published", item=item(number)).dump()
        made.apply(Event(epoch="e1", seq=number, at=NOON, type="breaking", body=body))
    return made


def test_the_word_is_a_small_share_of_a_board(replica: Replica) -> None:
    editions = Editions(replica, lambda: NOON)
    for number in range(2, 11):
        replica.follow(f"e{number}", (Former(epoch=f"e{number - 1}", seq=50), *replica.board.succeeds)[:8])
    (word,) = editions.catch_up("e9", 50)
    assert word.name == "epoch" and len(word.frame) <= MAX_SHARE * len(editions.snapshot().frame)


def test_events_of_several_epochs_stand_in_a_row_with_a_word_between(replica: Replica) -> None:
    replica.follow("e2", (Former(epoch="e1", seq=50),))
    body = BreakingChange(action="published", item=item(51)).dump()
    replica.apply(Event(epoch="e2", seq=51, at=NOON, type="breaking", body=body))
    replica.follow("e3", (Former(epoch="e2", seq=51), Former(epoch="e1", seq=50)))
    missed = replica.missed("e1", 49)
    assert missed is not None
    assert [(event.type, event.epoch, event.seq) for event in missed] == [
        ("breaking", "e1", 50), ("epoch", "e2", 50), ("breaking", "e2", 51), ("epoch", "e3", 51),
    ]  # fmt: skip
    assert [event.body["succeeds"] for event in missed if event.type == "epoch"] == [
        [{"epoch": "e1", "seq": 50}],
        [{"epoch": "e2", "seq": 51}, {"epoch": "e1", "seq": 50}],
    ]


@pytest.mark.parametrize(
    ("place", "answered"),
    [
        (("e1", 51), False), (("e2", 50), True), (("e2", 52), False), (("e3", 51), True), (("e3", 50), False),
        (("e1", 0), False), (("e4", 51), False), (("e1", 50), True),
    ],
)  # fmt: skip
def test_a_place_that_no_epoch_had_is_not_answered_by_events(
    replica: Replica, place: tuple[str, int], answered: bool
) -> None:
    replica.follow("e2", (Former(epoch="e1", seq=50),))
    replica.apply(Event(epoch="e2", seq=51, at=NOON, type="promo", body={}))
    replica.follow("e3", (Former(epoch="e2", seq=51), Former(epoch="e1", seq=50)))
    assert (replica.missed(*place) is not None) == answered
