"""Long work on a terminal and in a log: what is being done, how far it is, how long it took, and what a stop leaves."""

from __future__ import annotations

import io
import os
import re
import signal
import sys

import pytest

from webapp.commands.long_work import progress
from webapp.commands.long_work.progress import seconds, shown
from webapp.commands.long_work.stopping import stopped_between_steps


class Terminal(io.StringIO):
    """Standard error on a terminal of 80 columns."""

    def isatty(self) -> bool:
        return True

    def shows(self) -> list[str]:
        """Each line as it stood, the overwritten ones too."""
        text = re.sub(r"\x1b\[[?\d]*[a-zA-Z]", "", self.getvalue())
        return [part.rstrip() for part in re.split(r"[\r\n]+", text) if part.strip()]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What the helper and click's bar take for the time; the test moves it."""
    now = [1000.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    monkeypatch.setattr("time.time", lambda: now[0])
    return now


def test_on_a_terminal_a_bar_says_what_is_done_and_how_long_it_still_takes(
    clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("COLUMNS", "80")
    with shown("importing", stopped="") as show:
        show(0, 200, "Rain in Manila")
        clock[0] += 10
        show(100, 200, "A story with a headline that is far too long for what is left of eighty columns")
    lines = terminal.shows()
    assert re.fullmatch(r"importing {2}\[#{10}-{10}\] {2} *50% {2}00:00:10 {2}A story with .*", lines[-2]), lines
    assert all(len(line) <= 80 for line in lines)
    assert lines[-1] == "importing: done in 10 s"


def test_in_a_log_there_are_plain_lines_now_and_then(capsys: pytest.CaptureFixture[str], clock: list[float]) -> None:
    with shown("restoring", stopped="") as show:
        for done in range(101):
            show(done, 100)
            clock[0] += 0.25
    assert capsys.readouterr().err.splitlines() == [
        "restoring …", "restoring: 40 of 100, about 15 s left", "restoring: 80 of 100, about 5.0 s left",
        "restoring: done in 25 s",
    ]  # fmt: skip


def test_what_could_not_begin_says_nothing_of_how_far_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="no such folder"), shown("copying", stopped=""):
        raise ValueError("no such folder")
    assert capsys.readouterr().err == ""


def test_who_stops_it_reads_what_that_leaves(capsys: pytest.CaptureFixture[str]) -> None:
    def restore() -> None:
        with shown("restoring", stopped="nothing of it is left") as show:
            show(1, 3)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        restore()
    assert capsys.readouterr().err.splitlines()[-1] == "restoring: stopped; nothing of it is left"


@pytest.mark.parametrize(("times", "goes_on_to"), [(1, ["the step in hand"]), (2, [])])
def test_a_step_is_finished_first_unless_the_stop_is_asked_for_twice(times: int, goes_on_to: list[str]) -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job has none
    done = []

    def work() -> None:
        with stopped_between_steps() as whole_steps:
            whole_steps(True)
            for _ in range(times):
                os.kill(os.getpid(), signal.SIGINT)
            done.append("the step in hand")
            whole_steps(True)
            done.append("another")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert done == goes_on_to and signal.getsignal(signal.SIGINT) is signal.default_int_handler
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize(("span", "said"), [(0.04, "0.0 s"), (9.94, "9.9 s"), (12.4, "12 s"), (200, "3 min 20 s")])
def test_times_are_as_long_as_they_need_to_be(span: float, said: str) -> None:
    assert seconds(span) == said and progress.LINE_EVERY_S == 10
