"""Push subscriptions in the store, spread over shards, so that any number of senders can share them."""

from __future__ import annotations

import os

import orjson

from webapp.newsroom.errors import TooMany
from webapp.newsroom.push.subscription import PushSubscription, subscription_id
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors
from webapp.store.core.stored import parse_readable

SHARDS = range(keys.PUSH_SHARDS)


def shard_of(subscription: str) -> int:
    """The shard of a subscription, by its id."""
    return int(subscription[:4], 16) % keys.PUSH_SHARDS


class PushSubscriptions:
    """Raises `StoreAway`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def put(self, subscription: PushSubscription, instead_of: str | None = None) -> bool:
        """Keeps it, in the place of that with the endpoint `instead_of`; a new one gets a test notice. Whether it is new.
        Raises `TooMany` where there are `PUSH_CAP` of them."""
        key = keys.push_shard(shard_of(subscription.id))
        with store_errors():
            if not self._store.hexists(key, subscription.id) and self.count() >= keys.PUSH_CAP:
                raise TooMany("there are as many subscriptions as are kept")
            made = bool(self._store.hset(key, subscription.id, orjson.dumps(subscription.dump())))
            if not subscription.confirmed:
                self._store.sadd(keys.PUSH_WELCOME, subscription.id)
        if instead_of and instead_of != subscription.endpoint:
            self.remove(subscription_id(instead_of))
        return made

    def get(self, subscription: str) -> PushSubscription | None:
        with store_errors():
            text = self._store.hget(keys.push_shard(shard_of(subscription)), subscription)
        return next(iter(parse_readable(PushSubscription, [text])), None) if text else None

    def remove(self, *subscriptions: str) -> int:
        """How many there were of these ids."""
        with store_errors():
            pipe = self._store.pipeline(transaction=False)
            for one in subscriptions:
                pipe.hdel(keys.push_shard(shard_of(one)), one)
            return sum(int(gone) for gone in pipe.execute()) if subscriptions else 0

    def of(self, shard: int) -> list[PushSubscription]:
        """All of one shard."""
        with store_errors():
            texts = self._store.hvals(keys.push_shard(shard))
        return list(parse_readable(PushSubscription, texts))

    def count(self) -> int:
        """How many there are."""
        return sum(self._sizes())

    def shards(self) -> list[int]:
        """Those that hold any."""
        with store_errors():
            if not self._store.exists(*(keys.push_shard(shard) for shard in SHARDS)):
                return []  # as at most stations, at each headline: one question
        return [shard for shard, size in zip(SHARDS, self._sizes(), strict=True) if size]

    def _sizes(self) -> list[int]:
        with store_errors():
            pipe = self._store.pipeline(transaction=False)
            for shard in SHARDS:
                pipe.hlen(keys.push_shard(shard))
            return pipe.execute()

    def newcomers(self, most: int) -> list[PushSubscription]:
        """Up to `most` that have not been confirmed, taken from those that wait for their test notice."""
        with store_errors():
            names = self._store.spop(keys.PUSH_WELCOME, most) or []
        found = (self.get(name.decode()) for name in names)
        return [one for one in found if one is not None and not one.confirmed]

    def signing_key(self) -> bytes:
        """The station's 32 bytes for VAPID, made by whoever asks first. Whoever loses them loses every subscription."""
        with store_errors():
            known = self._store.get(keys.PUSH_KEY)
            if known is None:
                self._store.set(keys.PUSH_KEY, _new_key().hex(), nx=True)
                known = self._store.get(keys.PUSH_KEY)
        assert known is not None
        return bytes.fromhex(known.decode())


def _new_key() -> bytes:
    # A number below the order of P-256, which begins with ffffffff00000000: the first four bytes decide that.
    return bytes([os.urandom(1)[0] & 0x7F]) + os.urandom(31)
