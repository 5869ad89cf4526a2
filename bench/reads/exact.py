"""`python -m bench.reads.exact`: reads replayed against three workers, one of them killed in the middle, equal to an oracle.

A tenth are repeats, a twentieth come from bots, and a read that gets no answer is sent again. 100,000 reads take
about a minute; `--reads 1000000` ten times that.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import signal
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import redis

from bench.reads.visits import ARTICLES, cookie, token
from bench.rig.newsroom import fill_newsroom
from bench.rig.processes import Peer
from bench.rig.web_peers import airwire_web, store

BROWSER = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36"
BOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
CONNECTIONS = 48


@dataclass
class Tally:
    """What the store must hold: acknowledged reads by article, by how they count; and how many were never acknowledged."""

    counted: Counter[str] = field(default_factory=Counter)
    repeats: Counter[str] = field(default_factory=Counter)
    bots: Counter[str] = field(default_factory=Counter)
    retries: int = 0
    unacknowledged: int = 0


@dataclass
class Connection:
    """Sends reads of one reader after another, and reconnects when the server breaks off."""

    port: int
    oracle: Tally
    reader: Any = None
    writer: Any = None

    async def send_read(self, article: str, who: str, nonce: str, kind: str) -> None:
        body = json.dumps({"article": article, "token": token(article, who, nonce, datetime.now(UTC))}).encode()
        agent = BOT if kind == "bots" else BROWSER
        head = (
            f"POST /api/v1/reads HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nCookie: {cookie(who)}\r\n"
            f"User-Agent: {agent}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        for attempt in range(40):
            self.oracle.retries += attempt > 0
            status = await self._ask(head.encode() + body)
            # 409: the try before this one had arrived, though its answer had not.
            if status == 204 or (status == 409 and attempt > 0):
                getattr(self.oracle, kind)[article] += 1
                return
            if status not in (0, 503):
                raise RuntimeError(f"answered {status}")
            await asyncio.sleep(0.05 * (attempt + 1))
        self.oracle.unacknowledged += 1

    async def _ask(self, request: bytes) -> int:
        """The status, 0 for none."""
        try:
            if self.writer is None:
                self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
            self.writer.write(request)
            head = await asyncio.wait_for(self.reader.readuntil(b"\r\n\r\n"), 15)
            length = next(
                (int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0
            )
            status = int(head.split(b" ", 2)[1])
            if length and status != 204:
                await self.reader.readexactly(length)
            return status
        except (OSError, asyncio.IncompleteReadError, TimeoutError):
            if self.writer:
                self.writer.close()
            self.writer = None
            return 0


async def replay(peer: Peer, reads: int) -> Tally:
    oracle, chance = Tally(), random.Random(5)
    plan = iter(range(reads))
    workers = list(peer.pids)

    async def run(number: int) -> None:
        connection = Connection(peer.port, oracle)
        for n in plan:
            if n >= reads // 2 and workers:
                os.kill(workers.pop(), signal.SIGKILL)
                workers.clear()
            article, who, kind = f"story-{chance.randrange(ARTICLES)}", f"r{number}-{n}", "counted"
            roll = chance.random()
            if roll < 0.05:
                kind = "bots"
            await connection.send_read(article, who, f"a{number}x{n}", kind)
            if kind == "counted" and roll > 0.9:  # the same reader opens it again
                next(plan, None)
                await connection.send_read(article, who, f"b{number}x{n}", "repeats")

    await asyncio.gather(*(run(number) for number in range(CONNECTIONS)))
    return oracle


def counted_in_store(client: redis.Redis, name: str) -> Counter[str]:
    total: Counter[str] = Counter()
    for key in client.scan_iter(f"{{airwire}}:reads:{name}:*"):
        rows: Any = client.zrange(key, 0, -1, withscores=True)
        for article, reads in rows:
            total[article.decode()] += int(reads)
    return total


def main() -> int:
    parse = argparse.ArgumentParser(prog="python -m bench.reads.exact", description=__doc__)
    parse.add_argument("--reads", type=int, default=100_000)
    asked = parse.parse_args()
    with store() as url:
        fill_newsroom(url)
        client = redis.Redis.from_url(url)
        for name in ("300", "3600", "21600"):
            for key in client.scan_iter(f"{{airwire}}:reads:{name}:*"):
                client.delete(key)
        with airwire_web(url, workers=3, pinned=False) as peer:
            oracle = asyncio.run(replay(peer, asked.reads))
        same = {
            "counted": counted_in_store(client, "3600") == oracle.counted,
            "in 5 minutes": counted_in_store(client, "300") == oracle.counted,
            "in 6 hours": counted_in_store(client, "21600") == oracle.counted,
            "repeats": counted_in_store(client, "repeats") == oracle.repeats,
            "bots": counted_in_store(client, "bots") == oracle.bots,
        }
    expected = {kind: sum(getattr(oracle, kind).values()) for kind in ("counted", "repeats", "bots")}
    print(json.dumps({**expected, "retries": oracle.retries, "unacknowledged": oracle.unacknowledged, "equal": same}))
    return 0 if all(same.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
