"""Campaigns under way: which shards are still to be sent, who sends one now, and to whom of it was sent already.

A shard belongs to its sender for `CLAIM_S`, and longer while it says how far it is. After that another goes on where it stopped:
what was noted as sent is not sent again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import orjson

from webapp.newsroom.push.campaign import Campaign
from webapp.newsroom.times import unix_ms
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import script, store_errors
from webapp.store.core.stored import parse_readable

CLAIM_S = 15.0
KEPT_S = 3 * 86_400
"""What shards a headline went to is known for so long, for its correction and withdrawal."""


class Campaigns:
    """Raises `StoreAway`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._claim = script(store, "push_claim")

    def begin(self, campaign: Campaign, shards: Collection[int]) -> None:
        """Has `shards` sent; nothing changes where the campaign has begun already. Others of its headline end."""
        with store_errors():
            if self._store.hexists(keys.PUSH_CAMPAIGNS, campaign.id):
                return
            for other in self.all():
                if other.headline == campaign.headline:
                    self.end(other.id)
            pipe = self._store.pipeline(transaction=True)
            if shards:
                pipe.zadd(keys.push_todo(campaign.id), {str(shard): 0 for shard in shards})
            pipe.hset(keys.PUSH_CAMPAIGNS, campaign.id, orjson.dumps(campaign.dump()))
            pipe.execute()

    def all(self) -> list[Campaign]:
        """Those under way, what is most urgent first."""
        with store_errors():
            texts = self._store.hvals(keys.PUSH_CAMPAIGNS)
        return sorted(parse_readable(Campaign, texts), key=lambda one: (one.rank, one.begun_at))

    def claim(self, campaign: Campaign, now: datetime) -> int | None:
        """A shard that is to be sent and that nobody sends; `None` where there is none now."""
        ms = unix_ms(now)
        with store_errors():
            got = self._claim(
                keys=[keys.push_todo(campaign.id), keys.push_reached(campaign.headline)],
                args=[ms, ms + int(CLAIM_S * 1000), KEPT_S],
            )
        return None if got is None else int(got)

    def sent_of(self, campaign: str, shard: int) -> set[str]:
        """The ids of those of the shard that have been dealt with."""
        with store_errors():
            return {name.decode() for name in self._store.smembers(keys.push_sent(campaign, shard))}

    def note(self, campaign: str, shard: int, done: Sequence[str], counts: dict[str, int], now: datetime) -> None:
        """`done` were dealt with, and the shard is still being sent."""
        key = keys.push_sent(campaign, shard)
        with store_errors():
            pipe = self._store.pipeline(transaction=True)
            pipe.sadd(key, *done)
            pipe.expire(key, KEPT_S)
            for name, number in counts.items():
                pipe.hincrby(keys.push_counts(campaign), name, number)
            pipe.expire(keys.push_counts(campaign), KEPT_S)
            pipe.zadd(keys.push_todo(campaign), {str(shard): unix_ms(now) + int(CLAIM_S * 1000)}, xx=True)
            pipe.execute()

    def finish(self, campaign: str, shard: int) -> None:
        """All of the shard was dealt with."""
        with store_errors():
            self._store.zrem(keys.push_todo(campaign), str(shard))
            self._store.delete(keys.push_sent(campaign, shard))

    def postpone(self, campaign: str, shard: int, until: datetime) -> None:
        """The rest of the shard is sent at `until`: a push service asked for a pause."""
        with store_errors():
            self._store.zadd(keys.push_todo(campaign), {str(shard): unix_ms(until)}, xx=True)

    def left(self, campaign: str) -> int:
        """How many shards are still to be sent."""
        with store_errors():
            return int(self._store.zcard(keys.push_todo(campaign)))

    def counts(self, campaign: str) -> dict[str, int]:
        """`sent`, `gone`, `failed`, `quiet`: how many were dealt with in which way."""
        with store_errors():
            found: dict[Any, Any] = self._store.hgetall(keys.push_counts(campaign))
        return {name.decode(): int(number) for name, number in found.items()}

    def reached(self, headline: str) -> list[int]:
        """The shards that notices of the headline went to, in whole or in part."""
        with store_errors():
            return sorted(int(shard) for shard in self._store.smembers(keys.push_reached(headline)))

    def end(self, campaign: str) -> None:
        """Forgets it; whoever sends a shard of it stops at its next word."""
        with store_errors():
            shards = [int(shard) for shard in self._store.zrange(keys.push_todo(campaign), 0, -1)]
            gone = [keys.push_sent(campaign, shard) for shard in shards]
            self._store.delete(keys.push_todo(campaign), keys.push_counts(campaign), *gone)
            self._store.hdel(keys.PUSH_CAMPAIGNS, campaign)

    def is_on(self, campaign: str) -> bool:
        """Whether it is under way: not ended, and overtaken by nothing."""
        with store_errors():
            return bool(self._store.hexists(keys.PUSH_CAMPAIGNS, campaign))
