"""A mount of a streaming server: what the server says of it (encoder, title, listeners) and what it sends.

The received bytes decide. Status pages hide mounts, are cached, and are wrong about fallbacks, which listeners do hear. The
title within the sound comes before the status page's, whose letters Icecast mistakes; one of the station's automation comes
before both.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin, urlsplit

from webapp.monitor.probes.audio import look_at_audio
from webapp.monitor.probes.level import Ear
from webapp.monitor.probes.stats import Stats
from webapp.monitor.probes.status_page import StatusPage
from webapp.newsroom.stream.facts import Observation

SOUND_WAIT_S = 1.0
"""The status page is asked after this long, though the server has not begun to send sound."""

COUNTED_AFTER_S = 0.7
"""By then Icecast has counted a new listener, which is the monitor itself."""

LOOKS_BEFORE_SPARING = 2
SPARED_S = 600.0
"""An on-demand relay that nobody listens to is not started more often than this."""


@dataclass
class MountProbe:
    """Looks at `url`, and at the status `page` of its server. Not for several threads at once."""

    url: str
    page: StatusPage
    ear: Ear
    clock: Callable[[], float] = time.monotonic
    _unused: list[Observation] = field(default_factory=list, init=False)
    _sparing_from: float = field(default=0.0, init=False)

    def __call__(self) -> Observation:
        return self._spared() or self._look()

    def _look(self) -> Observation:
        # Concurrently: with a slow server both take their full time limits.
        listening, begun = threading.Event(), threading.Event()
        asked: Future[tuple[Stats, bool]] = Future()

        def connected() -> None:
            listening.set()
            begun.set()

        def ask() -> None:
            try:
                asked.set_result(self._ask_beside(listening, begun))
            except Exception as error:  # noqa: BLE001 - raised where it is waited for
                asked.set_exception(error)

        # no executor: the end of the process would wait for its threads
        threading.Thread(target=ask, daemon=True, name=f"status page of {self.url}").start()
        sound = look_at_audio(self.url, private=self.page.private, ear=self.ear, connected=connected)
        begun.set()
        stats, answered = asked.result()
        if not sound.reached and answered and self.page.host == urlsplit(self.url).hostname:
            sound = sound.model_copy(update={"others_reached": True})
        observation = merge(sound, stats)
        self._note_use(observation, stats)
        return observation

    def _ask_beside(self, listening: threading.Event, begun: threading.Event) -> tuple[Stats, bool]:
        """The statistics without the monitor itself, which listens meanwhile."""
        begun.wait(SOUND_WAIT_S)
        if counted := listening.is_set():
            time.sleep(COUNTED_AFTER_S)
        stats, answered = self.page.ask()
        if counted and stats.listeners:
            stats = replace(stats, listeners=stats.listeners - 1)
        return stats, answered

    # -- relays that run only while somebody listens --------------------------------------------------------------------

    def _note_use(self, observation: Observation, stats: Stats) -> None:
        if not (stats.on_demand and not stats.listeners and observation.moving == "yes"):
            self._unused = []
            return
        self._unused = [*self._unused, observation][-LOOKS_BEFORE_SPARING:]
        self._sparing_from = self.clock()

    def _spared(self) -> Observation | None:
        """What was seen last, while the relay's server says that nobody listens to it; `None`: it has to be looked at."""
        if len(self._unused) < LOOKS_BEFORE_SPARING or self.clock() - self._sparing_from >= SPARED_S:
            return None
        stats, _ = self.page.ask()
        if not stats.on_demand or stats.listeners:
            self._unused = []
            return None
        detail = "an on-demand relay that nobody listens to: it is tried every ten minutes"
        changes = {"title": "", "listeners": 0, "heard_s": 0.0, "quiet_s": 0.0, "burst_s": None, "detail": detail}
        return self._unused[-1].model_copy(update=changes)


def merge(sound: Observation, stats: Stats) -> Observation:
    """What was heard, completed by what the status page says."""
    reason = sound.reason
    if sound.moving == "unknown" and stats.connected != "unknown":
        reason = stats.reason
    elif sound.moving == "yes" and stats.connected == "no":
        reason = "the encoder is away; a fallback plays"
    return sound.model_copy(
        update={
            "connected": stats.connected,
            "title": _title(sound, stats),
            "listeners": stats.listeners,
            # a server that is full shuts us out for now, and its status page still answers
            "again_s": None if stats.connected != "unknown" else sound.again_s,
            "reason": reason,
            "detail": sound.detail or stats.hint,
        }
    )


def _title(sound: Observation, stats: Stats) -> str | None:
    said = stats.title if stats.title is not None else sound.title
    return said if stats.own_title else sound.title or said


def icecast_stats_url(url: str) -> str:
    """The address of Icecast 2.4's status page on the server of `url`."""
    return urljoin(url, "/status-json.xsl")


def mount_of(url: str) -> str:
    return urlsplit(url).path or "/"
