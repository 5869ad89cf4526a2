"""The log in a real store: one history at a time, dense, and honest about what it cannot know."""

from __future__ import annotations

from typing import Any

import pytest

from tests.any_store import connect
from tests.conftest import NOON, Room, Valkey, make_room
from webapp.newsroom.board import BREAKING_CAP, Board, Former, apply
from webapp.newsroom.errors import LeaseLost, StoreAway
from webapp.newsroom.events import BreakingChange, Event
from webapp.newsroom.model import BreakingItem
from webapp.store.board.commits import Commit
from webapp.store.board.fence import OLDER_FOR_S, Fence
from webapp.store.board.parts import changed_parts
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


def test_a_commit_writes_the_parts_that_it_changes(room: Room) -> None:
    for n in range(3):
        room.log.commit(headline_change(room.log.board(), f"id-{n}", f"Headline {n}"))
    newest = headline_change(make_room(room.store).log.board(), "id-3", "The newest")
    written = changed_parts(newest.base, newest.after)
    assert (set(written.parts), written.gone, written.order) == ({"breaking/id-3"}, [], [("LPUSH", keys.ORDER, "id-3")])
    room.log.commit(newest)
    assert [item.headline for item in make_room(room.store).log.board().breaking][:2] == ["The newest", "Headline 2"]


def headline_change(base: Board, id: str, headline: str) -> Commit:
    item = BreakingItem(id=id, rev=1, headline=headline, priority="urgent", published_at=NOON)
    body = BreakingChange(action="published", item=item).dump()
    event = Event(epoch=base.epoch, seq=base.seq + 1, at=NOON, type="breaking", body=body)
    return Commit(base, apply(base, event), event, {"epoch": base.epoch, "seq": event.seq})


def test_the_fifty_first_headline_takes_the_place_of_the_first(room: Room) -> None:
    for n in range(BREAKING_CAP + 1):
        room.log.commit(headline_change(room.log.board(), f"id-{n}", f"Headline {n}"))
    assert room.store.llen(keys.ORDER) == BREAKING_CAP and not room.store.hexists(keys.PARTS, "breaking/id-0")
    assert make_room(room.store).log.board().breaking == room.log.board().breaking


def test_parts_that_are_not_of_the_board_are_written_anew(room: Room) -> None:
    """As after a build before 0.2.0, which wrote its board elsewhere, and whole."""
    for n in range(2):
        room.log.commit(headline_change(room.log.board(), f"id-{n}", f"Headline {n}"))
    known = room.log.board()
    room.store.hset(keys.PARTS, mapping={"seq": 1, "breaking/id-9": "{}"})
    room.store.set(keys.BOARD, b"{}")
    room.log.commit(headline_change(known, "id-2", "Headline 2"))
    assert not room.store.exists(keys.BOARD) and not room.store.hexists(keys.PARTS, "breaking/id-9")
    assert len(make_room(room.store).log.board().breaking) == 3


def test_a_restart_names_the_epoch_before_and_a_flush_does_not(room: Room) -> None:
    room.log.commit(change(room.log.board()))
    before = room.log.board()
    room.store.hset(keys.META, "run_id", "another server's")
    after = room.log.board()
    assert after.succeeds == (Former(epoch=before.epoch, seq=1),)
    missed = make_room(room.store).log.since(before.epoch, 0)
    assert [e.seq for e in missed.events] == [1] and missed.succeeds == after.succeeds
    assert room.log.since(before.epoch, 2).board is not None
    room.store.flushall()
    assert room.log.board().succeeds == ()


def test_at_most_eight_epochs_are_named(room: Room) -> None:
    room.log.commit(change(room.log.board()))
    met: list[str] = []
    for n in range(10):
        met.insert(0, room.log.board().epoch)
        room.store.hset(keys.META, "run_id", f"server {n}")
    assert [former.epoch for former in room.log.board().succeeds] == met[:8]


def test_entries_past_the_top_are_nobodys(room: Room) -> None:
    room.log.commit(change(room.log.board()))
    _, entry = room.store.xrange(keys.LOG)[0]
    room.store.xadd(keys.LOG, entry, id="2-0")
    assert room.log.board().succeeds == ()


def test_an_epoch_begins_later_than_the_one_before_though_the_servers_clock_is_behind(room: Room) -> None:
    room.log.commit(change(room.log.board()))
    room.store.hset(keys.META, mapping={"epoch": "abcdef01-7fffffffffff0", "run_id": "another"})
    assert room.log.board().epoch.endswith("-7fffffffffff1")


def test_a_history_of_the_past_is_refused_until_nothing_else_is_met_for_a_while() -> None:
    now = [0.0]
    fence = Fence(lambda: now[0])
    for epoch in ("a-10", "b-20", "b-20"):
        fence.check(epoch)
    with pytest.raises(StoreAway):
        fence.check("a-10")
    now[0] += OLDER_FOR_S - 1
    with pytest.raises(StoreAway):
        fence.check("a-10")
    fence.check("b-20")
    with pytest.raises(StoreAway):
        fence.check("a-10")
    now[0] += OLDER_FOR_S
    fence.check("a-10")
    fence.check("a-10")


def test_news_that_nobody_published_are_found_all_the_same(room: Room) -> None:
    epoch = room.log.board().epoch
    listening = make_room(room.store).log
    assert listening.news(epoch, 0, 0.01).events == []
    commit_in_silence(room)
    assert [e.seq for e in listening.news(epoch, 0, 0.01).events] == [1]
    assert listening._news.subscribe(), "a line on which nobody said so is made anew"


def commit_in_silence(room: Room) -> None:
    """One commit whose word is lost."""
    base = room.log.board()
    written = change(base)
    words = written.words(None, whole=True)
    words[16] = "{airwire}:nobody"
    room.log._confirmed.run(room.log._commit, written.keys, words, lambda _: True)
