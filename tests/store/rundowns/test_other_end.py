"""A real newsroom system's side of MOS (Sofie's, from npm) talks to a station: running orders, acknowledgements, questions."""

from __future__ import annotations

import json
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import FrozenClock, Room
from tests.ports import free_port
from tests.store.rundowns.mos_station import MosStation, config, mos_station, role_of
from tests.unit.node import NODE

HERE = Path(__file__).parent
CONNECTOR = HERE.parents[2] / "node_modules" / "@mos-connection" / "connector"
THREE = [
    {"id": name, "slug": slug, "seconds": 1800} for name, slug in (("s1", "Floods"), ("s2", "Rice"), ("s3", "Traffic"))
]


class NewsroomSystem:
    """One Node.js process; `do("create", stories=…)` returns what it says of the answer."""

    def __init__(self, ports: list[int], theirs: list[int]) -> None:
        self._process = subprocess.Popen(
            [str(NODE), str(HERE / "newsroom_system.mjs"), json.dumps([ports, theirs])],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
        )  # fmt: skip

    def do(self, what: str, **more: Any) -> Any:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps({"do": what, **more}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        return answer.get("done", answer.get("failed"))

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(timeout=10)


@pytest.fixture
def ends(room: Room, clock: FrozenClock) -> Iterator[tuple[NewsroomSystem, MosStation]]:
    """A newsroom system and a station, connected both ways."""
    if not (NODE and CONNECTOR.exists()):
        pytest.skip("needs Node.js and its package @mos-connection/connector")
    ours, theirs = [free_port(), free_port()], [free_port(), free_port(), free_port()]
    station = mos_station(room, clock)
    settings = config(ncs_host="127.0.0.1", ports=ours, ncs_ports=theirs[:2])
    station.role = role_of(room, clock, settings)
    system = NewsroomSystem(theirs, ours)
    role = threading.Thread(target=station.role.run)
    role.start()
    try:
        until(lambda: system.do("connected"))
        yield system, station
    finally:
        system.close()
        station.role.stop()
        role.join()


def until(true: Callable[[], Any]) -> Any:
    deadline = time.monotonic() + 20
    while not (found := true()):
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.02)
    return found


def test_a_newsroom_system_from_npm_runs_the_rundown(ends: tuple[NewsroomSystem, MosStation]) -> None:
    system, station = ends
    assert system.do("machine") == "Airwire"
    assert system.do("create", now=["s1", "s2", "s3"], stories=THREE) == "RO1 OK"
    assert station.stories() == ["s1", "s2", "s3"]
    until(lambda: station.segments() == ["11:00–11:30 Floods", "11:30–12:00 Rice", "12:00–12:30 Traffic"])
    new = [{"id": "s4", "slug": "Just in", "seconds": 300}]
    assert system.do("insert", now=["s1", "s4", "s2", "s3"], before="s2", stories=new) == "RO1 OK"
    assert system.do("move", now=["s3", "s2", "s1", "s4"], before="s1", ids=["s3", "s2"]) == "RO1 OK"
    assert system.do("swap", now=["s3", "s2", "s4", "s1"], ids=["s1", "s4"]) == "RO1 OK"
    assert system.do("remove", now=["s3", "s2", "s1"], ids=["s4"]) == "RO1 OK"
    assert system.do("list") == station.stories() == ["s3", "s2", "s1"]
    assert system.do("all") == ["RO1"]
    assert system.do("ready") == "RO1 OK"
    assert system.do("script", id="s2", slug="Rice", text="Five pesos more.") == "RO1 OK"
    known = station.role.orders.get("RO1")
    assert known and known.ready and known.story("s2").script == "Five pesos more."  # type: ignore[union-attr]
    assert system.do("play", id="s2") == "RO1 OK"
    air = station.room.log.board().on_air
    assert air.segment and air.segment.title == "Rice"
    assert system.do("delete") == "RO1 OK"
    assert station.role.orders.every() == []
    assert not [one for one in system.do("asked") if one.startswith(("error", "warning"))]


def test_a_newsroom_system_is_asked_for_what_is_not_known(ends: tuple[NewsroomSystem, MosStation]) -> None:
    system, station = ends
    until(lambda: "roReq" in system.do("asked"))  # after the start, all
    system.do("silently", now=["s1", "s2", "s3"], stories=THREE)
    assert "asking for the running order" in system.do("remove", order="RO9", ids=["s1"])
    until(lambda: station.stories() == ["s1", "s2", "s3"])
