"""Tries what the settings say of the proxies on the request that asks for it: what would be seen of it, and be wrong."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from webapp.delivery.forwarded import ARRIVAL, Arrival, address_behind, client_scheme
from webapp.newsroom.settings.proxy_rules import ProxyRules
from webapp.panel.settings.tried import Tried


class Seen(NamedTuple):
    """A request's client as it is seen behind so many proxies."""

    address: str
    scheme: str
    host: str


def seen(environ: Mapping[str, Any], hops: int) -> Seen:
    """What would be seen of this request's client with `hops` proxies."""
    came: Arrival = environ[ARRIVAL]
    asked = {**environ, "wsgi.url_scheme": came.scheme}
    hosts = _listed(environ, "HTTP_X_FORWARDED_HOST")
    host = hosts[-hops] if 0 < hops <= len(hosts) else came.host
    address = address_behind(environ.get("HTTP_X_FORWARDED_FOR", ""), came.peer, hops)
    return Seen(address, client_scheme(asked, came.peer, hops), host)


def tried_proxies(environ: Mapping[str, Any], before: ProxyRules, after: ProxyRules) -> Iterator[Tried]:
    """By this request: address, scheme and host of its client, and its country. A change that would have a wrong address of
    it, or take from it the host or scheme that the browser asked for, must not be put in force."""
    hops, passed = after.hops or 0, len(_listed(environ, "HTTP_X_FORWARDED_FOR"))
    then, now = seen(environ, hops), seen(environ, before.hops or 0)
    yield _address(then.address, hops, passed, environ[ARRIVAL].peer)
    asked = urlsplit(environ.get("HTTP_ORIGIN", ""))
    if asked.netloc:
        wrong = f"would be the host of your request; your browser asked for {asked.netloc}"
        yield _kept(then.host, now.host, asked.netloc, "is the host of your request", wrong)
        wrong = f"would be the scheme of your request; your browser asked for {asked.scheme}"
        yield _kept(then.scheme, now.scheme, asked.scheme, "is the scheme of your request", wrong)
    else:
        yield Tried(True, f"{then.scheme}://{then.host}", "is the site's address of your request")
    if after.country_header:
        yield _country(environ, after.country_header, hops)


def _address(address: str, hops: int, passed: int, peer: str) -> Tried:
    if hops > passed:
        says = f"proxies in front of you: {passed}; with {hops} anybody could name an address"
        return Tried(False, address, says, must=True)
    if not hops and passed and _is_inside(peer):
        says = f"is your proxy's address, not yours; proxies in front of you: {passed}"
        return Tried(False, address, says, must=True)
    if hops < passed and _is_inside(address):
        return Tried(
            False, address, f"would be your address, and is inside a network; proxies in front of you: {passed}"
        )
    return Tried(True, address, "is the address of your request")


def _kept(then: str, now: str, asked: str, right: str, wrong: str) -> Tried:
    """A host or scheme as it is seen then and now, beside the one that the browser asked for."""
    if then == asked:
        return Tried(True, then, right)
    return Tried(False, then, wrong, must=now == asked)


def _country(environ: Mapping[str, Any], header: str, hops: int) -> Tried:
    if not hops:
        return Tried(False, header, "is believed of nobody while no proxy is trusted")
    said = environ.get("HTTP_" + header.upper().replace("-", "_"), "")
    if len(said) == 2 and said.isalpha():
        return Tried(True, header, f"says {said.upper()} of your request")
    return Tried(False, header, "says no country of your request")


def _listed(environ: Mapping[str, Any], name: str) -> list[str]:
    return [part.strip() for part in environ.get(name, "").split(",") if part.strip()]


def _is_inside(address: str) -> bool:
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return True  # a socket of this machine
    return ip.is_private or ip.is_loopback
