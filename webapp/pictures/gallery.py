"""A picture in the size that is wanted: from the shelf, or fetched once and made.

wanted ─► on the shelf? ─► the original on the shelf? ─► fetched (vetted address, 10 MB, 10 s) ─► resized ─► shelf
                                                              └─ cannot be had: remembered for a while
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import structlog

from webapp.fetch import client
from webapp.newsroom.articles.picture_paths import key_of
from webapp.newsroom.errors import NewsroomError
from webapp.newsroom.links import loggable
from webapp.pictures.disk_cache import DiskCache
from webapp.pictures.resize import UnusablePicture, resized

MAX_PICTURE_BYTES = 10_000_000
DEADLINE_S = 10.0
MAX_PARALLEL_FETCHES = 8
MAX_PARALLEL_FETCHES_PER_HOST = 2
"""A server that takes its time must not keep everybody else's pictures away."""

MAX_PARALLEL_RESIZES = 2
MAX_WAIT_S = 12.0
"""Whoever waits for the others' turn for longer gets none: the page has its words."""

RETRY_AFTER_S = 60.0
MAX_MISSING_REMEMBERED = 2_000

log = structlog.get_logger("pictures")


class PictureUnavailable(Exception):
    """There is no such picture now; `again_s` is when asking may help."""

    def __init__(self, reason: str, again_s: float = RETRY_AFTER_S) -> None:
        super().__init__(reason)
        self.again_s = again_s


class Gallery:
    """`elsewhere(f)` runs `f` where it may take its time, and returns what it returns (a thread, under gevent).

    `private_hosts` are those that the operator's configuration names as private ones.
    """

    def __init__(
        self,
        shelf: DiskCache,
        private_hosts: Collection[str] = (),
        elsewhere: Callable[[Callable[[], bytes]], bytes] = lambda make: make(),
        get: Callable[..., client.Fetched] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._shelf = shelf
        self._private = frozenset(private_hosts)
        self._elsewhere = elsewhere
        self._get = get or client.get
        self._clock = clock
        self._missing: OrderedDict[str, tuple[float, str]] = OrderedDict()
        self._fetching = threading.BoundedSemaphore(MAX_PARALLEL_FETCHES)
        self._making = threading.BoundedSemaphore(MAX_PARALLEL_RESIZES)
        self._turns: dict[str, tuple[threading.Semaphore, int]] = {}
        self._guard = threading.Lock()

    def picture(self, owner: str, url: str, width: int, kind: str) -> bytes:
        """The picture at `url` that belongs to `owner`. Raises `PictureUnavailable`."""
        key = f"{key_of(owner)}-{key_of(url)}"
        name = f"{key}-{width}.{kind}"
        if made := self._shelf.get(name):
            return made
        with self._turn(key):
            if made := self._shelf.get(name):  # whoever was before us made it
                return made
            self._look_for_missing(key)
            try:
                made = self._make(self._original(url, key), width, kind)
            except (NewsroomError, UnusablePicture) as error:
                self._miss(key, str(error))
                log.info("picture", url=loggable(url), error=str(error))
                raise PictureUnavailable(str(error)) from None
            self._shelf.put(name, made)
            return made

    def forget(self, owner: str) -> None:
        """Nothing of the owner's pictures stays: an article was withdrawn, a promo is over."""
        self._shelf.drop(key_of(owner))

    def _original(self, url: str, key: str) -> bytes:
        if kept := self._shelf.get(f"{key}.original"):
            return kept
        host = urlsplit(url).netloc
        with self._turn(f"of {host}", MAX_PARALLEL_FETCHES_PER_HOST), _within(self._fetching):
            private = host in self._private
            got = self._get(
                url,
                max_bytes=MAX_PICTURE_BYTES,
                deadline_s=DEADLINE_S,
                types=client.PICTURE_TYPES,
                allow_private=private,
            )
        if got.status != 200:
            raise UnusablePicture(f"answers {got.status}")
        self._shelf.put(f"{key}.original", got.body)
        return got.body

    def _make(self, original: bytes, width: int, kind: str) -> bytes:
        with _within(self._making):
            return self._elsewhere(lambda: resized(original, width, kind))

    def _look_for_missing(self, key: str) -> None:
        until, reason = self._missing.get(key, (0.0, ""))
        if (left := until - self._clock()) > 0:
            raise PictureUnavailable(reason, left)

    def _miss(self, key: str, reason: str) -> None:
        self._missing[key] = (self._clock() + RETRY_AFTER_S, reason)
        self._missing.move_to_end(key)
        while len(self._missing) > MAX_MISSING_REMEMBERED:
            self._missing.popitem(last=False)

    @contextmanager
    def _turn(self, key: str, at_once: int = 1) -> Iterator[None]:
        """So many at a time for one picture, or one host, however many ask."""
        with self._guard:
            turn, waiting = self._turns.get(key) or (threading.Semaphore(at_once), 0)
            self._turns[key] = (turn, waiting + 1)
        try:
            with _within(turn):
                yield
        finally:
            with self._guard:
                turn, waiting = self._turns.pop(key)
                if waiting > 1:
                    self._turns[key] = (turn, waiting - 1)


@contextmanager
def _within(turn: threading.Semaphore) -> Iterator[None]:
    if not turn.acquire(timeout=MAX_WAIT_S):
        raise PictureUnavailable("too many pictures at once", 5.0)
    try:
        yield
    finally:
        turn.release()
