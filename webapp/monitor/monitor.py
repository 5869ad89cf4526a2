"""The monitor process: looks at every stream in turn, and tells the desk what became of it.

    due ─► a thread for each look ─► readings ─► watches ─► report ─► teller ─► desk

A slow stream keeps only its own thread busy; a store that is away keeps only the teller busy.
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
from webapp.newsroom.stream.watch import EVERY_S, after, next_look_s, station_stream, worth_telling
from webapp.processes.heartbeat import tick

log = structlog.get_logger("monitor")

HUNG_S = 30.0
"""A look that takes longer tells nothing more; no second one is started beside it."""

SETTLE_S = 20.0
"""So long after the start a stream that is still not known holds the report back."""

IDLE_S = 1.0
TELL_EVERY_S = 10.0
"""The desk hears from us this often although nothing is new: it may have lost what it heard, or let go of a hold."""

RETRY_S = (0.5, 1.0, 2.0, 4.0)


class StreamDesk(Protocol):
    def report_stream(self, report: Stream, now: datetime, watches: Mapping[str, Watch]) -> object: ...


class Hints(Protocol):
    def hints(self, after: str, wait_s: float) -> tuple[str, list[str | None]]: ...


class Looks(Protocol):
    def look(self, stream: str) -> Observation:
        """What the stream with this id does now. Never raises."""

    def close(self) -> None: ...


@dataclass
class WatchedStream:
    """One stream on the monitor's round: what is known of it, when it is due, and since when it is being looked at."""

    source: StreamSource
    due: float
    watch: Watch = field(default_factory=Watch)
    looking_since: float | None = None
    hinted: bool = False


