"""The faults. Each returns the monotonic time at which its cause was gone, or 0 where there is no such moment."""

from __future__ import annotations

import contextlib
import random
import signal
import time
from collections.abc import Callable

from bench.soak.publisher import Publisher
from bench.soak.station import Station, until

Fault = Callable[[Station, Publisher], float]


def worker_killed(station: Station, publisher: Publisher) -> float:
    station.end_worker(random.choice(station.workers()))
    return 0.0


def both_workers_killed(station: Station, publisher: Publisher) -> float:
    for pid in station.workers():
        station.end_worker(pid)
    return 0.0


def worker_killed_in_a_burst(station: Station, publisher: Publisher) -> float:
    _in_the_middle_of_a_burst(publisher)
    return worker_killed(station, publisher)


def killed_while_going_down(station: Station, publisher: Publisher) -> float:
    """Some of its listeners have been sent away by then; where it had few, it is gone."""
    pid = random.choice(station.workers())
    station.end_worker(pid, signal.SIGTERM)
    time.sleep(1.5)
    with contextlib.suppress(ProcessLookupError):
        station.end_worker(pid)
    return 0.0


def rolling_restart(station: Station, publisher: Publisher) -> float:
    for pid in station.workers():
        station.end_worker(pid, signal.SIGTERM)
        until(lambda pid=pid: station.is_replaced(pid), 20)  # type: ignore[misc]
        time.sleep(3)
    return 0.0


def store_killed(station: Station, publisher: Publisher, away_s: float = 5.0) -> float:
    station.kill_store()
    time.sleep(away_s)
    station.start_store()
    return time.monotonic()


def store_blinks(station: Station, publisher: Publisher) -> float:
    return store_killed(station, publisher, 1.0)


def store_away_for_long(station: Station, publisher: Publisher) -> float:
    return store_killed(station, publisher, 30.0)


def store_killed_in_a_burst(station: Station, publisher: Publisher) -> float:
    """What it carried out last is confirmed to nobody: the publisher asks again by the same key."""
    _in_the_middle_of_a_burst(publisher)
    return store_killed(station, publisher, 0.0)


def _in_the_middle_of_a_burst(publisher: Publisher) -> None:
    """Twelve headlines have gone out as fast as they are taken, and as many follow."""
    known = len(publisher.acknowledged)
    publisher.hurry(24)
    until(lambda: len(publisher.acknowledged) >= known + 12, 30)


def store_frozen(station: Station, publisher: Publisher) -> float:
    assert station.store
    station.store.send_signal(signal.SIGSTOP)
    time.sleep(20)
    station.store.send_signal(signal.SIGCONT)
    return time.monotonic()


def everything_flushed(station: Station, publisher: Publisher) -> float:
    """Accounts and tokens are gone with the rest: the publisher is given a new token, as an operator would."""
    station.client().flushall()
    publisher.new_token()
    return time.monotonic()


def store_link_cut(station: Station, publisher: Publisher) -> float:
    station.store_link.pull_out()
    time.sleep(10)
    station.store_link.plug_in()
    return time.monotonic()


def store_link_half_open(station: Station, publisher: Publisher) -> float:
    station.store_link.swallow_answers()
    time.sleep(20)
    station.store_link.let_answers_through()
    return time.monotonic()


def listeners_in_a_tunnel(station: Station, publisher: Publisher) -> float:
    """Too short for anybody to hang up: what was on its way is sent again by TCP, in its own time."""
    station.listeners_link.pull_out()
    time.sleep(15)
    station.listeners_link.plug_in()
    return time.monotonic()


def listeners_cut_off(station: Station, publisher: Publisher) -> float:
    """For longer than either side waits for the other's pings."""
    station.listeners_link.pull_out()
    time.sleep(60)
    station.listeners_link.plug_in()
    return time.monotonic()


def twenty_kills(station: Station, publisher: Publisher) -> float:
    for _ in range(20):
        match random.choice(["worker", "worker", "gently", "store"]):
            case "store":
                station.kill_store()
                time.sleep(random.uniform(0, 1.5))
                station.start_store()
            case how:
                pids = station.workers()
                if pids:
                    station.end_worker(random.choice(pids), signal.SIGTERM if how == "gently" else signal.SIGKILL)
        time.sleep(random.uniform(0.3, 3))
    return 0.0


FAULTS: dict[str, tuple[str, Fault]] = {
    "worker": ("worker `kill -9`", worker_killed),
    "workers": ("both workers `kill -9`", both_workers_killed),
    "burst": ("worker `kill -9` in the middle of a burst of headlines", worker_killed_in_a_burst),
    "drain": ("SIGTERM of one worker, and `kill -9` while it goes down", killed_while_going_down),
    "rolling": ("SIGTERM of one worker, then of the other", rolling_restart),
    "store": ("store `kill -9`, away for 5 s", store_killed),
    "blink": ("store `kill -9`, away for 1 s", store_blinks),
    "away": ("store `kill -9`, away for 30 s", store_away_for_long),
    "store-burst": ("store `kill -9` in the middle of a burst of headlines", store_killed_in_a_burst),
    "frozen": ("store frozen for 20 s", store_frozen),
    "link": ("store's link cut for 10 s", store_link_cut),
    "half-open": ("store's link half open for 20 s: its answers vanish", store_link_half_open),
    "tunnel": ("listeners' link cut for 15 s", listeners_in_a_tunnel),
    "listeners": ("listeners' link cut for 60 s", listeners_cut_off),
    "kills": ("20 random kills in a row", twenty_kills),
    "flush": ("FLUSHALL", everything_flushed),
}
"""In the order in which they are run: the one that empties the store is the last."""

NEED_LINKS = {"link", "half-open", "tunnel", "listeners"}
