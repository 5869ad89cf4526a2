"""Names that lead inside a network are not found, for libraries that look names up and connect by themselves.

Vetting a name beforehand does not hold: it may lead elsewhere a moment later, and an answer may redirect. The look-up that a
connection is made from is the last word, and all of Python's libraries make it by `socket.getaddrinfo`.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies

from webapp.fetch.addresses import is_public

_thread = threading.local()
_look_up = socket.getaddrinfo


@contextmanager
def public_names_only() -> Iterator[None]:
    """In this thread, until it ends. The proxies that the operator set in the environment are found wherever they are."""
    if socket.getaddrinfo is not _vetted:
        socket.getaddrinfo = _vetted
    _thread.proxies = {urlsplit(proxy).hostname for proxy in getproxies().values()}
    try:
        yield
    finally:
        del _thread.proxies


def _vetted(host: Any, *given: Any, **named: Any) -> list[Any]:
    found = _look_up(host, *given, **named)
    proxies = getattr(_thread, "proxies", None)
    if proxies is None or host in proxies:
        return found
    public = [one for one in found if _is_public(str(one[4][0]))]
    if not public:
        raise socket.gaierror(socket.EAI_NONAME, "this name leads inside a network")
    return public


def _is_public(address: str) -> bool:
    try:
        return is_public(ipaddress.ip_address(address))
    except ValueError:
        return False
