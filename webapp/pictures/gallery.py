"""Pictures in the sizes that pages ask for: from the disk cache, or fetched once and resized.

request ─► in the cache? ─► original in the cache? ─► fetch (checked address, 10 MB, 10 s) ─► resize, in a child ─► cache
                                                          └─ unavailable: remembered for a minute
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
from webapp.newsroom.articles.picture_paths import picture_key, upload_of
from webapp.newsroom.errors import NewsroomError
from webapp.newsroom.links import loggable
from webapp.pictures.disk_cache import DiskCache
from webapp.pictures.errors import PictureUnavailable, UnusablePicture

MAX_PICTURE_BYTES = 10_000_000
DEADLINE_S = 10.0
MAX_PARALLEL_FETCHES = 8
MAX_PARALLEL_FETCHES_PER_HOST = 2
"""A slow server must not keep pictures of other hosts waiting."""

MAX_PARALLEL_RESIZES = 2
MAX_WAIT_S = 12.0
"""A request that waits longer for its turn gets no picture; the page shows its text."""

RETRY_AFTER_S = 60.0
MAX_MISSING_REMEMBERED = 2_000

log = structlog.get_logger("pictures")


class Gallery:
    """Serves pictures and remembers for `RETRY_AFTER_S` which ones are unavailable.

    `resize` is `resize.resized` or does the same elsewhere (`resize_worker.Resizers`).
    `uploaded` has the originals that editors uploaded, by their names.
    `private_hosts` (`host` or `host:port`) are those that the operator's configuration names as private.
    """

    def __init__(
        self,
        cache: DiskCache,
        resize: Callable[[bytes, int, str], bytes],
        private_hosts: Callable[[], Collection[str]] = tuple,
        uploaded: Callable[[str], bytes | None] = lambda upload: None,
        get: Callable[..., client.Fetched] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._cache = cache
        self._private_hosts = private_hosts
        self._resized = resize
        self._uploaded = uploaded
        self._get = get or client.get
        self._clock = clock
        self._missing: OrderedDict[str, tuple[float, str]] = OrderedDict()
        self._fetching = threading.BoundedSemaphore(MAX_PARALLEL_FETCHES)
        self._resizing = threading.BoundedSemaphore(MAX_PARALLEL_RESIZES)
        self._turns: dict[str, tuple[threading.Semaphore, int]] = {}
        self._guard = threading.Lock()

    def picture(self, owner: str, url: str, width: int, kind: str) -> bytes:
        """The bytes of the picture at `url`, `width` pixels wide, as `kind` (`webp`, `jpg`).

        `owner` is whose picture it is (an article's slug, a programme, the promo), for `forget`. Raises `PictureUnavailable`.
        """
        key = f"{picture_key(owner)}-{picture_key(url)}"
        name = f"{key}-{width}.{kind}"
        if made := self._cache.get(name):
            return made
        with self._limit_parallel(key):
            if made := self._cache.get(name):  # made by another request while this one waited
                return made
            self._raise_if_missing(key)
            try:
                made = self.resize(self._fetch_original(url, key), width, kind)
            except (NewsroomError, UnusablePicture) as error:
                self._remember_missing(key, str(error))
                log.info("picture", url=loggable(url), error=str(error))
                raise PictureUnavailable(str(error), RETRY_AFTER_S) from None
            self._cache.put(name, made)
            return made

    def forget(self, owner: str) -> None:
        """Deletes all pictures of `owner`: an article was withdrawn, a promo is over."""
        self._cache.drop(picture_key(owner))

    def _fetch_original(self, url: str, key: str) -> bytes:
        if kept := self._cache.get(f"{key}.original"):
            return kept
        if upload := upload_of(url):
            if data := self._uploaded(upload):
                return data
            raise UnusablePicture("is not kept any more")
        host = urlsplit(url).netloc
        with self._limit_parallel(f"of {host}", MAX_PARALLEL_FETCHES_PER_HOST), _within(self._fetching):
            private = host in self._private_hosts()
            got = self._get(
                url,
                max_bytes=MAX_PICTURE_BYTES,
                deadline_s=DEADLINE_S,
                types=client.PICTURE_TYPES,
                allow_private=private,
            )
        if got.status != 200:
            raise UnusablePicture(f"answers {got.status}")
        self._cache.put(f"{key}.original", got.body)
        return got.body

    def resize(self, original: bytes, width: int, kind: str) -> bytes:
        """As `resize.resized`, few at a time. Raises `UnusablePicture`, and `PictureUnavailable` where too many wait."""
        with _within(self._resizing):
            return self._resized(original, width, kind)

    def _raise_if_missing(self, key: str) -> None:
        until, reason = self._missing.get(key, (0.0, ""))
        if (left := until - self._clock()) > 0:
            raise PictureUnavailable(reason, left)

    def _remember_missing(self, key: str, reason: str) -> None:
        self._missing[key] = (self._clock() + RETRY_AFTER_S, reason)
        self._missing.move_to_end(key)
        while len(self._missing) > MAX_MISSING_REMEMBERED:
            self._missing.popitem(last=False)

    @contextmanager
    def _limit_parallel(self, key: str, max_parallel: int = 1) -> Iterator[None]:
        """At most `max_parallel` at a time for one key (a picture, or a host); others wait."""
        with self._guard:
            turn, waiting = self._turns.get(key) or (threading.Semaphore(max_parallel), 0)
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
