"""Where push services may be: anybody can name an endpoint, and each headline is sent there."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from webapp.fetch.addresses import Address, FetchRefused, IPAddress, is_public, parse_address
from webapp.fetch.client import Resolve, resolve
from webapp.fetch.connection import ConnectFailed

RESOLVED_S = 60.0


@dataclass(frozen=True)
class EndpointPolicy:
    """Endpoints are https on the public internet. Tests hand over another policy, which also `allows` private addresses without
    TLS; nothing else does."""

    private: bool = False

    def parsed(self, endpoint: str) -> Address:
        """Raises `FetchRefused` with the reason."""
        address = parse_address(endpoint, private=self.private)
        if address.scheme != "https" and not self.private:
            raise FetchRefused("a push service is reached by https alone")
        if address.ip is not None:
            self.check(address, [address.ip])
        return address

    def check(self, address: Address, ips: Sequence[IPAddress]) -> None:
        """Raises `FetchRefused` where one of `ips` is inside a network."""
        if not self.private and not all(is_public(ip) for ip in ips):
            raise FetchRefused(f"{address.host} is an address inside a network; only public ones are reached")


ANY_PUBLIC = EndpointPolicy()


class Resolver:
    """The checked addresses of hosts, remembered for a minute. Threads may share one."""

    def __init__(
        self, policy: EndpointPolicy, resolve: Resolve = resolve, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._policy, self._resolve, self._clock = policy, resolve, clock
        self._known: dict[str, tuple[float, Sequence[IPAddress]]] = {}
        self._guard = threading.Lock()

    def ips(self, address: Address) -> Sequence[IPAddress]:
        """Raises `FetchRefused` where one is inside a network, `ConnectFailed` where there is none."""
        if address.ip is not None:
            return [address.ip]
        with self._guard:
            until, ips = self._known.get(address.authority, (0.0, ()))
        if self._clock() >= until:
            try:
                ips = self._resolve(address.host, address.port)
            except (OSError, ValueError):
                ips = ()
            if not ips:
                raise ConnectFailed(f"the name {address.host} is not known")
            with self._guard:
                self._known[address.authority] = (self._clock() + RESOLVED_S, ips)
        self._policy.check(address, ips)
        return ips
