"""A mount of a streaming server: what the server says of it (encoder, title, listeners) and what it sends.

What it sends decides. Status pages hide mounts, cache, and are wrong about fallbacks: a listener hears the fallback.
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

STATS_S = 4.0
STATS_BYTES = 256_000

BROWSER = "Mozilla/5.0 (compatible; Airwire stream monitor)"
"""SHOUTcast 1 sends its status page to browsers only, and the sound to everybody else."""


@dataclass(frozen=True)
class MountProbe:
    """Looks at `url`, and beside it at `stats_url`, where there is one. `mount` is the path by which the server knows it."""

    url: str
    mount: str
    stats_url: str | None
    private: bool
    ear: Ear

    def __call__(self) -> Observation:
        # Side by side: of a server that trickles, both take as long as they may.
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
                # a server that is full shuts us out for now, and its status page goes on telling
                "again_s": None if stats.connected != "unknown" else sound.again_s,
                "reason": reason,
            }
        )

    def _stats(self) -> tuple[Stats, bool]:
        """What the server says, and whether it said anything at all."""
        if self.stats_url is None:
            return Stats(), False
        try:
            got = client.get(
                self.stats_url,
                allow_private=self.private,
                max_bytes=STATS_BYTES,
                deadline_s=STATS_S,
                headers={"User-Agent": BROWSER},
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
    """Where Icecast 2.4 has its status, beside its mounts."""
    return urljoin(url, "/status-json.xsl")


def mount_of(url: str) -> str:
    return urlsplit(url).path or "/"
