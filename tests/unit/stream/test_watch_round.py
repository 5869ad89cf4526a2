"""The monitor's round: one slow stream delays no other, and whatever the store does, the watch goes on."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from webapp.monitor.monitor import HUNG_LOOK_S, REPORT_EVERY_S, SETTLE_S, Monitor
from webapp.newsroom.errors import StoreAway
from webapp.newsroom.model import Stream
from webapp.newsroom.station import Station, StreamConfig
from webapp.newsroom.stream.facts import Observation

NOON = datetime(2026, 3, 1, 4, tzinfo=UTC)
PLAYS = Observation(connected="yes", moving="yes", heard_s=3)
GONE = Observation(connected="no", moving="no", reason="nothing is at the stream's address")


class Desk:
    def __init__(self) -> None:
        self.told: list[Stream] = []
        self.away: Exception | None = None

    def report_stream(self, report: Stream, now: datetime, watches: object = None) -> None:
        if self.away:
            raise self.away
        self.told.append(report)


class Room:
    """A monitor whose streams do as they are told, and whose clock moves when it is told."""

    def __init__(self, *names: str) -> None:
        self.plays = dict.fromkeys(names, PLAYS)
        self.looked: list[str] = []
        self.stuck = {name: threading.Event() for name in names}
        for gate in self.stuck.values():
            gate.set()
        self.seconds = 0.0
        self.closed = False
        self.desk = Desk()
        streams = (StreamConfig(id=n, title=n, url=f"http://{n}.example/live", kind="audio") for n in names)
        self.monitor = Monitor(
            Station(streams=tuple(streams)), self.desk, "http://127.0.0.1:8000",
            now=lambda: NOON + timedelta(seconds=self.seconds), looks=self, clock=lambda: self.seconds, jitter=lambda: 0.0,
        )  # fmt: skip

    def look(self, stream: str) -> Observation:
        self.looked.append(stream)
        self.stuck[stream].wait(10)
        return self.plays[stream]

    def close(self) -> None:
        self.closed = True

    def pass_seconds(self, seconds: int, *, looks: int | None = None) -> None:
        """Second by second, the looks that began in one are done in it (but those that are stuck)."""
        for _ in range(seconds):
            self.monitor.probe_once()
            began = len(self.looked)
            while any(b.looking_since is not None and self.stuck[n].is_set() for n, b in self.monitor._watched.items()):
                self.monitor.probe_once(1.0)
            assert len(self.looked) >= began
            if self.monitor._report_due.is_set():
                self.monitor._report_due.clear()
                self.monitor.report_once()
            self.seconds += 1

    def status(self, stream: str) -> str:
        return self.monitor.watches[stream].status


def test_nothing_is_told_before_it_is_known_and_then_at_once() -> None:
    room = Room("live")
    room.pass_seconds(1)
    assert room.desk.told == []
    room.pass_seconds(3)
    assert room.desk.told[0].status == "on_air"


def test_a_change_reaches_the_desk_within_fifteen_seconds() -> None:
    room = Room("live")
    room.pass_seconds(60)
    for fact, status in ((GONE, "off_air"), (PLAYS, "on_air")):
        room.plays["live"] = fact
        room.pass_seconds(15)
        assert (room.desk.told[-1].status, room.status("live")) == (status, status)


def test_one_slow_stream_delays_no_other() -> None:
    room = Room("slow", "quick")
    room.stuck["slow"].clear()
    room.pass_seconds(int(SETTLE_S) + 2)
    assert room.looked.count("slow") == 1
    assert room.looked.count("quick") >= 3
    assert room.desk.told[-1].status == "on_air"
    assert [s.status for s in room.desk.told[-1].streams] == ["unknown", "on_air"]
    room.stuck["slow"].set()


def test_a_look_that_hangs_makes_its_stream_unknown_and_is_not_begun_twice() -> None:
    room = Room("live")
    room.pass_seconds(20)
    room.stuck["live"].clear()
    room.pass_seconds(2 * int(HUNG_LOOK_S))
    looks = room.looked.count("live")
    assert room.status("live") == "unknown"
    assert sum(thread.name == "look at live" for thread in threading.enumerate()) == 1
    room.stuck["live"].set()
    room.pass_seconds(15)
    assert room.looked.count("live") > looks
    assert room.status("live") == "on_air"


@pytest.mark.parametrize("away", [StoreAway("the store is away"), RuntimeError("something else")])
def test_while_the_store_is_away_the_watch_goes_on_and_the_newest_is_told_when_it_is_back(away: Exception) -> None:
    room = Room("live")
    room.pass_seconds(20)
    room.desk.told.clear()
    room.desk.away = away
    room.plays["live"] = GONE
    room.pass_seconds(30)
    assert room.monitor.report_once() is False
    assert room.status("live") == "off_air"
    room.desk.away = None
    assert room.monitor.report_once() is True
    assert [report.status for report in room.desk.told] == ["off_air"]


def test_the_round_ends_at_once_with_a_look_under_way_and_a_store_that_is_away() -> None:
    room = Room("live")
    room.monitor._clock = time.monotonic
    room.desk.away = StoreAway("the store is away")
    room.stuck["live"].clear()
    running = threading.Thread(target=room.monitor.run)
    running.start()
    while not room.looked:
        time.sleep(0.01)
    room.monitor.stop()
    running.join(2)
    assert not running.is_alive()
    assert room.closed
    room.stuck["live"].set()


def test_a_status_that_does_not_change_is_told_seldom() -> None:
    room = Room("live")
    room.pass_seconds(20)
    room.desk.told.clear()
    room.pass_seconds(120)
    assert 2 <= len(room.desk.told) <= 120 / REPORT_EVERY_S


def test_a_station_without_streams_has_nothing_to_tell_twice() -> None:
    room = Room()
    room.pass_seconds(60)
    assert [report.status for report in room.desk.told] == ["unknown"]
