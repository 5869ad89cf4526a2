"""When what fell is started again, and what our children's lines look like."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.faults.station import until
from tests.processes import gone
from webapp.processes.child import Child
from webapp.processes.output_lines import as_json_line, as_terminal_line
from webapp.processes.supervise import BACK_OFF_S, FIRST_TICK_S, MACHINE_ASLEEP_S, STEADY_S, Role


class Launches:
    """Starts the given commands one after the other, the last one over and over."""

    def __init__(self, *commands: Sequence[str]) -> None:
        self.commands = list(commands)
        self.count = 0

    def __call__(self) -> Child:
        command = self.commands[min(self.count, len(self.commands) - 1)]
        self.count += 1
        return Child(command, lambda line: None)


FALLS = ("sh", "-c", "exit 7")
RUNS = ("sleep", "60")


def ended(role: Role) -> None:
    assert role.child is not None
    assert role.child.wait(10) is not None


def test_what_falls_again_and_again_is_started_ever_more_slowly() -> None:
    launches = Launches(FALLS)
    role, now = Role("clock", launches, stop_s=1), 1000.0
    for count, wait_s in enumerate([*BACK_OFF_S, BACK_OFF_S[-1]], start=1):
        assert role.tend(now) is None
        assert launches.count == count
        ended(role)
        assert role.tend(now) == "clock fell: exit status 7"
        assert role.tend(now + wait_s * 0.9) is None
        assert launches.count == count  # too early
        now += wait_s


def test_what_ran_steadily_is_started_at_once_when_it_falls() -> None:
    launches = Launches(FALLS, FALLS, RUNS)
    role, now = Role("clock", launches, stop_s=1), 1000.0
    for _ in range(2):
        role.tend(now)
        ended(role)
        role.tend(now)
        now += 1
    role.tend(now)
    assert role.runs
    assert role.failures == 2
    role.tend(now + STEADY_S + 1)
    assert role.failures == 0
    assert role.child is not None
    role.child.kill()
    ended(role)


TICKS = "from webapp.processes.heartbeat import tick; tick(); print('ticked', flush=True); import time; time.sleep(60)"


def ticking(tell: list[str]) -> Child:
    return Child([sys.executable, "-c", TICKS], tell.append, heartbeat=True)


def was_let_live(role: Role) -> bool:
    """What is killed is gone within that time."""
    return role.child is not None and role.child.wait(0.3) is None


def looked_at_each_second(role: Role, start: float, seconds: float) -> float:
    for second in range(int(seconds)):
        assert role.tend(start + second) is None
    return start + seconds


def test_what_hangs_is_ended_and_started_again() -> None:
    said: list[str] = []
    role = Role("clock", lambda: ticking(said), stop_s=1, hung_s=20)
    role.tend(1000.0)
    until(lambda: said)
    assert role.child
    hung = role.child
    now = looked_at_each_second(role, 1001.0, 21)  # the tick is seen at the first look
    assert was_let_live(role)
    role.tend(now + 1)
    ended(role)
    assert role.tend(now + 2) == "clock fell: hung: its loop stood still for 20 s"
    role.tend(now + 3)
    assert role.runs and role.child is not hung
    role.child.kill()
    ended(role)


def test_what_has_just_started_may_take_its_time_to_its_first_tick() -> None:
    role = Role("web", Launches(RUNS), stop_s=1, hung_s=20)
    role.tend(1000.0)
    now = looked_at_each_second(role, 1001.0, FIRST_TICK_S)
    assert was_let_live(role)
    role.tend(now + 1)
    ended(role)


def test_when_the_whole_machine_stood_still_no_role_is_to_blame() -> None:
    said: list[str] = []
    role = Role("clock", lambda: ticking(said), stop_s=1, hung_s=20)
    role.tend(1000.0)
    until(lambda: said)
    role.tend(1001.0)
    woken = 1001.0 + 3600 + MACHINE_ASLEEP_S
    looked_at_each_second(role, woken, 20)
    assert was_let_live(role)
    assert role.child
    role.child.kill()
    ended(role)


def test_a_role_that_may_hang_is_left_alone() -> None:
    role = Role("store", Launches(RUNS), stop_s=1)
    role.tend(1000.0)
    looked_at_each_second(role, 1001.0, 200)
    assert was_let_live(role)
    assert role.child
    role.child.kill()
    ended(role)


def test_what_a_child_starts_itself_has_no_pulse_to_show() -> None:
    script = "import os; from webapp.processes.heartbeat import VARIABLE, tick; tick(); print(VARIABLE in os.environ)"
    said: list[str] = []
    child = Child([sys.executable, "-c", script], said.append, heartbeat=True)
    until(lambda: said)
    assert said == ["False"]
    assert child.ticked and not child.ticked
    child.wait()


def test_a_child_that_will_not_end_when_asked_is_made_to() -> None:
    said: list[str] = []
    child = Child(["sh", "-c", "trap '' TERM; echo ready; sleep 60 & wait; sleep 60"], said.append)
    until(lambda: said)
    child.stop(0.2)
    assert child.outcome == "SIGKILL"


def test_what_a_killed_child_had_started_goes_with_it() -> None:
    said: list[str] = []
    child = Child(["sh", "-c", "sleep 60 & echo $!; wait"], said.append)
    until(lambda: said)
    child.kill()
    child.wait()
    assert gone(int(said[0]))


def test_a_command_that_is_not_there_is_told_by_name() -> None:
    child = Child(["no-such-command"], lambda line: None)
    assert child.wait(10) == 1
    assert list(child.last) == ["no-such-command: No such file or directory"]


def test_a_child_reads_what_it_is_given_and_inherits_nothing_else(tmp_path: Path) -> None:
    kept, other = os.open(tmp_path, os.O_RDONLY), os.open(tmp_path, os.O_RDONLY)
    script = f"import os; print(input()); print(*sorted({{'{kept}', '{other}'}} & set(os.listdir('/proc/self/fd'))))"
    child = Child([sys.executable, "-c", script], lambda line: None, stdin=b"port 1", keep_open=[kept])
    child.wait(10)
    os.close(kept)
    os.close(other)
    assert list(child.last) == ["port 1", str(kept)]


def test_a_child_does_not_hear_the_ctrl_c_that_is_meant_for_us() -> None:
    child = Child(["sleep", "60"], lambda line: None)
    assert os.getpgid(child.pid) != os.getpgid(0)
    child.kill()
    assert child.wait(10) == -signal.SIGKILL


@pytest.mark.parametrize("line", ["Traceback:", "{not json", "{}", '["a"]', ""])
def test_for_a_program_every_line_is_an_object_that_names_its_process(line: str) -> None:
    assert json.loads(as_json_line("web", line)) == {"process": "web", "event": line}


def test_a_structured_line_stays_what_it_is_and_says_whose_it_is() -> None:
    line = json.dumps({"event": "store away", "level": "warning", "path": "/"})
    told = json.loads(as_json_line("web", line))
    assert told == {"process": "web", "event": "store away", "level": "warning", "path": "/"}


def test_for_a_person_a_structured_line_becomes_words() -> None:
    line = json.dumps({"event": "store away", "level": "warning", "path": "/", "exception": "One\nTwo"})
    shown = as_terminal_line("web", line).splitlines()
    assert "store away" in shown[0]
    assert "path=/" in shown[0]
    assert [each.rpartition(" ")[2] for each in shown[1:]] == ["One", "Two"]
    assert "monitor │" in as_terminal_line("monitor", "plain words")
