"""The store's address, `REDIS_URL`: what each form means, and what is wrong with those that mean nothing.

    redis://[user:password@]host[:port][/db]              rediss:// the same by TLS
    unix://[user:password@]/path/of/the/socket[?db=N]
    redis+sentinel://[user:password@]host[:port][,host[:port]…]/service[/db]      rediss+sentinel:// the same by TLS

`valkey` and `valkeys` may stand for `redis` and `rediss`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

STORE_PORT, SENTINEL_PORT = 6379, 26379

Place = tuple[str, int]
"""Host and port."""

_HOST = re.compile(r"[\w.-]+|[0-9A-Fa-f:.]+(?:%[\w.-]+)?")
"""Names, also with letters beyond ASCII or underscores as in container networks; IPv4; IPv6 with a zone."""

_TLS_OPTIONS = {"ssl_ca_certs", "ssl_certfile", "ssl_keyfile", "ssl_cert_reqs", "ssl_check_hostname"}
_SENTINEL_OPTIONS = {"sentinel_username", "sentinel_password"}
_FORMS = (
    "redis://host:6379/0, rediss://… (TLS), unix:///path/of/the/socket, or "
    "redis+sentinel://host:26379,host:26379/service/0"
)


class BadAddress(ValueError):
    """The address cannot be used; the message says why and what would be right, without the password."""


@dataclass(frozen=True)
class StoreAddress:
    """Where the store is: `path` of a socket, or `hosts`; with a `service` these are Sentinels, which know where it is."""

    hosts: tuple[Place, ...] = ()
    path: str = ""
    service: str = ""
    db: int = 0
    tls: bool = False
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    sentinel_username: str | None = None
    sentinel_password: str | None = field(default=None, repr=False)
    tls_options: Mapping[str, str | bool] = field(default_factory=dict)

    def __str__(self) -> str:
        """For people: without name and password."""
        if self.path:
            return f"{self.path} (database {self.db})"
        hosts = ", ".join(f"{host}:{port}" for host, port in self.hosts)
        return f"{self.service!r} of Sentinel at {hosts}" if self.service else hosts


def parse_address(url: str) -> StoreAddress:
    """The address that `url` names. Raises `BadAddress`."""
    scheme, separator, _ = url.partition("://")
    if not separator:
        raise BadAddress(f"has no scheme; it is one of {_FORMS}")
    if "#" in url:
        raise BadAddress("has a #, which must be written as %23 within a password")
    if any(mark.isspace() or not mark.isprintable() for mark in url):
        raise BadAddress("has a space or a control character in it, or around it")
    try:
        parts = urlsplit(url)
    except ValueError:
        raise BadAddress("has a host in [ ] that is no IPv6 address, or a sign that no host has: [::1]:6379") from None
    if "@" in parts.path + parts.query:
        raise BadAddress("has an @ after its first / or ?: in a password these are written %2F and %3F, an @ as %40")
    scheme = scheme.lower().replace("valkeys", "rediss").replace("valkey", "redis")
    kind, _, through = scheme.partition("+")
    if kind == "unix" and not through:
        return _socket(url)
    if kind in ("redis", "rediss") and through == "sentinel":
        return _by_hosts(url, tls=kind == "rediss", sentinel=True)
    if kind in ("redis", "rediss") and not through:
        return _by_hosts(url, tls=kind == "rediss", sentinel=False)
    if "cluster" in scheme:
        raise BadAddress(
            "names a Cluster, which Airwire does not use: one store holds everything a station has. "
            "Give it one primary, with replicas and Sentinel: redis+sentinel://host:26379/service"
        )
    raise BadAddress(f"has the unknown scheme {scheme}://; it is one of {_FORMS}")


def _by_hosts(url: str, *, tls: bool, sentinel: bool) -> StoreAddress:
    parts = urlsplit(url)
    login, _, places = parts.netloc.rpartition("@")
    username, password = _login(login)
    options = _options(
        parts.query, {"db"} | (_TLS_OPTIONS if tls else set()) | (_SENTINEL_OPTIONS if sentinel else set())
    )
    if not places:
        raise BadAddress(
            "names no host" + (": what is in a password as / or ? is written as %2F or %3F" if login else "")
        )
    hosts = tuple(_place(place, SENTINEL_PORT if sentinel else STORE_PORT) for place in places.split(","))
    path = [unquote(part) for part in parts.path.split("/")[1:] if part]
    service = ""
    if sentinel:
        if not path:
            raise BadAddress(
                "names no service after the Sentinels' hosts: redis+sentinel://host:26379/mymaster, by the name that "
                "stands in their configuration (sentinel monitor NAME …)"
            )
        service = path.pop(0)
    elif len(hosts) > 1:
        raise BadAddress(
            "names several hosts: one store has one. Where Sentinels watch over them, name the Sentinels: "
            "redis+sentinel://host:26379,host:26379/service"
        )
    if path and "db" in options:
        raise BadAddress("names the database twice, after / and as db=; one of them is enough")
    if len(path) > 1:
        raise BadAddress(f"has {'/'.join(path)!r} where the number of a database is expected, such as 0")
    return StoreAddress(
        hosts=hosts,
        service=service,
        db=_database(path[0] if path else options.pop("db", "0")),
        tls=tls,
        username=username,
        password=password,
        sentinel_username=options.get("sentinel_username"),
        sentinel_password=options.get("sentinel_password"),
        tls_options={name: _tls_option(name, value) for name, value in options.items() if name in _TLS_OPTIONS},
    )


def _socket(url: str) -> StoreAddress:
    parts = urlsplit(url)
    login, at, host = parts.netloc.rpartition("@")
    options = _options(parts.query, {"db", "username", "password"})
    if host or not parts.path.strip("/"):
        raise BadAddress(
            "a socket is named by its whole path: unix:///run/valkey/valkey.sock, or unix://user:password@/run/…"
        )
    username, password = _login(login) if at else (options.get("username"), options.get("password"))
    return StoreAddress(
        path=unquote(parts.path), db=_database(options.get("db", "0")), username=username, password=password
    )


def _login(login: str) -> tuple[str | None, str | None]:
    username, separator, password = login.partition(":")
    if login and not separator:
        raise BadAddress("has a user without a password: user:password@, or :password@ where there are no users")
    return unquote(username) or None, unquote(password) or None


def _place(place: str, default: int) -> Place:
    if place.startswith("["):
        host, closed, rest = place[1:].partition("]")
        if not closed or (rest and not rest.startswith(":")):
            raise BadAddress("has an IPv6 address that is not written as [::1]:6379")
        port = rest[1:]
    else:
        host, _, port = place.partition(":")
    if ":" in port:
        raise BadAddress("has an IPv6 address without brackets, or a : too many: [::1]:6379")
    if not host:
        raise BadAddress("has a place without a host; several are separated by one comma")
    if port and not (port.isascii() and port.isdigit() and len(port) < 6 and 0 < int(port) < 65_536):
        # What is no number is not repeated: it may be a password without its host.
        raise BadAddress(
            "has a port that is no number from 1 to 65535; a password stands before the host: user:password@host"
        )
    host = unquote(host)
    if not _HOST.fullmatch(host):
        raise BadAddress("has a host that is neither a name, such as store.example, nor an IP address")
    return host, int(port) if port else default


def _database(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 5):
        raise BadAddress(f"has {text!r} where the number of a database is expected, such as 0")
    return int(text)


def _options(query: str, known: set[str]) -> dict[str, str]:
    options = dict(parse_qsl(query, keep_blank_values=True))
    unknown = sorted(options.keys() - known)
    if unknown:
        raise BadAddress(f"has the option {unknown[0]!r}; what may stand after ? here: {', '.join(sorted(known))}")
    return options


def _tls_option(name: str, value: str) -> str | bool:
    if name == "ssl_check_hostname":
        if value.lower() not in ("true", "false"):
            raise BadAddress("ssl_check_hostname is true or false")
        return value.lower() == "true"
    if name == "ssl_cert_reqs" and value not in ("none", "optional", "required"):
        raise BadAddress("ssl_cert_reqs is none, optional or required")
    return value
