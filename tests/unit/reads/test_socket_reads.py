"""Reads over open sockets, from the listener's side: what is taken, what waits, and what goes back together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

import gevent
import pytest

from webapp.delivery.socketio import reads as socketio_reads
from webapp.delivery.socketio.handshakes import keep
from webapp.delivery.socketio.reads import SocketReads
from webapp.newsroom.errors import Invalid

REPORT = '["read",{"article":"rice","token":"t"}]'


class Counter:
    """Remembers whom to tell."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Mapping[str, Any], Callable[[Any], None]]] = []

    def by_handshake(self, environ: Mapping[str, Any]) -> str:
        return str(environ["HTTP_USER_AGENT"])

    def over_socket(self, reader: str, report: Mapping[str, Any], told: Callable[[Any], None]) -> None:
        if report.get("article") == "wrong":
            raise Invalid("article: is wrong")
        if report.get("article") == "broken":
            raise ZeroDivisionError
        self.asked.append((reader, report, told))


class Heard:
    """A listener's connection; the loop's callbacks run when `turn` is called."""

    def __init__(self, agent: str = "phone") -> None:
        self.handshake = keep({"HTTP_USER_AGENT": agent}, "198.51.100.7")
        self.pool = SimpleNamespace(loop=SimpleNamespace(run_callback=turns.append))
        self.writes: list[bytes] = []

    def write(self, data: bytes) -> None:
        self.writes.append(data)


turns: list[Callable[[], None]] = []


@pytest.fixture(autouse=True)
def no_turns_left() -> None:
    turns.clear()


def turn() -> None:
    while turns:
        turns.pop(0)()


def reads() -> tuple[Any, Counter]:
    counter = Counter()
    return SocketReads(counter), counter


def test_the_answers_of_a_moment_go_to_a_listener_in_one_piece() -> None:
    told, counter = reads()
    ana, ben = Heard("ana"), Heard("ben")
    assert all(told.take(who, f"2{n}{REPORT}", False) for n in range(3) for who in (ana, ben))
    assert [reader for reader, _, _ in counter.asked] == ["ana", "ben"] * 3
    for _, _, heard in counter.asked:
        heard("counted")
    assert ana.writes == ben.writes == []
    turn()
    assert [len(ana.writes), len(ben.writes)] == [1, 1]
    assert ana.writes[0].count(b'[{"counted":true}]') == 3 and b"430[" in ana.writes[0] and b"432[" in ana.writes[0]


def test_a_read_that_asks_for_no_answer_is_counted_all_the_same() -> None:
    told, counter = reads()
    ana = Heard()
    assert told.take(ana, "2" + REPORT, False)
    counter.asked[0][2]("counted")
    turn()
    assert ana.writes == []


def test_what_is_wrong_with_a_read_is_told_to_its_sender() -> None:
    told, _ = reads()
    ana = Heard()
    assert told.take(ana, '27["read",{"article":"wrong"}]', False)
    assert told.take(ana, '28["read",{"article":"broken"}]', False)
    turn()
    assert b'437[{"counted":false,"code":"invalid","error":"article: is wrong"}]' in ana.writes[0]
    assert b'438[{"counted":false,"code":"internal"' in ana.writes[0]
    assert b"ZeroDivision" not in ana.writes[0]


@pytest.mark.parametrize(
    "report",
    [
        '["read"]',
        '["read",null]',
        '["read",[]]',
        '["read",7,8]',
        r'["read",{"article":"\ud800","token":"t"}]',
        r'["read",{"article":"rice","token":"t","\udfff":1}]',
    ],
)
def test_what_is_no_report_is_counted_as_an_empty_one(report: str) -> None:
    told, counter = reads()
    assert told.take(Heard(), "21" + report, False)
    assert counter.asked[0][1] == {}


@pytest.mark.parametrize(
    "message",
    [
        "0",
        '2["resume",{}]',
        '2/other,1["read",{}]',
        '2007["read",{}]',
        '21["read",',
        '21["read"}',
        r'21["read","\ud800"',
        '21["read",' + "[" * 60_000,
        '21["reader",{}]',
        "",
    ],
)
def test_any_other_message_is_left_alone(message: str) -> None:
    told, counter = reads()
    assert not told.take(Heard(), message, False)
    assert counter.asked == []


def test_more_than_may_wait_for_the_store_stay_with_their_listeners(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socketio_reads, "MAX_PENDING_READS", 2)
    told, counter = reads()
    ana = Heard()
    assert [told.take(ana, f"2{n}{REPORT}", False) for n in range(3)] == [True, True, False]
    assert not told.take(ana, "2not json", False)
    later = gevent.spawn(told.take, ana, f"22{REPORT}", True)
    gevent.sleep(0)
    assert len(counter.asked) == 2
    counter.asked[0][2]("counted")
    assert later.get(timeout=5) is True
    assert len(counter.asked) == 3


def test_a_refused_read_leaves_its_room_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socketio_reads, "MAX_PENDING_READS", 1)
    told, counter = reads()
    ana = Heard()
    for message in ('21["read",{"article":"wrong"}]', '22["read",{"article":"broken"}]'):
        assert told.take(ana, message, False)
    assert not told.take(ana, '23["read",', False)
    assert told.take(ana, f"24{REPORT}", False)
    assert len(counter.asked) == 1