class Monitor:
    """`probe_once` and `tell_once` are the steps; `run` repeats them until `stop`. The constructor starts nothing.

    Several monitors of one station do no harm: they tell the desk the same, which it hears once.
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
    ) -> None:
        self._desk = desk
        self._looks = looks or Prober(station, base_url, WorkerEar())
        self._hints = hints
        self._now, self._clock, self._jitter = now, clock, jitter
        self._began = clock()
        self._beats = {config.id: WatchedStream(config.source(), due=clock() + jitter()) for config in station.streams}
        self._done: SimpleQueue[tuple[str, Observation] | None] = SimpleQueue()
        self._report: Stream | None = None
        self._told: Stream | None = None
        self._told_at = 0.0
        self._news = threading.Event()
        self._stopping = threading.Event()

    @property
    def watches(self) -> dict[str, Watch]:
        """What is known of each stream by now."""
        return {name: beat.watch for name, beat in self._beats.items()}

    @property
    def report(self) -> Stream | None:
        """What is to be told; `None` until enough was seen."""
        return self._report

    # -- looking ----------------------------------------------------------------------------------------------------

    def probe_once(self, wait_s: float = 0.0) -> bool:
        """Starts the looks that are due and takes in those that are done; waits for one up to `wait_s`.

        Whether anything was taken in.
        """
        moment = self._clock()
        for name, beat in self._beats.items():
            if beat.hinted and beat.looking_since is None:
                beat.hinted, beat.due = False, moment
            if beat.due <= moment:
                self._begin(name, beat, moment)
        taken = False
        while (done := self._next_done(0.0 if taken else wait_s)) is not None:
            self._take(*done)
            taken = True
        if taken or self._report is None:
            self._consider()
        return taken

    def hint(self, stream: str | None) -> None:
        """Somebody says that something happened to `stream`, or to one of them: it is looked at as soon as may be.

        What the encoder says is no status: that is what the look finds.
        """
        for name, beat in self._beats.items():
            if stream in (None, name):
                beat.hinted = True
        self._done.put(None)  # wakes the round

    def _begin(self, name: str, beat: WatchedStream, moment: float) -> None:
        if beat.looking_since is None:
            beat.looking_since, beat.due = moment, moment + HUNG_S
            threading.Thread(target=self._look, args=(name,), daemon=True, name=f"look at {name}").start()
        else:
            log.error("look hangs", stream=name, seconds=round(moment - beat.looking_since))
            beat.due = moment + EVERY_S
            self._fold(beat, Observation(reason="the monitor could not look at the stream", detail="the look hangs"))
            self._consider()

    def _look(self, name: str) -> None:
        self._done.put((name, self._looks.look(name)))

    def _next_done(self, wait_s: float) -> tuple[str, Observation] | None:
        try:
            return self._done.get(timeout=wait_s) if wait_s > 0 else self._done.get_nowait()
        except Empty:
            return None

    def _take(self, name: str, reading: Observation) -> None:
        beat = self._beats[name]
        beat.looking_since = None
        self._fold(beat, reading)
        beat.due = self._clock() + next_look_s(beat.watch, self._now(), self._jitter())

    def _fold(self, beat: WatchedStream, reading: Observation) -> None:
        before, beat.watch = beat.watch, after(beat.watch, reading, self._now())
        if before.status != beat.watch.status or before.reason != beat.watch.reason:
            log.info(
                "stream", stream=beat.source.id, status=beat.watch.status, was=before.status,
                reason=beat.watch.reason, detail=reading.detail,
            )  # fmt: skip
        elif before.title != beat.watch.title:
            log.info("title", stream=beat.source.id, title=beat.watch.title)

    # -- telling ----------------------------------------------------------------------------------------------------

    def _consider(self) -> None:
        """Makes the report that is to be told, and wakes the teller where it is news."""
        if not all(beat.watch.settled for beat in self._beats.values()) and self._clock() - self._began < SETTLE_S:
            return
        now = self._now()
        seen = [(beat.source, beat.watch) for beat in self._beats.values()]
        self._report = station_stream(seen, self._report, now)
        due = self._clock() - self._told_at >= TELL_EVERY_S
        if due or self._told is None or worth_telling(self._told, self._report, now):
            self._news.set()

    def tell_once(self) -> bool:
        """Tells the desk the newest report; false where it could not be told and is to be told again."""
        report = self._report
        if report is None:
            return True
        try:
            self._desk.report_stream(report, self._now(), self.watches)
        except NewsroomError as error:
            log.warning("not told", status=report.status, error=error.message)
            return False
        except Exception:  # whatever the store does, the watch goes on
            log.exception("not told", status=report.status)
            return False
        self._told, self._told_at = report, self._clock()
        return True

    def _keep_telling(self) -> None:
        failed = 0
        while not self._stopping.is_set():
            if not failed and not self._news.wait(IDLE_S):
                continue
            self._news.clear()
            failed = 0 if self.tell_once() else failed + 1
            if failed:
                self._stopping.wait(RETRY_S[min(failed, len(RETRY_S)) - 1])

    def _keep_listening(self) -> None:
        """For what encoders say, by the store."""
        assert self._hints
        place = "$"
        while not self._stopping.is_set():
            try:
                place, hinted = self._hints.hints(place, IDLE_S)
            except NewsroomError:
                self._stopping.wait(IDLE_S)
                continue
            for stream in hinted:
                log.info("hint", stream=stream)
                self.hint(stream)

    # -- running ----------------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Runs until SIGTERM, SIGINT or `stop`, and ends within a second: looks under way are left behind."""
        if threading.current_thread() is threading.main_thread():
            for name in (signal.SIGTERM, signal.SIGINT):
                signal.signal(name, lambda *_: self.stop())
        log.info("watching", streams=list(self._beats))
        threading.Thread(target=self._keep_telling, daemon=True, name="tell").start()
        if self._hints:
            threading.Thread(target=self._keep_listening, daemon=True, name="hints").start()
        try:
            while not self._stopping.is_set():
                tick()
                dues = [beat.due for beat in self._beats.values()]
                self.probe_once(min(max(min(dues, default=0.0) - self._clock(), 0.01), IDLE_S) if dues else IDLE_S)
        finally:
            self.close()

    def close(self) -> None:
        """Ends what the looks keep running."""
        self._looks.close()

    def stop(self) -> None:
        self._stopping.set()
        self._done.put(None)
