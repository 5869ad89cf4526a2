"""The relay, step by step, on a real log."""

from __future__ import annotations

from collections.abc import Sequence

import redis

from tests.any_store import connect
from tests.conftest import NOON, Room, make_room
from tests.store.board.test_log import change
from webapp.delivery.relay import Relay
from webapp.newsroom.events import Event
from webapp.store.board.log import Log
from webapp.store.board.replica import Replica
from webapp.store.core import keys


class Heard:
    def __init__(self) -> None:
        self.seqs: list[int] = []
        self.snapshots = 0

    def events(self, events: Sequence[Event]) -> None:
        self.seqs += [event.seq for event in events]

    def snapshot(self) -> None:
        self.snapshots += 1


def test_an_entry_that_cannot_be_read_costs_a_snapshot_and_not_the_tail(room: Room) -> None:
    replica, heard = Replica("UTC"), Heard()
    relay = Relay(room.log, room.articles, room.rundown, room.revisions, replica, lambda: NOON)
    relay.add(heard)
    room.log.commit(change(room.log.board()))
    assert relay.pump_once(0.01) and (replica.board.seq, heard.snapshots) == (1, 1)

    broken = room.log.board()
    room.log.commit(change(broken))
    fields = dict(room.store.xrange(keys.LOG, "2-0", "2-0")[0][1]) | {b"body": b"{not JSON"}
    room.store.xdel(keys.LOG, "2-0")
    room.store.delete(keys.LOG)
    room.store.xadd(keys.LOG, fields, id="2-0")
    relay.step()
    assert relay.step() and (replica.board.seq, heard.snapshots) == (2, 2)

    make_room(room.store).log.commit(change(replica.board))
    assert relay.step() and heard.seqs == [3]


class NamedPrimary:
    """A Sentinel, as far as it is asked."""

    place: tuple[str, int] | None = ("10.0.0.1", 6379)

    def primary_of(self, service: str) -> tuple[str, int]:
        if self.place is None:
            raise redis.TimeoutError
        return self.place


def test_a_primary_that_was_replaced_on_purpose_is_left_although_it_answers_on() -> None:
    """It takes itself for one for ten seconds more, and says that there is nothing new."""
    log = Log(connect("redis+sentinel://127.0.0.1:9/airwire/0"))
    primary, sentinel = log._store.connection_pool.primary, NamedPrimary()
    primary._sentinels = [sentinel]  # type: ignore[list-item]
    log.look_for_primary()
    before = primary.moves
    log.look_for_primary()
    assert primary.moves == before, "where it is, it stays"
    sentinel.place = ("10.0.0.2", 6379)
    log.look_for_primary()
    assert primary.moves == before + 1, "connections of before are not used again"
    sentinel.place = None
    log.look_for_primary()
    assert primary.place == ("10.0.0.2", 6379)
