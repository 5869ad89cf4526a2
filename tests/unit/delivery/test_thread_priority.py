"""Pages are made behind the news: a thread that computes gives way to the event loop, and nothing else does."""

from __future__ import annotations

import os
import sys
import threading

import pytest

from webapp.processes.thread_priority import COMPUTING_NICENESS, run_behind_the_loop

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="threads have priorities of their own on Linux alone")


def niceness() -> int:
    return os.getpriority(os.PRIO_PROCESS, 0)


def in_a_thread(*steps: object) -> list[object]:
    found: list[object] = []
    thread = threading.Thread(target=lambda: found.extend(step() for step in steps))  # type: ignore[operator]
    thread.start()
    thread.join()
    return found


def test_a_thread_that_computes_has_a_lower_priority_and_the_loop_keeps_its_own() -> None:
    before = niceness()
    expected = max(before, COMPUTING_NICENESS)
    assert in_a_thread(lambda: run_behind_the_loop(niceness), niceness) == [expected, expected]
    assert niceness() == before


def test_work_done_twice_in_a_thread_lowers_it_once() -> None:
    twice = in_a_thread(lambda: run_behind_the_loop(niceness), lambda: run_behind_the_loop(niceness))
    assert twice[0] == twice[1]


def test_what_the_work_returns_and_raises_comes_through() -> None:
    def fail() -> None:
        raise ValueError("no page")

    def attempt() -> str:
        try:
            run_behind_the_loop(fail)
        except ValueError as error:
            return str(error)
        return "nothing"

    assert in_a_thread(lambda: run_behind_the_loop(lambda: "a page"), attempt) == ["a page", "no page"]
