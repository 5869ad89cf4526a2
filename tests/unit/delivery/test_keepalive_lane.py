"""A kept connection is answered in the hub; whatever is not ready there is made by its greenlet, or left to gunicorn."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import gevent
import gevent.socket
import pytest

from webapp.delivery.fast_http.keepalive_lane import Later, serve
from webapp.delivery.fast_http.timeouts import PatientSocket

ASKED = b"GET / HTTP/1.1\r\n\r\n"


class Scripted:
    """Answers each request with what comes next in its script; `laters` are those it owes."""

    def __init__(self, *script: Any) -> None:
        self.script = list(script)
        self.asked: list[bytes] = []
        self.laters: list[Later] = []

    def at_once(self, head: bytes, peer: str, server: tuple[str, int], later: Later) -> Any:
        self.asked.append(head)
        self.laters.append(later)
        answer = self.script.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


class Called:
    """A listener's end of a connection, and how its other end was served."""

    def __init__(self, answers: Scripted, keepalive_s: float, open_for_more: Callable[[], bool]) -> None:
        ours, self.socket = gevent.socket.socketpair()
        self.client = PatientSocket(ours, 5.0, 5.0)
        self.client.getsockname = lambda: ("127.0.0.1", 80)
        self.socket.settimeout(5)
        self.served = gevent.spawn(serve, self.client, "127.0.0.1", answers, keepalive_s, open_for_more, set())

    def ask(self, data: bytes = ASKED) -> bytes:
        self.socket.sendall(data)
        return bytes(self.socket.recv(65_536))


@pytest.fixture
def call() -> Iterator[Callable[..., Called]]:
    called: list[Called] = []

    def begin(answers: Scripted, keepalive_s: float = 5.0, open_for_more: Callable[[], bool] = lambda: True) -> Called:
        called.append(Called(answers, keepalive_s, open_for_more))
        return called[-1]

    yield begin
    for one in called:
        one.socket.close()
        one.served.join(5)


def test_what_is_ready_is_answered_and_the_connection_kept(call: Callable[..., Called]) -> None:
    line = call(Scripted(b"one", b"two"))
    assert [line.ask(), line.ask()] == [b"one", b"two"]
    assert not line.served.ready()


def test_what_is_not_ready_is_made_where_it_may_wait(call: Callable[..., Called]) -> None:
    def slowly() -> bytes:
        gevent.sleep(0.01)  # in the hub this would raise
        return b"made"

    line = call(Scripted(slowly, b"ready", slowly))
    assert [line.ask() for _ in range(3)] == [b"made", b"ready", b"made"]


def test_what_nobody_here_answers_is_unread_again_for_the_ordinary_road(call: Callable[..., Called]) -> None:
    line = call(Scripted(b"ready", lambda: None))
    line.ask()
    line.socket.sendall(b"POST /panel HTTP/1.1\r\n")
    assert line.served.get(timeout=5) is False
    with gevent.Timeout(5):
        assert (line.client.recv(5), line.client.recv(8_192)) == (b"POST ", b"/panel HTTP/1.1\r\n")
    line.socket.sendall(b"more")
    with gevent.Timeout(5):
        assert line.client.recv(8_192) == b"more"


def test_a_request_that_comes_while_an_answer_is_owed_waits_its_turn(call: Callable[..., Called]) -> None:
    answers = Scripted(None, b"second")
    line = call(answers)
    line.socket.sendall(b"first")
    gevent.sleep(0.01)
    line.socket.sendall(b"next")
    began = time.thread_time()
    gevent.sleep(0.2)
    assert answers.asked == [b"first"]
    assert time.thread_time() - began < 0.1, "nobody looks again and again at what has to wait"
    answers.laters[0](b"first,")
    got = b""
    while len(got) < len(b"first,second"):
        got += line.socket.recv(100)
    assert got == b"first,second"
    assert answers.asked == [b"first", b"next"]


def test_whoever_hangs_up_while_an_answer_is_owed_harms_nobody(call: Callable[..., Called]) -> None:
    answers = Scripted(None)
    line = call(answers)
    line.socket.sendall(ASKED)
    gevent.sleep(0.01)
    line.socket.close()
    gevent.sleep(0.01)
    answers.laters[0](b"too late")
    assert line.served.get(timeout=5) is True
    answers.laters[0](b"even later")


def test_who_says_nothing_for_long_is_let_go_but_not_while_we_owe_an_answer(call: Callable[..., Called]) -> None:
    answers = Scripted(None)
    silent, waiting = call(Scripted(), keepalive_s=0.05), call(answers, keepalive_s=0.05)
    waiting.socket.sendall(ASKED)
    assert silent.socket.recv(10) == b""
    gevent.sleep(0.15)
    answers.laters[0](b"at last")
    assert waiting.socket.recv(10) == b"at last"
    assert waiting.socket.recv(10) == b""


def test_going_down_a_busy_connection_is_closed_behind_its_answer(call: Callable[..., Called]) -> None:
    stays = [True, False]
    line = call(Scripted(b"one", b"two"), open_for_more=lambda: stays.pop(0))
    assert [line.ask(), line.ask()] == [b"one", b"two"]
    assert line.socket.recv(10) == b""


def test_an_answer_larger_than_the_kernel_takes_is_sent_whole(call: Callable[..., Called]) -> None:
    whole = bytes(5_000_000)
    line = call(Scripted(whole, b"next"))
    line.socket.sendall(ASKED)
    got = 0
    while got < len(whole):
        got += len(line.socket.recv(65_536))
    assert line.ask() == b"next"


def test_an_error_of_ours_closes_this_connection_and_no_other(call: Callable[..., Called]) -> None:
    broken, well = call(Scripted(ValueError("a bug"))), call(Scripted(b"fine"))
    assert broken.ask() == b""
    assert well.ask() == b"fine"


def test_what_was_read_before_is_answered_first() -> None:
    ours, theirs = gevent.socket.socketpair()
    client = PatientSocket(ours, 5.0, 5.0)
    client.getsockname = lambda: ("127.0.0.1", 80)
    answers = Scripted(b"one", b"two")
    served = gevent.spawn(serve, client, "127.0.0.1", answers, 5.0, lambda: True, set(), ASKED)
    assert theirs.recv(10) == b"one"
    theirs.sendall(b"more")
    assert theirs.recv(10) == b"two"
    assert answers.asked == [ASKED, b"more"]
    theirs.close()
    served.join(5)
