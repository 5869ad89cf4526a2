"""Whatever strangers order is done by lane, once for all who want the same, and never without end."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event, Lock, Semaphore
from typing import Any

import pytest

from tests.web.server import wait_for
from webapp.newsroom.errors import Busy, TooMany
from webapp.web import work_lanes
from webapp.web.work_lanes import WorkLane


class Slow:
    """Work that takes until it is `let_go`; `begun` is released with each, `most` is how many were done at once."""

    def __init__(self) -> None:
        self.let_go, self.begun = Event(), Semaphore(0)
        self.done = self.most = self._now = 0

    def __call__(self) -> int:
        self._now += 1
        self.most = max(self.most, self._now)
        self.begun.release()
        assert self.let_go.wait(20)
        self._now -= 1
        self.done += 1
        return self.done


@pytest.fixture
def slow() -> Slow:
    return Slow()


def test_all_who_want_the_same_share_one_piece_of_work(slow: Slow, monkeypatch: pytest.MonkeyPatch) -> None:
    lane, joined, wait = WorkLane(), Semaphore(0), work_lanes._Job.outcome

    def outcome(job: work_lanes._Job) -> Any:
        joined.release()
        return wait(job)

    monkeypatch.setattr(work_lanes._Job, "outcome", outcome)
    with ThreadPoolExecutor() as pool:
        first = pool.submit(lane.do, "june", slow)
        assert slow.begun.acquire(timeout=5)
        others = [pool.submit(lane.do, "june", slow) for _ in range(3)]
        assert all(joined.acquire(timeout=5) for _ in others)
        slow.let_go.set()
        assert [asked.result(5) for asked in (first, *others)] == [1, 1, 1, 1]
    assert slow.done == 1 and lane.under_way == 0


def test_other_work_waits_for_its_turn(slow: Slow) -> None:
    lane = WorkLane()
    with ThreadPoolExecutor() as pool:
        asked = [pool.submit(lane.do, month, slow) for month in ("june", "july", "august")]
        wait_for(lambda: lane.under_way == 3, 5)
        slow.let_go.set()
        assert sorted(one.result(5) for one in asked) == [1, 2, 3]
    assert slow.most == 1


def test_of_all_that_strangers_order_one_piece_is_done_at_a_time(slow: Slow) -> None:
    gate = Lock()
    lanes = [WorkLane(gate=gate) for _ in range(3)]
    with ThreadPoolExecutor() as pool:
        asked = [pool.submit(lane.do, "june", slow) for lane in lanes]
        wait_for(lambda: all(lane.under_way for lane in lanes), 5)
        slow.let_go.set()
        assert sorted(one.result(5) for one in asked) == [1, 2, 3]
    assert slow.most == 1


def test_the_queue_is_bounded_for_one_address_and_for_all(slow: Slow) -> None:
    lane = WorkLane(max_waiting=3, max_waiting_each=2)
    with ThreadPoolExecutor() as pool:

        def ask(number: int, who: str) -> Future[Any]:
            return pool.submit(lane.do, number, slow, who)

        asked = [ask(1, "203.0.113.7"), ask(2, "203.0.113.7")]
        wait_for(lambda: lane.under_way_of("203.0.113.7") == 2, 5)
        with pytest.raises(TooMany):
            lane.do(3, slow, "203.0.113.7")
        asked.append(ask(4, "198.51.100.1"))
        wait_for(lambda: lane.under_way == 3, 5)
        with pytest.raises(Busy) as refusal:
            lane.do(5, slow, "192.0.2.9")
        assert refusal.value.status == 503 and refusal.value.extra["retry_after_s"] > 0
        own = pool.submit(lane.do, 6, slow, own=True)  # what the station itself needs is never refused
        slow.let_go.set()
        assert {one.result(5) for one in (*asked, own)} == {1, 2, 3, 4}
    assert lane.under_way == 0


def test_what_fails_fails_for_all_who_asked_and_is_tried_again_by_the_next(slow: Slow) -> None:
    lane = WorkLane()

    def fails() -> None:
        slow()
        raise ValueError("no such day")

    with ThreadPoolExecutor() as pool:
        first = pool.submit(lane.do, "june", fails)
        assert slow.begun.acquire(timeout=5)
        second = pool.submit(lane.do, "june", fails)
        wait_for(second.running, 5)
        slow.let_go.set()
        for asked in (first, second):
            with pytest.raises(ValueError, match="no such day"):
                asked.result(5)
    assert lane.do("june", lambda: "sound") == "sound"


class Hands:
    """A clock that stands still but for what is slept and worked."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def work(self, seconds: float) -> Callable[[], None]:
        def do() -> None:
            self.now += seconds

        return do


def test_the_loop_has_half_of_the_time_for_itself_however_many_ask() -> None:
    hands = Hands()
    lane = WorkLane(max_waiting=16, rest_factor=1, clock=lambda: hands.now, sleep=hands.sleep)
    for month in range(3):
        lane.do(month, hands.work(0.25))
    assert hands.slept == [0.25, 0.25]
    lane.do("the front page", hands.work(0.5), own=True)
    assert hands.slept == [0.25, 0.25], "the station's own work does not rest"
    lane.do("asked", hands.work(0.25))
    assert hands.slept == [0.25, 0.25], "that was long enough ago"


def test_a_part_of_the_work_needs_no_turn_of_its_own() -> None:
    lane = WorkLane(max_waiting=1, max_waiting_each=1)
    assert lane.do("page", lambda: lane.do("its list", lambda: "listed")) == "listed"
