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
from webapp.pictures.resize import NoPicture, resized
from webapp.pictures.shelf import Shelf

MAX_BYTES = 10_000_000
DEADLINE_S = 10.0
FETCHED_AT_ONCE = 8
OF_ONE_HOST = 2
"""A server that takes its time must not keep everybody else's pictures away."""

MADE_AT_ONCE = 2
WAIT_S = 12.0
"""Whoever waits for the others' turn for longer gets none: the page has its words."""

AGAIN_S = 60.0
MOST_MISSING = 2_000

log = structlog.get_logger("pictures")


class NotToBeHad(Exception):
    """There is no such picture now; `again_s` is when asking may help."""

    def __init__(self, reason: str, again_s: float = AGAIN_S) -> None:
        super().__init__(reason)
        self.again_s = again_s


class Gallery:
    """`elsewhere(f)` runs `f` where it may take its time, and returns what it returns (a thread, under gevent).

    `private_hosts` are those that the operator's configuration names as private ones.
    """

    def __init__(
        self,
        shelf: Shelf,
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
        self._fetching = threading.BoundedSemaphore(FETCHED_AT_ONCE)
        self._making = threading.BoundedSemaphore(MADE_AT_ONCE)
        self._turns: dict[str, tuple[threading.Semaphore, int]] = {}
        self._guard = threading.Lock()

    def picture(self, owner: str, url: str, width: int, kind: str) -> bytes:
        """The picture at `url` that belongs to `owner`. Raises `NotToBeHad`."""
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
            except (NewsroomError, NoPicture) as error:
                self._miss(key, str(error))
                log.info("picture", url=loggable(url), error=str(error))
                raise NotToBeHad(str(error)) from None
            self._shelf.put(name, made)
            return made

    def forget(self, owner: str) -> None:
        """Nothing of the owner's pictures stays: an article was withdrawn, a promo is over."""
        self._shelf.drop(key_of(owner))

    def _original(self, url: str, key: str) -> bytes:
        if kept := self._shelf.get(f"{key}.original"):
            return kept
        host = urlsplit(url).netloc
        with self._turn(f"of {host}", OF_ONE_HOST), _within(self._fetching):
            private = host in self._private
            got = self._get(
                url, max_bytes=MAX_BYTES, deadline_s=DEADLINE_S, types=client.PICTURES, allow_private=private
            )
        if got.status != 200:
            raise NoPicture(f"answers {got.status}")
        self._shelf.put(f"{key}.original", got.body)
        return got.body

    def _make(self, original: bytes, width: int, kind: str) -> bytes:
        with _within(self._making):
            return self._elsewhere(lambda: resized(original, width, kind))

    def _look_for_missing(self, key: str) -> None:
        until, reason = self._missing.get(key, (0.0, ""))
        if (left := until - self._clock()) > 0:
            raise NotToBeHad(reason, left)

    def _miss(self, key: str, reason: str) -> None:
        self._missing[key] = (self._clock() + AGAIN_S, reason)
        self._missing.move_to_end(key)
        while len(self._missing) > MOST_MISSING:
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
    if not turn.acquire(timeout=WAIT_S):
        raise NotToBeHad("too many pictures at once", 5.0)
    try:
        yield
    finally:
        turn.release()
