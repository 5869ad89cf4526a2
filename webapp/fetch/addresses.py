"""Which addresses are fetched: one strict parser, and the networks that do not belong to the public internet.

An address that two programs could parse differently is refused, not guessed at: such differences get around checks.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import idna

from webapp.newsroom.errors import NewsroomError

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

MAX_URL_CHARS = 2000
USUAL_PORTS = {"http": 80, "https": 443}

_FORBIDDEN_CHARS = re.compile(r"[\x00-\x1f\x7f\\]")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_LOOKS_LIKE_A_NUMBER = re.compile(r"[0-9]+|0[xo][0-9a-f]*")
_UNESCAPED_IN_TARGET = "%/:=&?~#+!$,;'@()*[]|"

# IANA's special-purpose address registries; `ipaddress.is_global` differs between Python versions and allows multicast
_NO_PUBLIC_V4 = tuple(
    map(
        ipaddress.IPv4Network,
        (
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        ),
    )
)  # fmt: skip
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
# within 2000::/3, but tunnels to IPv4 (Teredo, 6to4), documentation or reserved by the IETF
_NO_PUBLIC_V6 = tuple(
    map(
        ipaddress.IPv6Network,
        ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3ffe::/16", "3fff::/20"),
    )
)


class FetchRefused(NewsroomError):
    """The address or the response is not acceptable; repeating the request does not help."""

    status = 422
    code = "fetch-refused"


@dataclass(frozen=True)
class Address:
    """A parsed address. `host` is lower-case ASCII or an IP without brackets; `target` is path and query."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """The value of the `Host` header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == USUAL_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.authority}{self.target}"

    @property
    def ip(self) -> IPAddress | None:
        """The host if it is an IP, else `None`."""
        return _ip(self.host)


def parse_address(url: str, *, private: bool = False) -> Address:
    """Parses an http(s) address; `private` also allows names without a dot, such as `localhost`.

    Raises `FetchRefused` with the reason: another scheme, a user name, a low port, a host that cannot be public.
    """
    url = url.strip(" ")
    if len(url) > MAX_URL_CHARS:
        raise FetchRefused(f"the address is longer than {MAX_URL_CHARS} characters")
    if _FORBIDDEN_CHARS.search(url):
        raise FetchRefused("the address has a control character or a backslash in it")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise FetchRefused("not an address that can be read") from None
    if parts.scheme not in USUAL_PORTS or not url[len(parts.scheme) :].startswith("://"):
        raise FetchRefused("only http:// and https:// addresses are fetched")
    if "@" in parts.netloc:
        raise FetchRefused("an address with a user name in it is not fetched")
    if port is None:
        port = USUAL_PORTS[parts.scheme]
    if port not in USUAL_PORTS.values() and port < 1024:
        raise FetchRefused(f"port {port} is not fetched; 80, 443 and those from 1024 are")
    host = _host(parts.hostname or "", private)
    target = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=_UNESCAPED_IN_TARGET)
    return Address(parts.scheme, host, port, target)


def is_public(ip: IPAddress) -> bool:
    """Whether `ip` is an ordinary internet host: not an inner network, not a tunnel to one, not multicast."""
    if isinstance(ip, ipaddress.IPv4Address):
        return not any(ip in block for block in _NO_PUBLIC_V4)
    return ip.scope_id is None and ip in _GLOBAL_V6 and not any(ip in block for block in _NO_PUBLIC_V6)


def _host(host: str, private: bool) -> str:
    if ip := _ip(host):
        if isinstance(ip, ipaddress.IPv6Address) and ip.scope_id is not None:
            raise FetchRefused("an address with a zone id is not fetched")
        return str(ip)
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode()
        except (idna.IDNAError, UnicodeError):
            raise FetchRefused("the host's name cannot be read") from None
    host = host.lower().removesuffix(".")
    labels = host.split(".")
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise FetchRefused("the host's name cannot be read" if host else "the address names no host")
    if _LOOKS_LIKE_A_NUMBER.fullmatch(labels[-1]):
        raise FetchRefused("the host is a number written in an unusual way")
    if len(labels) == 1 and not private:
        raise FetchRefused(f"{host!r} is a name of this network, not of the internet")
    return host


def _ip(host: str) -> IPAddress | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
