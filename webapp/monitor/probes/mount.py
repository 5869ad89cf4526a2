"""A mount of a streaming server: what the server says of it (encoder, title, listeners) and what it sends.

The received bytes decide. Status pages hide mounts, are cached, and are wrong about fallbacks, which listeners do hear.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from webapp.fetch import client
from webapp.monitor.probes.answers import by_error, by_status
from webapp.monitor.probes.audio import look_at_audio
from webapp.monitor.probes.icecast import read_icecast
from webapp.monitor.probes.level import Ear
from webapp.monitor.probes.shoutcast import read_shoutcast
from webapp.monitor.probes.stats import Stats
from webapp.newsroom.errors import NewsroomError
from webapp.newsroom.stream.facts import Observation

STATS_TIMEOUT_S = 4.0
MAX_STATS_BYTES = 256_000

BROWSER_USER_AGENT = "Mozilla/5.0 (compatible; Airwire stream monitor)"
"""SHOUTcast 1 sends its status page to browsers only, and the sound to everybody else."""


@dataclass(frozen=True)
class MountProbe:
    """Looks at `url`, and at `stats_url` if there is one. `mount` is the server's own path of the stream (`/live.mp3`)."""

    url: str
    mount: str
    stats_url: str | None
    private: bool
    ear: Ear

    def __call__(self) -> Observation:
        # Concurrently: with a slow server both take their full time limits.
        with ThreadPoolExecutor(1) as beside:
            asked = beside.submit(self._stats)
            sound = look_at_audio(self.url, private=self.private, ear=self.ear)
            stats, answered = asked.result()
        if not sound.reached and answered and _host(self.stats_url) == _host(self.url):
            sound = sound.model_copy(update={"others_reached": True})
        reason = sound.reason
        if sound.moving == "unknown" and stats.connected != "unknown":
            reason = stats.reason
        elif sound.moving == "yes" and stats.connected == "no":
            reason = "the encoder is away; a fallback plays"
        return sound.model_copy(
            update={
                "connected": stats.connected,
                "title": stats.title or sound.title,
                "listeners": stats.listeners,
                # a server that is full shuts us out for now, and its status page still answers
                "again_s": None if stats.connected != "unknown" else sound.again_s,
                "reason": reason,
            }
        )

    def _stats(self) -> tuple[Stats, bool]:
        """The server's statistics, and whether it answered at all."""
        if self.stats_url is None:
            return Stats(), False
        try:
            got = client.get(
                self.stats_url,
                allow_private=self.private,
                max_bytes=MAX_STATS_BYTES,
                deadline_s=STATS_TIMEOUT_S,
                headers={"User-Agent": BROWSER_USER_AGENT},
            )
        except NewsroomError as error:
            return Stats(), by_error(error).reached
        if by_status(got.status):
            return Stats(), True
        stats = read_icecast(got.body, self.mount) or read_shoutcast(got.body)
        return stats or Stats(reason="the server's status page cannot be read"), True


def _host(url: str | None) -> str | None:
    return urlsplit(url).hostname if url else None


def icecast_stats_url(url: str) -> str:
    """The address of Icecast 2.4's status page on the server of `url`."""
    return urljoin(url, "/status-json.xsl")


def mount_of(url: str) -> str:
    return urlsplit(url).path or "/"
