"""The log in a real store: one history at a time, dense, and honest about what it cannot know."""

from __future__ import annotations

from typing import Any

import pytest

from tests.any_store import connect
from tests.conftest import NOON, Room, Valkey, make_room
from webapp.newsroom.board import Board, apply
from webapp.newsroom.errors import LeaseLost, StoreAway
from webapp.newsroom.events import BreakingChange, Event
from webapp.newsroom.model import BreakingItem
from webapp.store.board.commits import Commit
from webapp.store.core import keys


def change(base: Board, headline: str = "Ferry runs again", **more: Any) -> Commit:
    item = BreakingItem(id="a", rev=1, headline=headline, priority="urgent", published_at=NOON)
    body = BreakingChange(action="published", item=item)
    event = Event(epoch=base.epoch, seq=base.seq + 1, at=NOON, type="breaking", body=body.dump())
    return Commit(base, apply(base, event), event, {"epoch": base.epoch, "seq": event.seq}, **more)


def test_an_empty_store_has_an_empty_board_with_an_epoch(room: Room) -> None:
    board = room.log.board()
    assert board.epoch and board.seq == 0 and board.breaking == ()


def test_a_commit_is_on_the_board_and_on_the_log(room: Room) -> None:
    base = room.log.board()
    assert room.log.commit(change(base)) == {"epoch": base.epoch, "seq": 1}
    assert room.log.board().breaking[0].headline == "Ferry runs again"
    missed = room.log.since(base.epoch, 0)
    assert [(e.seq, e.type) for e in missed.events] == [(1, "breaking")] and missed.board is None


def test_who_decided_upon_an_old_board_has_to_decide_again(room: Room) -> None:
    base = room.log.board()
    room.log.commit(change(base))
    assert room.log.commit(change(base, "Too late")) is None
    assert room.log.board().seq == 1


def test_who_is_up_to_date_missed_nothing(room: Room) -> None:
    base = room.log.board()
    room.log.commit(change(base))
    missed = room.log.since(base.epoch, 1)
    assert missed.events == [] and missed.board is None


def test_whoever_waits_is_told_the_news_as_the_log_has_it(room: Room) -> None:
    base = room.log.board()
    for _ in range(2):
        room.log.commit(change(room.log.board()))
    news = room.log.news(base.epoch, 0, 5)
    assert (news.epoch, news.top, [e.seq for e in news.events]) == (base.epoch, 2, [1, 2])


def test_whoever_waits_in_vain_is_told_which_history_it_is(room: Room) -> None:
    base = room.log.board()
    assert room.log.news(base.epoch, 0, 0.01).events == []
    assert room.log.news("someone-elses", 0, 0.01).board == base


@pytest.mark.parametrize("seq", [0, 1])
def test_news_with_a_gap_before_them_are_no_news_but_a_whole_board(room: Room, seq: int) -> None:
    for _ in range(3):
        base = room.log.board()
        room.log.commit(change(base))
    room.store.xtrim(keys.LOG, maxlen=1, approximate=False)
    assert room.log.news(base.epoch, seq, 5).board is not None


def test_news_of_another_history_are_no_news_but_a_whole_board(room: Room) -> None:
    room.log.commit(change(room.log.board()))
    missed = room.log.news("someone-elses", 0, 5)
    assert missed.board is not None and missed.board.seq == 1


def test_another_epoch_gets_the_whole_board(room: Room) -> None:
    room.log.commit(change(room.log.board()))
    missed = room.log.since("someone-elses", 1)
    assert missed.board is not None and missed.board.seq == 1


def test_a_place_that_is_no_longer_on_the_log_gets_the_whole_board(room: Room) -> None:
    base = room.log.board()
    for _ in range(3):
        base = room.log.board()
        room.log.commit(change(base))
    room.store.xtrim(keys.LOG, maxlen=1, approximate=False)
    assert room.log.since(base.epoch, 0).board is not None
    assert [e.seq for e in room.log.since(base.epoch, 2).events] == [3]


def test_a_place_in_the_future_gets_the_whole_board(room: Room) -> None:
    assert room.log.since(room.log.board().epoch, 99).board is not None


def test_a_flush_starts_another_epoch(room: Room) -> None:
    before = room.log.board()
    room.log.commit(change(before))
    room.store.flushall()
    after = room.log.board()
    assert after.epoch != before.epoch and after.seq == 0


def test_a_lost_tail_starts_another_epoch_and_never_reuses_a_place(room: Room) -> None:
    """What a restore from a backup or a lagging replica looks like: the top remembers more than the log has."""
    for _ in range(3):
        base = room.log.board()
        room.log.commit(change(base))
    room.store.xdel(keys.LOG, "3-0")
    after = room.log.board()
    assert after.epoch != base.epoch and after.seq == 3
    assert room.log.board().epoch == after.epoch
    room.log.commit(change(after))
    assert [e.seq for e in room.log.since(after.epoch, after.seq).events] == [after.seq + 1]


def test_a_restarted_server_keeps_every_word_under_another_epoch(own_valkey: Valkey) -> None:
    room = make_room(connect(own_valkey.url))
    before = room.log.board()
    room.log.commit(change(before))
    own_valkey.kill()
    with pytest.raises(StoreAway):
        room.log.board()
    own_valkey.start()
    after = room.log.board()
    assert after.epoch != before.epoch
    assert after.breaking[0].headline == "Ferry runs again" and after.seq == 1


def test_a_repeated_key_gets_the_first_receipt_and_changes_nothing(room: Room) -> None:
    base = room.log.board()
    again = {"done_key": keys.idempotency("k", "Ligaya"), "fingerprint": "f"}
    first = room.log.commit(change(base, **again))
    assert room.log.commit(change(room.log.board(), "Twice", **again)) == first
    assert room.log.board().seq == 1


def test_a_clock_that_lost_its_lease_cannot_write(room: Room) -> None:
    room.store.hset(keys.LEASE, mapping={"holder": "new", "token": "8"})
    with pytest.raises(LeaseLost):
        room.log.commit(change(room.log.board(), lease_token="7"))
    assert room.log.board().seq == 0


def test_all_or_nothing_goes_with_a_commit(room: Room) -> None:
    base = room.log.board()
    room.log.commit(change(base))
    stale = change(base, writes=[("SET", keys.GRID, "never")])
    assert room.log.commit(stale) is None
    assert room.store.get(keys.GRID) is None


def test_the_board_in_the_store_is_what_replaying_the_log_gives(room: Room) -> None:
    epoch = room.log.board().epoch
    for n in range(5):
        room.log.commit(change(room.log.board(), f"Headline {n}"))
    board = Board(epoch=epoch)
    for event in room.log.since(epoch, 0).events:
        board = apply(board, event)
    assert room.log.since("", 0).board == board
