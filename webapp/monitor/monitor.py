"""The monitor process: looks at every stream at intervals, and reports the station's status to the desk.

    due ─► a thread per look ─► observations ─► watches ─► report ─► reporter thread ─► desk

A slow stream occupies only its own thread; a store that is away occupies only the reporter.
"""

from __future__ import annotations

import random
import signal
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from queue import Empty, SimpleQueue
from typing import Protocol

import structlog

from webapp.monitor.probes.level import WorkerEar
from webapp.monitor.probes.prober import Prober
from webapp.newsroom.errors import NewsroomError
from webapp.newsroom.model import Stream, StreamSource
from webapp.newsroom.station import Station
from webapp.newsroom.stream.facts import Observation, Watch
from webapp.newsroom.stream.watch import (
    LOOK_EVERY_S,
    after_look,
    next_look_s,
    remembered,
    station_stream,
    status_needs_event,
)
from webapp.processes.heartbeat import tick

log = structlog.get_logger("monitor")

HUNG_LOOK_S = 30.0
"""A look that takes longer counts as hung; no second one is started beside it."""

SETTLE_S = 20.0
"""For this long after the start, the report waits for streams whose status is not yet known."""

IDLE_S = 1.0
REPORT_EVERY_S = 10.0
"""A report is repeated this often although nothing is new: the desk may have lost it, or released a hold."""

RETRY_S = (0.5, 1.0, 2.0, 4.0)


class StreamDesk(Protocol):
    def report_stream(self, report: Stream, now: datetime, watches: Mapping[str, Watch]) -> object: ...


class Hints(Protocol):
    def hints(self, after_look: str, wait_s: float) -> tuple[str, list[str | None]]: ...


class Looks(Protocol):
    def look(self, stream: str) -> Observation:
        """What the stream with this id does now. Never raises."""

    def close(self) -> None: ...


@dataclass
class WatchedStream:
    """One stream of the monitor: what is known of it, when its next look is due, and since when a look is under way."""

    source: StreamSource
    due: float
    watch: Watch = field(default_factory=Watch)
    looking_since: float | None = None
    hinted: bool = False


