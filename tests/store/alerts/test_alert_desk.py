"""Alerts at the desk: what people decide, and what two processes do at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.conftest import Room, make_room
from tests.unit.alerts.messages import NOON, cancel, message
from webapp.desk.alerts import Arrived
from webapp.newsroom.alerts.cap import CapMessage
from webapp.newsroom.alerts.chain import Ledger
from webapp.newsroom.alerts.items import AlertWords
from webapp.newsroom.alerts.node import POSTED
from webapp.newsroom.errors import NotFound, Stale
from webapp.newsroom.staff import Actor
from webapp.store.alerts import alerts as alert_store
from webapp.store.alerts.alerts import Alerts, LedgerRead
from webapp.store.core import keys

POLLING = Actor(name="alerts", role="system")
A = message("a")


def poll(room: Room, *messages: CapMessage) -> None:
    room.desk.take_alerts([Arrived(one, "feed:bureau") for one in messages], POLLING, NOON)


def post(room: Room, *messages: CapMessage) -> None:
    room.desk.take_alerts([Arrived(one, POSTED, granted=True) for one in messages], POLLING, NOON)


def shown(room: Room) -> list[str]:
    return [item.headline for item in room.log.board().alerts]


def test_a_polled_alert_waits_and_is_in_force_once_a_person_says_so(room: Room, editor: Actor) -> None:
    poll(room, A)
    assert [node.key for node in room.alerts.living("draft")] == [A.key] and not shown(room)
    room.desk.decide_alert(A.key, True, editor, NOON)
    assert shown(room) == ["The river rises"] and not room.alerts.living("draft")


def test_an_editors_own_words_stand_in_each_language(room: Room, editor: Actor) -> None:
    poll(room, A)
    words = [AlertWords(language="fil", headline="Tumataas ang ilog", instruction="Lumikas.")]
    room.desk.decide_alert(A.key, True, editor, NOON, words)
    item = room.log.board().alerts[0]
    assert (item.headline, item.in_language("fil").headline) == ("The river rises", "Tumataas ang ilog")


def test_an_alert_that_was_put_aside_can_be_fetched_back(room: Room, editor: Actor) -> None:
    poll(room, A)
    room.desk.decide_alert(A.key, False, editor, NOON)
    assert [node.decided_by for node in room.alerts.living("aside")] == [editor.name]
    room.desk.decide_alert(A.key, True, editor, NOON)
    assert shown(room)


def test_what_was_replaced_meanwhile_can_not_be_put_in_force(room: Room, editor: Actor) -> None:
    poll(room, A)
    poll(room, message("b", A))
    with pytest.raises(Stale):
        room.desk.decide_alert(A.key, True, editor, NOON)
    with pytest.raises(NotFound):
        room.desk.decide_alert("nothing", True, editor, NOON)


def test_a_cancel_that_comes_while_the_alert_is_decided_upon_is_not_lost(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither writes an event before the other reads: the board alone would not tell them of each other."""
    other = make_room(room.store)
    read: Callable[..., LedgerRead] = Alerts.ledger
    asked: list[Ledger] = []

    def read_and_let_the_other_go_first(self: Alerts, wanted: object = ()) -> LedgerRead:
        found = read(self, wanted)
        asked.append(found.ledger)
        if len(asked) == 1:
            poll(other, cancel("c", A))
        return found

    monkeypatch.setattr(Alerts, "ledger", read_and_let_the_other_go_first)
    post(room, A)
    assert not shown(room) and len(asked) == 3


def test_the_oldest_that_are_over_are_forgotten_and_what_they_replaced_does_not_come_back(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alert_store, "MAX_NODES", 4)
    old = message("old", sent=NOON - timedelta(days=2))
    poll(room, cancel("c1", old, sent=NOON - timedelta(days=1)), cancel("c2", message("x")), cancel("c3", message("y")))
    assert room.desk.settle_alerts(NOON) is not None
    post(room, A, old)
    assert room.store.hlen(keys.ALERTS) == 6 and len(shown(room)) == 1


def test_of_too_many_that_wait_the_oldest_are_dropped(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alert_store, "MAX_LIVING", 3)
    for n in range(5):
        room.desk.take_alerts([Arrived(message(f"a{n}"), "feed:x")], POLLING, NOON + timedelta(minutes=n))
    room.desk.settle_alerts(NOON + timedelta(minutes=9))
    assert [node.message and node.message.identifier for node in room.alerts.living("draft")] == ["a4", "a3", "a2"]
