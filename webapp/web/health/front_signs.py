"""Signs that a proxy in front is not configured as it stands: seen in requests as they come, a sentence while they last."""

from __future__ import annotations

import ipaddress
from collections import deque
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol
from urllib.parse import urlsplit

ENOUGH = 20
"""Requests of one kind before anything is said of them."""

LOOKED_BACK = timedelta(minutes=15)

UNWATCHED = ("/healthz", "/readyz", "/metrics", "/api/v1/encoder")
"""Asked by machines within."""


class _Sign(NamedTuple):
    at: datetime
    entries: int
    """In X-Forwarded-For."""
    peer_is_private: bool
    lost: tuple[str, str] | None
    """The host as the browser has it and as it came here, where they differ."""


class Hops(Protocol):
    """How many proxies are believed now."""

    @property
    def hops(self) -> int: ...


class FrontSigns:
    """`note` each request as it came, before proxies are believed; `look` says what is wrong, if anything."""

    def __init__(self, proxies: Hops) -> None:
        self._proxies = proxies
        self._signs: deque[_Sign] = deque(maxlen=200)

    def note(self, environ: Mapping[str, str], now: datetime) -> None:
        """Takes note of a request."""
        if environ.get("PATH_INFO", "").startswith(UNWATCHED):
            return
        forwarded = environ.get("HTTP_X_FORWARDED_FOR", "")
        entries = len([part for part in forwarded.split(",") if part.strip()])
        self._signs.append(
            _Sign(now, entries, _is_private(environ.get("REMOTE_ADDR", "")), _lost(environ, self._proxies.hops))
        )

    def look(self, now: datetime) -> str | None:
        """What is wrong with the front, for the person on call."""
        hops = self._proxies.hops
        signs = [sign for sign in list(self._signs) if now - sign.at < LOOKED_BACK]
        lost = [sign.lost for sign in signs if sign.lost]
        if len(lost) >= ENOUGH // 4:
            asked, came = lost[-1]
            wrong = f"browsers ask for {asked}, and {came} comes here"
            return f"{wrong}: signing in is refused; have it pass the host on whole ($http_host)"
        by_proxy = [sign.entries for sign in signs if sign.entries and sign.peer_is_private]
        if hops == 0 and len(by_proxy) >= ENOUGH and len(by_proxy) > len(signs) / 2:
            least = min(by_proxy)
            return f"all listeners have the proxy's address, and share its limits: set AIRWIRE_PROXY_HOPS to {least}"
        if hops and len(signs) >= ENOUGH and all(sign.entries < hops for sign in signs):
            most = max(sign.entries for sign in signs)
            wrong = f"AIRWIRE_PROXY_HOPS is {hops}, and requests come through {most}"
            return f"{wrong}: anybody may name an address; set it to {most}"
        return None


def _is_private(address: str) -> bool:
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return True  # a socket of this machine
    return ip.is_private or ip.is_loopback


def _lost(environ: Mapping[str, str], hops: int) -> tuple[str, str] | None:
    """By a browser's own word that a page of the same origin asks."""
    if environ.get("HTTP_SEC_FETCH_SITE") != "same-origin":
        return None
    asked, came = urlsplit(environ.get("HTTP_REFERER", "")).netloc, environ.get("HTTP_HOST", "")
    if hops:
        came = environ.get("HTTP_X_FORWARDED_HOST", came)
    return (asked, came) if asked and came and asked != came else None
