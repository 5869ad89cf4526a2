"""Article sources in the store: the state of each, and what the newsroom or its hub asked for."""

from __future__ import annotations

from typing import TypeVar, cast

import orjson
import structlog

from webapp.newsroom.articles.feed_state import FeedState, FeedWish
from webapp.newsroom.articles.websub_state import HubSubscription
from webapp.newsroom.errors import NewerBuild
from webapp.newsroom.model import Value
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors
from webapp.store.core.stored import parse_stored

V = TypeVar("V", bound=Value)

log = structlog.get_logger("feeds")


class Feeds:
    """Raises `StoreAway` when the store does not answer."""

    _states, _wishes, _pushes = keys.FEEDS, keys.FEED_WISHES, keys.FEED_PUSHES
    _owners: str | None = keys.OWNERS

    def __init__(self, store: Store) -> None:
        self._store = store

    def every(self) -> dict[str, FeedState | None]:
        """By id; `None` for a state that another build wrote and this one cannot read, which must not be overwritten."""
        return self._all(FeedState, self._states)

    def put(self, feed: FeedState) -> None:
        """Stores the state of one source."""
        with store_errors():
            self._store.hset(self._states, feed.id, orjson.dumps(feed.dump()))

    def forget_all_but(self, ids: set[str]) -> None:
        """Forgets sources that are no longer configured, and which stories they own, so that other sources may bring
        those.
        """
        with store_errors():
            for story, owner in self._store.hgetall(self._owners).items() if self._owners else ():
                if owner.decode() not in ids and self._owners:
                    self._store.hdel(self._owners, story)
            for key in (self._states, self._wishes, self._pushes):
                for name in self._store.hkeys(key):
                    if name.decode() not in ids:
                        self._store.hdel(key, name)

    def pushes(self) -> dict[str, HubSubscription | None]:
        """The subscriptions at hubs, by source; `None` as in `every`."""
        return self._all(HubSubscription, self._pushes)

    def _all(self, kind: type[V], key: str) -> dict[str, V | None]:
        with store_errors():
            found = self._store.hgetall(key)
        known: dict[str, V | None] = {}
        for name, text in found.items():
            try:
                known[name.decode()] = parse_stored(kind, text)
            except NewerBuild as error:
                log.warning("left alone", source=name.decode(), why=error.message)
                known[name.decode()] = None
        return known

    def put_push(self, feed_id: str, push: HubSubscription) -> None:
        """Stores a subscription."""
        with store_errors():
            self._store.hset(self._pushes, feed_id, orjson.dumps(push.dump()))

    def wishes(self) -> dict[str, FeedWish]:
        """What was asked for, by source."""
        with store_errors():
            found = self._store.hgetall(self._wishes)
        return {name.decode(): cast("FeedWish", wish.decode()) for name, wish in found.items()}

    def wish(self, feed_id: str, wish: FeedWish | None) -> None:
        """Asks for something; `None` removes the request, for example a pause."""
        with store_errors():
            if wish is None:
                self._store.hdel(self._wishes, feed_id)
            else:
                self._store.hset(self._wishes, feed_id, wish)

    def clear_poll_now(self, feed_id: str) -> None:
        """Removes the request to poll at once, which was carried out; a pause stays."""
        self._clear(feed_id, "now")

    def clear_hub_call(self, feed_id: str) -> None:
        """Removes the hub's call before the source is polled for it; a later call counts again."""
        self._clear(feed_id, "told")

    def _clear(self, feed_id: str, wish: FeedWish) -> None:
        if self.wishes().get(feed_id) == wish:
            self.wish(feed_id, None)
