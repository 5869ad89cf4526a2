"""A server's or an automation's page about a stream: asked at its address, and read whichever kind it is."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field, replace
from urllib.parse import unquote, urlsplit, urlunsplit

from webapp.fetch import client
from webapp.monitor.probes.answers import by_error, by_status
from webapp.monitor.probes.icecast import read_icecast
from webapp.monitor.probes.now_playing import read_now_playing
from webapp.monitor.probes.shoutcast import read_shoutcast
from webapp.monitor.probes.stats import UNREADABLE_REASON, Stats
from webapp.newsroom.errors import NewsroomError

STATS_TIMEOUT_S = 4.0
MAX_STATS_BYTES = 1_000_000
"""A server's list of all its stations is one of the larger ones."""

BROWSER_USER_AGENT = "Mozilla/5.0 (compatible; Airwire stream monitor)"
"""SHOUTcast 1 sends its status page to browsers only, and the sound to everybody else."""


def read_status(body: bytes, stream_url: str, mount: str, *, guessed: bool) -> Stats:
    """What a page says of the stream at `stream_url`, which the server calls `mount` (`guessed` from the address)."""
    return (
        read_icecast(body, mount, guessed=guessed)
        or read_shoutcast(body, mount, guessed=guessed)
        or read_now_playing(body, stream_url)
        or Stats(reason=UNREADABLE_REASON)
    )


@dataclass
class StatusPage:
    """The page at `url` (`None`: there is none), which may hold a user and password (`https://admin:secret@…`).

    `mount` is the server's own path of the stream (`/live.mp3`); `guessed` where it was taken from the public address: it
    is then believed to be gone only once it has been there.
    """

    url: str | None
    stream_url: str
    mount: str
    private: bool
    guessed: bool = False
    _was_listed: bool = field(default=False, init=False)

    @property
    def host(self) -> str | None:
        return urlsplit(self.url).hostname if self.url else None

    def ask(self) -> tuple[Stats, bool]:
        """The page's statistics, and whether the server answered at all. Never raises."""
        if self.url is None:
            return Stats(), False
        url, sign_in = _without_sign_in(self.url)
        try:
            got = client.get(
                url, allow_private=self.private, max_bytes=MAX_STATS_BYTES, deadline_s=STATS_TIMEOUT_S,
                headers={"User-Agent": BROWSER_USER_AGENT, **sign_in},
            )  # fmt: skip
        except NewsroomError as error:
            return Stats(), by_error(error).reached
        if by_status(got.status):
            return Stats(), True
        return self._known(read_status(got.body, self.stream_url, self.mount, guessed=self.guessed)), True

    def _known(self, stats: Stats) -> Stats:
        if stats.listed:
            self._was_listed = self._was_listed or stats.connected != "unknown"
        elif self.guessed and not self._was_listed:
            return replace(stats, connected="unknown", reason=None, hint=self._not_listed)
        return stats

    @property
    def _not_listed(self) -> str:
        return f"the server's status page has no {self.mount}; if a proxy renames it, set the stream's `mount`"


def _without_sign_in(url: str) -> tuple[str, dict[str, str]]:
    """The address without user and password, and the header that carries them."""
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    if not at:
        return url, {}
    token = b64encode(unquote(user).encode()).decode()
    return urlunsplit(parts._replace(netloc=host)), {"Authorization": f"Basic {token}"}
