"""What one listener, one address and one process may use. Everything that strangers can make grow has its bound here."""

from __future__ import annotations

import ipaddress
import logging
import resource
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from webapp.delivery.forwarded import Proxies
from webapp.newsroom.reads.identity import without_port
from webapp.newsroom.settings.trusted_proxies import DIRECT

log = logging.getLogger(__name__)

RESERVED_FILES = 256
"""Descriptors kept free for everything but listeners: the store, HTTP requests, logs."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, times in seconds. `connections` 0 means as many as the process may have open files.

    `proxies` are ours, which are believed.
    `message`, `fragments`, `frames_per_s`, `burst`, `inbox` and `backlog` are for one listener, `unfinished` and `backlogs`
    for all together. `slice` is how many listeners are sent to before other work has its turn. `body_s` is the time for a
    request's body, `piece_s` for an HTTP client to take 64 kB of an answer. Raises `ValueError` for ping times that overlap.
    """

    connections: int = 0
    per_address: int = 2_000
    proxies: Proxies = DIRECT
    message: int = 65_536
    fragments: int = 64
    frames_per_s: float = 10.0
    burst: int = 60
    inbox: int = 32
    unfinished: int = 33_554_432
    backlog: int = 524_288
    backlogs: int = 67_108_864
    send_buffer: int = 65_536
    slice: int = 256
    ring: bool = True
    drain_s: float = 5.0
    body_s: float = 30.0
    piece_s: float = 30.0
    ping_interval_s: float = 25.0
    ping_timeout_s: float = 20.0

    def __post_init__(self) -> None:
        if not 0 < self.ping_timeout_s < self.ping_interval_s:
            raise ValueError("a ping is answered before the next one goes out: ping_timeout_s < ping_interval_s")


def raise_open_files() -> int:
    """Raises the soft limit of open files to the hard one. Returns how many connections fit, at least 1."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
            soft = hard
        except (ValueError, OSError):
            log.warning("open files stay limited to %d; %d were allowed", soft, hard)
    room = (1 << 30) if soft == resource.RLIM_INFINITY else soft - RESERVED_FILES
    if room < 10_000:
        log.warning("room for %d listeners only: raise the limit of open files (ulimit -n)", room)
    return max(room, 1)


class Admission:
    """Counts connections in all and by address; with IPv6 a /64 counts as one address.

    An address may hold `per_address`, and half as many as are still free: the fuller it is, the less a single one may add. So a
    hundred addresses that take what they can leave two in a hundred places, and whoever has none gets one of them.
    Loopback is counted but not limited: it is a proxy that is not configured in `proxies`, or a user of this machine.
    """

    def __init__(self, connections: int, per_address: int) -> None:
        self.connections = connections
        self.per_address = per_address
        self.total = 0
        self._by_address: Counter[str] = Counter()

    def enter(self, address: str) -> str | None:
        """The key for `leave`, or `None` where there is no room. An empty key is valid."""
        key = _address_key(address)
        free = self.connections - self.total
        if free <= 0 or (key and self._by_address[key] >= min(self.per_address, free / 2)):
            return None
        self.total += 1
        if key:
            self._by_address[key] += 1
        return key

    def leave(self, key: str) -> None:
        self.total -= 1
        if key:
            self._by_address[key] -= 1
            if not self._by_address[key]:
                del self._by_address[key]


@lru_cache(maxsize=4096)
def _address_key(address: str) -> str:
    """The key that stands for an address in the counts; empty for loopback and for unix sockets.

    Text from a proxy that is no address counts as an address by itself.
    """
    address = without_port(address)
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "" if address.startswith("unix:") else address[:64]
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is None:
            return "" if ip.is_loopback else str(ipaddress.IPv6Network((int(ip) >> 64 << 64, 64)))
        ip = ip.ipv4_mapped
    return "" if ip.is_loopback else str(ip)
