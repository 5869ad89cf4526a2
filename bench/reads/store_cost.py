"""What counting reads costs the store: the time to rank a week of them, and the memory that a week takes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import redis

from webapp.newsroom.reads.ranking import WINDOWS
from webapp.store.core import keys
from webapp.wiring.config import read_config
from webapp.wiring.services import build


def ranking(client: redis.Redis, reads_each: int) -> float:
    """Milliseconds of the store's time to rank 2,000 articles over 7 days, each read `reads_each` times in every bucket."""
    now, of = datetime.now(UTC), WINDOWS["7d"]
    with client.pipeline(transaction=False) as pipe:
        slugs = {f"rank-{n}": int(now.timestamp() * 1000) + n for n in range(2_000)}
        pipe.zadd(keys.NEWEST, slugs)
        for start in of.starts(now):
            pipe.zadd(keys.tally(of.width_s, start), {slug: reads_each + n for n, slug in enumerate(slugs)})
        pipe.execute()
    url = f"redis://127.0.0.1:{client.connection_pool.connection_kwargs['port']}/0"
    reads = build(read_config(redis_url=url, secret_key="x" * 32)).reads
    client.config_resetstat()
    for _ in range(20):
        reads.top("7d", now)
    spent: Any = client.info("commandstats")
    calls = [spent[name] for name in ("cmdstat_evalsha", "cmdstat_eval") if name in spent]
    return float(sum(call["usec"] for call in calls)) / 20 / 1000


def memory(client: redis.Redis) -> float:
    """MB that a week of 1M reads a day of 2,000 articles takes, with the marks that each read leaves for half an hour."""
    client.flushall()
    before = _used(client)
    now = datetime.now(UTC)
    with client.pipeline(transaction=False) as pipe:
        for of in WINDOWS.values():
            for start in of.starts(now):
                pipe.zadd(
                    keys.tally(of.width_s, start), {f"some-story-of-that-day-{n:04}": n + 1 for n in range(2_000)}
                )
        for start in WINDOWS["24h"].starts(now):
            for name in ("page", "ticker", "partner", "direct"):
                pipe.zadd(keys.came_by(name, start), {f"some-story-of-that-day-{n:04}": n + 1 for n in range(2_000)})
            for why in ("repeats", "bots"):
                pipe.zadd(keys.left_out(why, start), {f"some-story-of-that-day-{n:04}": n + 1 for n in range(2_000)})
            pipe.execute()
        # The readers of two days: a few stories are read by many, and most by few (1/rank).
        for day in ("20260301", "20260302"):
            for n in range(2_000):
                readers = max(1, 1_000_000 // 8 // (n + 1))
                name = keys.readers(day, f"some-story-of-that-day-{n:04}")
                for start in range(0, readers, 5_000):
                    pipe.pfadd(
                        name, *(f"{{airwire}}:seen:{n:06}{r:010}" for r in range(start, min(readers, start + 5_000)))
                    )
            pipe.execute()
        # Three times the mean of half an hour: the evening's peak.
        for n in range(3 * 1_000_000 // 48):
            pipe.set(keys.seen(f"{n:016}"), 1_790_000_000_000, ex=1_800)
            pipe.set(keys.spent(f"{n:012}"), b"", ex=1_860)
            if n % 5_000 == 0:
                pipe.execute()
        pipe.execute()
    return (_used(client) - before) / 1e6


def _used(client: redis.Redis) -> int:
    info: Any = client.info("memory")
    return int(info["used_memory"])
