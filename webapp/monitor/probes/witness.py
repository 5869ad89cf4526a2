"""Whether our own network works: while a stream cannot be reached, another public address is asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from urllib.parse import urlsplit

from webapp.fetch import client
from webapp.fetch.addresses import FetchRefused, parse_address
from webapp.fetch.client import BadResponse
from webapp.fetch.connection import ConnectFailed
from webapp.newsroom.errors import NewsroomError

ASK_TIMEOUT_S = 3.0
MAX_WITNESSES = 3
ANSWER_VALID_S = 10.0
"""An answer is used for all streams for this long."""

Reach = Callable[[str], bool]


def reaches(url: str) -> bool:
    """Whether a server answers at this public address, whatever its answer is."""
    try:
        with client.open_response(url, deadline_s=ASK_TIMEOUT_S):
            return True
    except BadResponse:
        return True
    except (ConnectFailed, FetchRefused):
        return False
    except NewsroomError:
        return True


class Witness:
    """`urls` are public addresses that the station names anyway: its other streams, its feeds, its own site.

    IP addresses are not used: they answer even when our name resolution is broken.
    """

    def __init__(
        self, urls: Iterable[str], reach: Reach = reaches, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._urls = [url for url in dict.fromkeys(urls) if _has_name(url)]
        self._reach = reach
        self._clock = clock
        self._lock = threading.Lock()
        self._known: dict[str, tuple[float, bool]] = {}

    def network_works(self, url: str) -> bool:
        """Whether another host answers while `url` cannot be reached; true for a loopback `url`, which needs no network."""
        host = urlsplit(url).hostname or ""
        if host == "localhost" or host == "::1" or host.startswith("127."):
            return True
        return any(self._answers(other) for other in self._others(host))

    def _others(self, host: str) -> Sequence[str]:
        return [url for url in self._urls if urlsplit(url).hostname != host][:MAX_WITNESSES]

    def _answers(self, url: str) -> bool:
        with self._lock:
            at, answered = self._known.get(url, (-ANSWER_VALID_S, False))
        if self._clock() - at < ANSWER_VALID_S:
            return answered
        answered = self._reach(url)
        with self._lock:
            self._known[url] = (self._clock(), answered)
        return answered


def _has_name(url: str) -> bool:
    try:
        return parse_address(url).ip is None
    except FetchRefused:
        return False