class Monitor:
    """`probe_once` and `report_once` are the steps; `run` repeats them until `stop`. The constructor starts nothing.

    Several monitors of one station do no harm: the desk commits an unchanged report only once. Paths of the station's own
    site are resolved against `base_url` (`http://127.0.0.1:8000`); `hints` are what encoders report, through the store;
    `before` is what the last monitor knew of the streams.
    """

    def __init__(
        self,
        station: Station,
        desk: StreamDesk,
        base_url: str,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        looks: Looks | None = None,
        clock: Callable[[], float] = time.monotonic,
        jitter: Callable[[], float] = random.random,
        hints: Hints | None = None,
        before: Mapping[str, Watch] = {},
    ) -> None:
        self._desk = desk
        self._station, self._base_url = station, base_url
        self._ear = None if looks else WorkerEar()
        self._looks = looks or Prober(station, base_url, self._ear)
        self._next_station: Station | None = None
        self._hints = hints
        self._now, self._clock, self._jitter = now, clock, jitter
        self._began = clock()
        self._watched = {
            config.id: WatchedStream(
                config.source(), due=clock() + jitter(), watch=remembered(before.get(config.id, Watch()), now())
            )
            for config in station.streams
        }
        self._done: SimpleQueue[tuple[str, Observation] | None] = SimpleQueue()
        self._report: Stream | None = None
        self._reported: Stream | None = None
        self._reported_at = 0.0
        self._report_due = threading.Event()
        self._stopping = threading.Event()

    @property
    def watches(self) -> dict[str, Watch]:
        """What is known of each stream by now."""
        return {name: watched.watch for name, watched in self._watched.items()}

    @property
    def report(self) -> Stream | None:
        """The report to send next; `None` until enough was observed."""
        return self._report

    # -- looks ----------------------------------------------------------------------------------------------------

    def probe_once(self, wait_s: float = 0.0) -> bool:
        """Starts the looks that are due and evaluates finished ones; waits up to `wait_s` for one to finish.

        Returns whether any had finished.
        """
        self._use_settings()
        now_s = self._clock()
        for name, watched in self._watched.items():
            if watched.hinted and watched.looking_since is None:
                watched.hinted, watched.due = False, now_s
            if watched.due <= now_s:
                self._begin(name, watched, now_s)
        finished = False
        while (done := self._next_done(0.0 if finished else wait_s)) is not None:
            self._finish(*done)
            finished = True
        if finished or self._report is None:
            self._update_report()
        return finished

    def use_settings(self, station: Station) -> None:
        """From the next round on the streams of `station` are looked at; what is known of those that stay the same is kept."""
        self._next_station = station
        self._done.put(None)  # wakes the round

    def _use_settings(self) -> None:
        station, self._next_station = self._next_station, None
        if station is None or (station.streams, station.feeds, station.url) == (
            self._station.streams, self._station.feeds, self._station.url,
        ):  # fmt: skip
            return
        before = {config.id: config for config in self._station.streams}
        known, now_s = self._watched, self._clock()
        self._watched = {
            config.id: known[config.id] if before.get(config.id) == config else WatchedStream(config.source(), now_s)
            for config in station.streams
        }
        self._station, self._began, self._reported = station, now_s, None
        if self._ear:
            self._looks = Prober(station, self._base_url, self._ear)
        log.info("watching", streams=list(self._watched))

    def hint(self, stream: str | None) -> None:
        """Schedules an early look at `stream` (all streams if `None`), because an encoder reported a change.

        The encoder's report itself is not taken for the status.
        """
        for name, watched in self._watched.items():
            if stream in (None, name):
                watched.hinted = True
        self._done.put(None)  # wakes the round

    def _begin(self, name: str, watched: WatchedStream, now_s: float) -> None:
        if watched.looking_since is None:
            watched.looking_since, watched.due = now_s, now_s + HUNG_LOOK_S
            threading.Thread(target=self._look, args=(name,), daemon=True, name=f"look at {name}").start()
        else:
            log.error("look hangs", stream=name, seconds=round(now_s - watched.looking_since))
            watched.due = now_s + LOOK_EVERY_S
            self._note(watched, Observation(reason="the monitor could not look at the stream", detail="the look hangs"))
            self._update_report()

    def _look(self, name: str) -> None:
        watched, looks = self._watched[name], self._looks
        observation = looks.look(name)
        if self._watched.get(name) is watched:  # else the settings changed meanwhile, and it was of another stream
            self._done.put((name, observation))

    def _next_done(self, wait_s: float) -> tuple[str, Observation] | None:
        try:
            return self._done.get(timeout=wait_s) if wait_s > 0 else self._done.get_nowait()
        except Empty:
            return None

    def _finish(self, name: str, observation: Observation) -> None:
        watched = self._watched.get(name)
        if watched is None:
            return  # it was taken out of the settings meanwhile
        watched.looking_since = None
        self._note(watched, observation)
        watched.due = self._clock() + next_look_s(watched.watch, self._now(), self._jitter())

    def _note(self, watched: WatchedStream, observation: Observation) -> None:
        before, watched.watch = watched.watch, after_look(watched.watch, observation, self._now())
        if before.status != watched.watch.status or before.reason != watched.watch.reason:
            log.info(
                "stream", stream=watched.source.id, status=watched.watch.status, was=before.status,
                reason=watched.watch.reason, detail=observation.detail,
            )  # fmt: skip
        elif before.title != watched.watch.title:
            log.info("title", stream=watched.source.id, title=watched.watch.title)

    # -- reports ----------------------------------------------------------------------------------------------------

    def _update_report(self) -> None:
        """Makes the next report, and wakes the reporter where it is due or new."""
        if (
            not all(watched.watch.settled for watched in self._watched.values())
            and self._clock() - self._began < SETTLE_S
        ):
            return
        now = self._now()
        seen = [(watched.source, watched.watch) for watched in self._watched.values()]
        self._report = station_stream(seen, self._report, now)
        due = self._clock() - self._reported_at >= REPORT_EVERY_S
        if due or self._reported is None or status_needs_event(self._reported, self._report, now):
            self._report_due.set()

    def report_once(self) -> bool:
        """Sends the newest report to the desk; false where that failed and has to be repeated."""
        report = self._report
        if report is None:
            return True
        try:
            self._desk.report_stream(report, self._now(), self.watches)
        except NewsroomError as error:
            log.warning("report failed", status=report.status, error=error.message)
            return False
        except Exception:  # no fault of the store or the desk ends the monitor
            log.exception("report failed", status=report.status)
            return False
        self._reported, self._reported_at = report, self._clock()
        return True

    def _report_loop(self) -> None:
        failed = 0
        while not self._stopping.is_set():
            if not failed and not self._report_due.wait(IDLE_S):
                continue
            self._report_due.clear()
            failed = 0 if self.report_once() else failed + 1
            if failed:
                self._stopping.wait(RETRY_S[min(failed, len(RETRY_S)) - 1])

    def _hint_loop(self) -> None:
        """Receives what encoders report, through the store."""
        assert self._hints
        position = "$"
        while not self._stopping.is_set():
            try:
                position, hinted = self._hints.hints(position, IDLE_S)
            except NewsroomError:
                self._stopping.wait(IDLE_S)
                continue
            for stream in hinted:
                log.info("hint", stream=stream)
                self.hint(stream)

    # -- running ----------------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Runs until SIGTERM, SIGINT or `stop`, and ends within a second: looks under way are abandoned."""
        if threading.current_thread() is threading.main_thread():
            for name in (signal.SIGTERM, signal.SIGINT):
                signal.signal(name, lambda *_: self.stop())
        log.info("watching", streams=list(self._watched))
        threading.Thread(target=self._report_loop, daemon=True, name="report").start()
        if self._hints:
            threading.Thread(target=self._hint_loop, daemon=True, name="hints").start()
        try:
            while not self._stopping.is_set():
                tick()
                dues = [watched.due for watched in self._watched.values()]
                self.probe_once(min(max(min(dues, default=0.0) - self._clock(), 0.01), IDLE_S) if dues else IDLE_S)
        finally:
            self.close()

    def close(self) -> None:
        """Ends the decoder process that the looks use."""
        self._looks.close()

    def stop(self) -> None:
        self._stopping.set()
        self._done.put(None)
