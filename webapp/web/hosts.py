"""The host names that this site answers for. Where the station's file has an address, other names are refused.

So nobody gets our pages under a name of theirs, nor fills our memory with made-up names. Probes and load balancers, which
ask by address, are let through at `PROBE_PATHS`; requests from this machine may use `localhost`.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from webapp.newsroom.errors import NewsroomError
from webapp.newsroom.settings.current import CurrentStation
from webapp.newsroom.station import Station

PROBE_PATHS = frozenset({"/healthz", "/readyz", "/metrics"})
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


class Misdirected(NewsroomError):
    """The request names a host that this station does not answer for."""

    status = 421
    code = "misdirected"


def host_name(host: str) -> str:
    """The name in a `Host` field, without its port; empty where the field is malformed."""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


class Hosts:
    """Lets through the name in `station.url`, `station.other_hosts` and the address `bound`; all names without a `url`."""

    def __init__(self, current: CurrentStation, bound: str = "") -> None:
        self._bound = "" if bound in ("0.0.0.0", "::") or is_this_machine(bound) else bound.lower()  # noqa: S104
        self._use(current.station)
        current.follow(lambda _, station: self._use(station))

    def _use(self, station: Station) -> None:
        own = host_name(urlsplit(station.url).netloc) if station.url else ""
        self._own = own
        self._names = {own, self._bound, *(name.lower() for name in station.other_hosts)} - {""} if own else None

    def check(self, environ: Mapping[str, Any]) -> None:
        """Raises `Misdirected` (421) for another name. The port is ignored: proxies leave it out or have their own."""
        if self._names is None or environ["PATH_INFO"] in PROBE_PATHS:
            return
        asked = host_name(environ.get("HTTP_HOST", ""))
        if asked in self._names or (asked in _THIS_MACHINE and is_this_machine(environ.get("REMOTE_ADDR", ""))):
            return
        raise Misdirected(f"this is {self._own}; it does not answer for {asked[:100] or 'a request without a host'}")


def is_this_machine(address: str) -> bool:
    """Whether a peer's address is a loopback one, or empty, as that of a unix socket."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return not address  # a unix socket
