"""Whose a request is where proxies hand it on: the client's address and scheme, read in one way on every road."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

from webapp.newsroom.reads.identity import without_port
from webapp.web.hosts import is_this_machine

SCHEME_FIELDS = {
    "HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_SSL": "on", "HTTP_X_FORWARDED_PROTOCOL": "ssl",
}  # fmt: skip
"""By which proxies say that the client came over TLS, and how. The first one that a request has decides."""


ARRIVAL = "airwire.arrival"
"""WSGI environment key of an `Arrival`."""


class Arrival(NamedTuple):
    """How a request came here, before anything that proxies say is believed: the address that opened the connection, and the
    scheme and host by which it asked."""

    peer: str
    scheme: str
    host: str


class Proxies(Protocol):
    """The proxies that are believed now (`newsroom.settings.trusted_proxies`)."""

    @property
    def hops(self) -> int: ...

    @property
    def country_field(self) -> str | None: ...


def client_address(environ: Mapping[str, Any], proxy_hops: int) -> str:
    """The client's address: the peer's, or with `proxy_hops` what our outermost proxy added to `X-Forwarded-For`."""
    return address_behind(environ.get("HTTP_X_FORWARDED_FOR", ""), environ.get("REMOTE_ADDR") or "", proxy_hops)


def address_behind(forwarded_for: str, peer: str, proxy_hops: int) -> str:
    """`client_address`, of the two values that it depends on."""
    if proxy_hops:
        forwarded = forwarded_for.split(",")
        if len(forwarded) >= proxy_hops and (address := forwarded[-proxy_hops].strip()):
            return without_port(address)
    return peer


def client_scheme(environ: Mapping[str, Any], peer: str, proxy_hops: int) -> str:
    """`http` or `https`, as the client asked. Proxies are believed: those of `proxy_hops`, or a `peer` on this machine.

    Of several values our outermost proxy's counts, in whatever case it writes it.
    """
    if proxy_hops or is_this_machine(peer):
        for field, secure in SCHEME_FIELDS.items():
            if values := [value.strip().lower() for value in environ.get(field, "").split(",") if value.strip()]:
                said = values[-proxy_hops] if 0 < proxy_hops <= len(values) else values[0]
                return "https" if said in (secure, "https") else "http"
    return str(environ.get("wsgi.url_scheme", "http"))
