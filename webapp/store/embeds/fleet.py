"""The embeds on partner sites: what web processes report of them, what is kept, and which hosts were revoked."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta

import orjson

from webapp.newsroom.embeds.fleet import HostRow, HostSeen, HostUse, Revoked, host_rows, seen_again
from webapp.newsroom.errors import StoreAway, TooMany
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors
from webapp.store.core.stored import parse_stored, parse_value

FRESH = timedelta(seconds=15)
MAX_VERSIONS = 6
PUSHED_OUT_AT_ONCE = 50
DAY_KEPT_S = 3 * 24 * 3600


class EmbedFleet:
    """Raises `StoreAway` when the store does not answer, and `NewerBuild` where another build wrote what this one cannot read."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def report(
        self, process: str, uses: Mapping[str, HostUse], opened: Mapping[str, int], now: datetime, today: date
    ) -> None:
        """What a process sees of each host now, and how many pages with embeds were `opened` since it last said so."""
        hosts = {host for host, use in uses.items() if use.readers} | opened.keys()
        with store_errors():
            entry = {"at": now.timestamp(), "hosts": {host: use.dump() for host, use in uses.items()}}
            self._store.hset(keys.EMBED_REPORTS, process, orjson.dumps(entry))
            if not hosts:
                return
            known = self._seen(*hosts)
            if self._store.hlen(keys.EMBED_HOSTS) + len(hosts - known.keys()) > keys.EMBED_HOSTS_CAP:
                self._push_out(now)
            pipe = self._store.pipeline(transaction=False)
            for host in hosts:
                pipe.hset(keys.EMBED_HOSTS, host, orjson.dumps(_seen(known.get(host), uses.get(host), now).dump()))
            for host, count in opened.items():
                pipe.hincrby(keys.embed_day(today.isoformat()), host, count)
            pipe.expire(keys.embed_day(today.isoformat()), DAY_KEPT_S)
            pipe.execute()

    def rows(self, now: datetime, today: date) -> list[HostRow]:
        """Every host that is known."""
        with store_errors():
            found = {name: orjson.loads(text) for name, text in self._store.hgetall(keys.EMBED_REPORTS).items()}
            counts = self._store.hgetall(keys.embed_day(today.isoformat()))
            seen = self._seen()
        gone = [name for name, entry in found.items() if entry["at"] < (now - FRESH).timestamp()]
        if gone:
            with suppress(StoreAway), store_errors():
                self._store.hdel(keys.EMBED_REPORTS, *gone)
        reports = [
            {host: parse_value(HostUse, use) for host, use in entry["hosts"].items()}
            for name, entry in found.items()
            if name not in gone
        ]
        opened = {host.decode(): int(count) for host, count in counts.items()}
        return host_rows(reports, seen, opened, self.revoked())

    def revoked(self) -> dict[str, Revoked]:
        """By host."""
        with store_errors():
            found = self._store.hgetall(keys.EMBED_REVOKED)
        return {host.decode(): parse_stored(Revoked, text) for host, text in found.items()}

    def revoke(self, host: str, revoked: Revoked) -> None:
        """Raises `TooMany` where more hosts are revoked than are kept."""
        with store_errors():
            if self._store.hlen(keys.EMBED_REVOKED) >= keys.EMBED_REVOKED_CAP and not self._store.hexists(
                keys.EMBED_REVOKED, host
            ):
                raise TooMany(f"at most {keys.EMBED_REVOKED_CAP} hosts can be revoked")
            self._store.hset(keys.EMBED_REVOKED, host, orjson.dumps(revoked.dump()))

    def allow(self, host: str) -> bool:
        """Whether the host was revoked."""
        with store_errors():
            return bool(self._store.hdel(keys.EMBED_REVOKED, host))

    def _seen(self, *hosts: str) -> dict[str, HostSeen]:
        """Of `hosts`, or of all of them."""
        if hosts:
            texts = dict(zip(hosts, self._store.hmget(keys.EMBED_HOSTS, list(hosts)), strict=True))
        else:
            texts = {host.decode(): text for host, text in self._store.hgetall(keys.EMBED_HOSTS).items()}
        return {host: parse_stored(HostSeen, text) for host, text in texts.items() if text is not None}

    def _push_out(self, now: datetime) -> None:
        """Those go that were not seen for the longest: whoever lies about many hosts displaces no partner that is there."""
        seen = self._seen()
        oldest = sorted(seen, key=lambda host: seen[host].last)
        excess = max(PUSHED_OUT_AT_ONCE, len(seen) - keys.EMBED_HOSTS_CAP + PUSHED_OUT_AT_ONCE)
        pipe = self._store.pipeline(transaction=False)
        pipe.hdel(keys.EMBED_HOSTS, *oldest[:excess])
        pipe.hdel(keys.embed_day(now.date().isoformat()), *oldest[:excess])
        pipe.execute()


def _seen(before: HostSeen | None, use: HostUse | None, now: datetime) -> HostSeen:
    return seen_again(before, sorted(use.versions) if use else (), now, MAX_VERSIONS)
