"""The probes of a station's streams, one each, behind one method that never raises."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

import structlog

from webapp.monitor.probes.answers import NO_ANSWER
from webapp.monitor.probes.hls import HlsProbe
from webapp.monitor.probes.level import Deaf, Ear, WorkerEar
from webapp.monitor.probes.mount import MountProbe, icecast_stats_url, mount_of
from webapp.monitor.probes.status_page import StatusPage
from webapp.monitor.probes.witness import Witness
from webapp.newsroom.station import Station, StreamConfig
from webapp.newsroom.stream.facts import Observation

log = structlog.get_logger("monitor")

Probe = Callable[[], Observation]


class Prober:
    """Looks at the streams of `station`; `base_url` (`http://127.0.0.1:8000`) is where paths of its own site are.

    `ear=None` measures no level. One look at a stream at a time; different streams from different threads.
    """

    def __init__(self, station: Station, base_url: str, ear: Ear | None = None) -> None:
        self._ear = ear or Deaf()
        self._urls = {config.id: urljoin(base_url, config.url) for config in station.streams}
        self._probes = {config.id: self._probe(config, base_url) for config in station.streams}
        self._own = {config.id for config in station.streams if not urlsplit(config.url).scheme}
        public = [self._urls[config.id] for config in station.streams if not _inside(config)]
        feeds = [feed.url for feed in station.feeds]
        self._witness = Witness([url for url in (*public, *feeds, station.url or "") if url.startswith("http")])

    def look(self, stream: str) -> Observation:
        """What the stream with this id does now. Takes up to about 15 s."""
        try:
            observation = self._probes[stream]()
            if stream in self._own and observation.reason == NO_ANSWER:
                # our own site may still be starting: that says nothing about the stream
                return observation.model_copy(update={"moving": "unknown", "connected": "unknown", "doubt": True})
            if not observation.reached and not observation.others_reached:
                others_reached = self._witness.network_works(self._urls[stream])
                observation = observation.model_copy(update={"others_reached": others_reached})
            return observation
        except Exception as error:  # a fault of ours must not end the monitor, nor count as a fault of the stream
            log.exception("probe failed", stream=stream)
            return Observation(
                reason="the monitor could not look at the stream", detail=f"{type(error).__name__}: {error}"
            )

    def close(self) -> None:
        if isinstance(self._ear, WorkerEar):
            self._ear.close()

    def _probe(self, config: StreamConfig, base_url: str) -> Probe:
        url, private = self._urls[config.id], _inside(config)
        stats_url = urljoin(base_url, config.probe) if config.probe else None
        if stats_url is None and config.kind == "icecast":
            stats_url = icecast_stats_url(url)
        page = StatusPage(stats_url, url, config.mount or mount_of(url), private, guessed=config.mount is None)
        if config.kind == "hls":
            return _completed(HlsProbe(url, private=private, ear=self._ear), page)
        return MountProbe(url, page, self._ear)


def _completed(probe: Probe, page: StatusPage) -> Probe:
    """`probe`, with title and listeners of a page that is about the stream, if there is one."""

    def look() -> Observation:
        observation = probe()
        stats, _ = page.ask()
        return observation.model_copy(update={"title": stats.title, "listeners": stats.listeners})

    return look if page.url else probe


def _inside(config: StreamConfig) -> bool:
    """Whether the stream may be on a private network: configured so, or a path of our own site."""
    return config.private or not urlsplit(config.url).scheme
