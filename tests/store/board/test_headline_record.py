"""The record of headlines: it outlives the board, says what was corrected, and holds no word of what was withdrawn."""

from __future__ import annotations

from datetime import timedelta

import orjson
import pytest

from tests.conftest import NOON, Room
from webapp.delivery.relay import Relay
from webapp.newsroom.drafts import BreakingDraft, Correction, Withdrawal
from webapp.newsroom.errors import Invalid, Stale
from webapp.newsroom.staff import Actor
from webapp.store.board.replica import Replica
from webapp.store.core import keys

LATER = NOON + timedelta(hours=2)


class WebProcess:
    """What one web process has in memory, fed by the log as it is on the air."""

    def __init__(self, room: Room) -> None:
        self.replica, self._log = Replica("Asia/Manila"), room.log
        self._relay = Relay(room.log, room.articles, room.rundown, room.revisions, self.replica, lambda: NOON)
        self.follow()

    def follow(self) -> None:
        assert self._relay.pump_once(0.01)
        while self.replica.board.seq < self._log.board().seq:
            assert self._relay.pump_once(0.01)


def push(room: Room, by: Actor, headline: str = "Ferry runs again") -> str:
    draft = BreakingDraft(headline=headline, priority="urgent", expires_in=3600)
    return str(room.desk.publish_breaking(draft, by, NOON).id)


def over(room: Room, by: Actor, headline: str = "Ferry runs again") -> str:
    item_id = push(room, by, headline)
    room.desk.expire_breaking(NOON + timedelta(hours=1))
    return item_id


def test_a_headline_that_is_over_stays_in_the_record_of_old_and_new_processes(room: Room, anchor: Actor) -> None:
    running = WebProcess(room)
    item_id = over(room, anchor)
    running.follow()
    for process in (running, WebProcess(room)):
        record = process.replica.headlines.get(item_id)
        assert record and record.state(LATER) == "expired" and record.item.headline == "Ferry runs again"
        assert record.ended_at(LATER) == NOON + timedelta(hours=1)


def test_a_process_that_followed_and_one_that_started_later_have_the_same_record(
    room: Room, anchor: Actor, editor: Actor
) -> None:
    running = WebProcess(room)
    for number in range(3):
        item_id = push(room, anchor, f"Ferry {number}")
        change = Correction(rev=1, reason="Typo", headline=f"Ferry no. {number}")
        room.desk.correct_breaking(item_id, change, editor, NOON + timedelta(minutes=number))
    room.desk.withdraw_breaking(item_id, Withdrawal(rev=2, reason="Not so"), anchor, LATER)
    running.follow()
    old, new = (process.replica.headlines.newest(9) for process in (running, WebProcess(room)))
    assert old == new and sorted(len(record.revisions) for record in new) == [2, 2, 3]


def test_a_wrong_headline_can_be_withdrawn_after_its_time_is_over(room: Room, anchor: Actor) -> None:
    item_id = over(room, anchor)
    room.desk.withdraw_breaking(item_id, Withdrawal(rev=2, reason="Never confirmed"), anchor, LATER)
    record = WebProcess(room).replica.headlines.get(item_id)
    assert record and record.state(LATER) == "withdrawn"
    assert room.log.board().breaking == ()
    with pytest.raises(Stale, match="withdrawn"):
        room.desk.withdraw_breaking(item_id, Withdrawal(rev=3, reason="Again"), anchor, LATER)


def test_one_that_is_over_can_be_corrected_and_does_not_come_back_on_the_board(room: Room, anchor: Actor) -> None:
    item_id = over(room, anchor)
    change = Correction(rev=2, reason="It was Batangas", headline="Ferry to Batangas runs again")
    room.desk.correct_breaking(item_id, change, anchor, LATER)
    record = WebProcess(room).replica.headlines.get(item_id)
    assert record and record.public(LATER)["headline"] == "Ferry to Batangas runs again"
    assert record.state(LATER) == "expired" and room.log.board().breaking == ()
    with pytest.raises(Invalid, match="expires_in"):
        room.desk.correct_breaking(item_id, Correction(rev=3, reason="Up again", expires_in=600), anchor, LATER)


def test_who_was_slower_than_another_correction_is_told_so_in_the_record_too(room: Room, anchor: Actor) -> None:
    item_id = over(room, anchor)
    room.desk.correct_breaking(item_id, Correction(rev=2, reason="First", body="At noon"), anchor, LATER)
    with pytest.raises(Stale) as refusal:
        room.desk.correct_breaking(item_id, Correction(rev=2, reason="Second", body="At one"), anchor, LATER)
    assert refusal.value.extra["did"] == "corrected"


def test_what_the_public_gets_of_a_withdrawn_headline_has_no_word_of_it_and_no_names(
    room: Room, anchor: Actor, editor: Actor
) -> None:
    item_id = push(room, anchor, "The mayor has resigned")
    room.desk.correct_breaking(item_id, Correction(rev=1, reason="Typo", body="She resigned."), editor, NOON)
    room.desk.withdraw_breaking(item_id, Withdrawal(rev=2, reason="It was another mayor"), editor, LATER)
    record = WebProcess(room).replica.headlines.get(item_id)
    assert record
    said = orjson.dumps(record.public(LATER)).decode()
    assert "resigned" not in said and "It was another mayor" in said
    assert anchor.name not in said and editor.name not in said


def test_a_headline_whose_time_ends_is_over_though_no_clock_has_written_that_down(room: Room, anchor: Actor) -> None:
    item_id = push(room, anchor)
    record = WebProcess(room).replica.headlines.get(item_id)
    assert record and [record.state(NOON), record.state(LATER)] == ["current", "expired"]


def test_a_headline_of_an_older_build_is_in_the_record_while_it_is_on_the_board(room: Room, anchor: Actor) -> None:
    item_id = push(room, anchor)
    room.store.delete(keys.HEADLINES)
    assert WebProcess(room).replica.headlines.get(item_id)


def test_a_record_that_this_build_cannot_read_leaves_the_others_alone(room: Room, anchor: Actor) -> None:
    strange, plain = push(room, anchor, "Strange"), push(room, anchor, "Plain")
    room.store.delete(keys.revisions(strange))
    pipe = room.store.pipeline()
    pipe.execute_command("RPUSH", keys.revisions(strange), b'{"action": "sung", "at": 7}')
    pipe.execute()
    headlines = WebProcess(room).replica.headlines
    assert headlines.get(strange) is None and headlines.get(plain)
