"""Polls the station's feeds when they are due, in the acting clock process.

Polls run in their own threads: a slow or hostile source delays neither other sources nor segments and headlines.
Two clocks that poll at once do no harm, since importing a story twice changes nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeVar

import structlog

from webapp.intake.feeds.hubs import Hubs
from webapp.intake.story.urls import site_of
from webapp.newsroom.articles.feed_state import FeedState, after_failure, feed_id, is_due
from webapp.newsroom.errors import StoreAway
from webapp.newsroom.links import loggable
from webapp.newsroom.station import FeedConfig, settings_key
from webapp.store.articles.feed_state import Feeds

C_contra = TypeVar("C_contra", bound=FeedConfig, contravariant=True)
S = TypeVar("S", bound=FeedConfig)
MAX_PARALLEL_POLLS = 4
STEP_INTERVAL_S = 1.0

log = structlog.get_logger("feeds")


class Polls(Protocol[C_contra]):
    """Polls one source."""

    def poll(self, config: C_contra, feed: FeedState, now: datetime, *, hub_is_live: bool = False) -> FeedState:
        """The state of the source after a poll. Raises `StoreAway`."""


class FeedPolling(Generic[S]):
    """`step` starts a poll of every feed that is due; `start` runs it every second while `acting()`."""

    def __init__(
        self,
        sources: Callable[[], Sequence[S]],
        reader: Polls[S],
        feeds: Feeds,
        now: Callable[[], datetime],
        acting: Callable[[], bool],
        hubs: Hubs | None = None,
    ) -> None:
        self._configured = sources
        self._reader = reader
        self._feeds = feeds
        self._now = now
        self._acting = acting
        self._hubs = hubs
        self._polling_hosts: dict[str, str] = {}
        self._pool = ThreadPoolExecutor(MAX_PARALLEL_POLLS, thread_name_prefix="feed")
        self._stopping = threading.Event()

    def step(self) -> list[Future[None]]:
        """Starts a poll of every feed that is due, one per host at a time. Raises `StoreAway`."""
        known, wishes, now = self._feeds.every(), self._feeds.wishes(), self._now()
        started = []
        for name, source in self._sources().items():
            feed = known.get(name, FeedState(id=name, url=source.url))
            if feed is None:
                continue
            host, settings = site_of(source.url), settings_key(source)
            if host in self._polling_hosts.values() or not is_due(feed, wishes.get(name), now, settings):
                continue
            self._polling_hosts[name] = host
            tried = feed.model_copy(update={"title": source.title, "settings": settings})
            started.append(self._pool.submit(self._poll, source, tried))
        return started

    def _sources(self) -> dict[str, S]:
        """Those of the settings in force, by id."""
        return {feed_id(source.url): source for source in self._configured()}

    def _poll(self, source: S, feed: FeedState) -> None:
        try:
            now = self._now()
            self._feeds.clear_hub_call(feed.id)
            push = self._feeds.pushes().get(feed.id)
            seen = self._reader.poll(source, feed, now, hub_is_live=push is not None and push.is_live(now))
            self._feeds.put(seen)
            self._feeds.clear_poll_now(feed.id)
            self._log_change(feed, seen)
            if self._hubs:
                self._hubs.keep_subscribed(seen, source, now)
        except StoreAway as error:
            log.warning("store away", feed=loggable(source.url), error=error.message)
        except Exception:
            log.exception("look failed", feed=loggable(source.url))
            self._record_fault(source, feed)
        finally:
            self._polling_hosts.pop(feed.id, None)

    def _record_fault(self, source: S, feed: FeedState) -> None:
        """Stores an unexpected fault as a failed poll, so that it does not repeat every second."""
        error = "could not be read; this is noted as a fault of ours"
        try:
            self._feeds.put(after_failure(feed, error, self._now(), timedelta(seconds=source.every_s), jitter=0))
            self._feeds.clear_poll_now(feed.id)
        except StoreAway:
            log.warning("store away", feed=loggable(source.url))

    def _log_change(self, before: FeedState, seen: FeedState) -> None:
        if seen.error and seen.error != before.error:
            log.warning("feed", feed=loggable(seen.url), error=seen.error)
        elif before.error and not seen.error:
            log.info("feed is well again", feed=loggable(seen.url))

    def start(self) -> None:
        threading.Thread(target=self._run, name="feeds", daemon=True).start()

    def stop(self) -> None:
        """Running polls are abandoned: repeating them changes nothing."""
        self._stopping.set()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _run(self) -> None:
        tidy: set[str] | None = None
        while not self._stopping.wait(STEP_INTERVAL_S):
            if not self._acting():
                continue
            try:
                if (named := set(self._sources())) != tidy:
                    self._feeds.forget_all_but(named)
                    tidy = named
                self.step()
            except StoreAway:
                log.debug("store away")
            except Exception:
                log.exception("feeds")
