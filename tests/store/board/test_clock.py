"""The clock: what time decides is written down once, by one of any number of clocks, however late it wakes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from tests.any_store import connect
from tests.conftest import FrozenClock, Room, Valkey, make_room
from tests.store.board.test_desk import GRID, headline, story
from webapp.clock import Clock, next_wake
from webapp.newsroom.drafts import OnAirHoldDraft, StreamHoldDraft
from webapp.newsroom.errors import LeaseLost
from webapp.newsroom.staff import Actor
from webapp.store.core import keys
from webapp.store.core.lease import Lease

IMPORT = Actor(name="import", role="system")


def clock_in(room: Room, now: FrozenClock, holder: str = "one") -> Clock:
    return Clock(room.desk, room.log, room.rundown, Lease(room.store, holder), room.reads, now)


def segment(room: Room) -> str | None:
    on_air = room.log.board().on_air
    return on_air.segment.id if on_air.segment else None


@pytest.fixture(autouse=True)
def the_grid(room: Room, clock: FrozenClock) -> None:
    room.desk.put_article(story("rice"), IMPORT, clock())
    room.desk.set_grid(GRID, IMPORT, clock())


def test_the_segment_turns_at_its_boundary(room: Room, clock: FrozenClock) -> None:
    ticking = clock_in(room, clock)
    assert ticking.settle_once() == clock() + timedelta(minutes=30)
    assert segment(room) == "news"
    clock.move(minutes=30)
    ticking.settle_once()
    assert segment(room) == "traffic"


def test_after_six_hours_asleep_the_state_is_right_at_once(room: Room, clock: FrozenClock, anchor: Actor) -> None:
    room.desk.publish_breaking(headline(expires_in=600), anchor, clock())
    clock.move(hours=6)
    before = room.log.board().seq
    clock_in(room, clock).settle_once()
    board = room.log.board()
    assert board.breaking == () and board.on_air.programme is None
    assert board.seq == before + 2


def test_waking_twice_says_nothing_twice(room: Room, clock: FrozenClock) -> None:
    ticking = clock_in(room, clock)
    ticking.settle_once()
    before = room.log.board().seq
    for _ in range(3):
        ticking.settle_once()
        ticking.rank_once()
    assert room.log.board().seq == before


def test_of_two_clocks_one_acts(room: Room, clock: FrozenClock) -> None:
    one, two = clock_in(room, clock, "one"), clock_in(room, clock, "two")
    assert one.settle_once() is not None
    clock.move(minutes=30)
    assert two.settle_once() is None
    assert segment(room) == "news"
    one.settle_once()
    assert segment(room) == "traffic"


def test_another_clock_takes_over_when_the_first_is_gone(room: Room, clock: FrozenClock) -> None:
    clock_in(room, clock, "one").settle_once()
    room.store.delete(keys.LEASE)  # as its time running out does
    clock.move(minutes=30)
    assert clock_in(room, clock, "two").settle_once() is not None
    assert segment(room) == "traffic"


def test_a_clock_that_was_replaced_while_it_slept_cannot_write(room: Room, clock: FrozenClock) -> None:
    old = Lease(room.store, "old").take()
    room.store.delete(keys.LEASE)
    new = Lease(room.store, "new").take()
    assert old and new and int(new) > int(old)
    clock.move(minutes=30)
    with pytest.raises(LeaseLost):
        room.desk.settle_on_air(clock(), old)
    assert segment(room) == "news"


def test_the_lease_is_kept_by_its_holder_and_given_up_when_it_ends(room: Room) -> None:
    one, two = Lease(room.store, "one"), Lease(room.store, "two")
    token = one.take()
    assert one.take() == token and two.take() is None
    two.give_up()
    assert one.take() == token
    one.give_up()
    assert two.take() is not None


def test_it_wakes_for_whatever_ends_first(room: Room, clock: FrozenClock, anchor: Actor) -> None:
    now = clock()
    room.desk.publish_breaking(headline(expires_in=900), anchor, now)
    assert next_wake(room.log.board(), room.rundown, now) == now + timedelta(minutes=15)
    room.desk.hold_stream(StreamHoldDraft(status="silent", until=now + timedelta(minutes=5)), anchor, now)
    assert next_wake(room.log.board(), room.rundown, now) == now + timedelta(minutes=5)
    room.desk.hold_on_air(OnAirHoldDraft(title="Special", until=now + timedelta(minutes=1)), anchor, now)
    assert next_wake(room.log.board(), room.rundown, now) == now + timedelta(minutes=1)


def test_a_cut_gives_back_by_itself_where_the_clock_then_is(room: Room, clock: FrozenClock, anchor: Actor) -> None:
    until = clock() + timedelta(minutes=40)
    room.desk.hold_on_air(OnAirHoldDraft(segment="news", until=until), anchor, clock())
    ticking = clock_in(room, clock)
    clock.move(minutes=35)
    ticking.settle_once()
    assert segment(room) == "news"
    clock.move(minutes=5)
    ticking.settle_once()
    assert segment(room) == "traffic"
    assert room.rundown.holds().on_air is None


def test_a_store_that_is_away_stops_no_clock(clock: FrozenClock) -> None:
    from tests.any_store import connect
    from tests.conftest import make_room
    from tests.ports import free_port

    nobody = make_room(connect(f"redis://127.0.0.1:{free_port()}"))
    assert clock_in(nobody, clock).settle_once() is None


def test_a_clock_that_finds_the_store_away_goes_round_all_the_same(
    own_valkey: Valkey, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds: list[bool] = []
    monkeypatch.setattr("webapp.clock.tick", lambda: rounds.append(True))
    ticking = clock_in(make_room(connect(own_valkey.url)), clock)
    own_valkey.kill()
    assert ticking.settle_once() is None
    ticking.rank_once()
    assert len(rounds) == 2


def test_a_clock_says_once_that_the_store_is_away_and_once_that_it_is_back(
    own_valkey: Valkey, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticking = clock_in(make_room(connect(own_valkey.url)), clock)
    ticking.settle_once()
    with capture_logs() as said:
        own_valkey.kill()
        for _ in range(3):
            ticking.settle_once()
            ticking.rank_once()
        own_valkey.start()
        for _ in range(2):
            ticking.settle_once()
    assert [line["event"] for line in said if line["event"].startswith("store")] == ["store away", "store back"]
    assert str(said[0]["error"]).startswith("it does not answer")
