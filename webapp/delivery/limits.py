"""What one listener, one address and one process may use. Everything that a stranger can make grow is in here."""

from __future__ import annotations

import ipaddress
import logging
import resource
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from webapp.newsroom.reads.identity import without_port

log = logging.getLogger(__name__)

OPEN_FILES_APART = 256
"""Descriptors kept for everything that is no listener: the store, HTTP requests, logs."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes are bytes, times seconds. `connections` 0 means: as many as the process may have open files.

    `proxy_hops` is how many proxies stand before us and add to `X-Forwarded-For`; what came before theirs is hearsay.
    `body_s` is for a request's body, `piece_s` for a reader of HTTP to take 64 kB.
    """

    connections: int = 0
    per_address: int = 2_000
    proxy_hops: int = 0
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
    """Lift the soft limit of open files to the hard one; how many connections that leaves room for."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
            soft = hard
        except (ValueError, OSError):
            log.warning("open files stay limited to %d; %d were allowed", soft, hard)
    room = (1 << 30) if soft == resource.RLIM_INFINITY else soft - OPEN_FILES_APART
    if room < 10_000:
        log.warning("room for %d listeners only: raise the limit of open files (ulimit -n)", room)
    return max(room, 1)


class Admission:
    """Counts connections in all and by address. A whole /64 is one address of IPv6.

    Loopback is counted but not limited: it is a proxy whose hops are not configured, or somebody at this machine.
    """

    def __init__(self, connections: int, per_address: int) -> None:
        self.connections = connections
        self.per_address = per_address
        self.total = 0
        self._by_address: Counter[str] = Counter()

    def enter(self, address: str) -> str | None:
        """The key to `leave` with, or `None` where there is no room."""
        key = _group(address)
        if self.total >= self.connections or (key and self._by_address[key] >= self.per_address):
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


def client_address(environ: Mapping[str, Any], proxy_hops: int) -> str:
    """Whose request it is: the peer, or what the outermost proxy of ours says."""
    if proxy_hops:
        forwarded = environ.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(forwarded) >= proxy_hops and (address := forwarded[-proxy_hops].strip()):
            return without_port(address)
    return environ.get("REMOTE_ADDR") or ""


@lru_cache(maxsize=4096)
def _group(address: str) -> str:
    """What counts as one address; empty for loopback and for peers without one (a unix socket).

    What a proxy says that is no address at all is one by itself.
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
