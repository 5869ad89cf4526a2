"""HTTP requests to addresses that strangers name: resolve once, check every IP, connect to the checked IP.

    get(url) → parse_address → resolve → all public? → Connection to the IP (Host and certificate by name)
                     ▲                                        │
                     └────────── each redirect, at most 5 ────┘

Bounds: 5 s to connect, 10 s in all, 2 MB both as sent and as unpacked. Works in threads and in gevent-patched
processes.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse, IncompleteRead
from urllib.parse import urljoin

from webapp.fetch.addresses import USUAL_PORTS, Address, FetchRefused, IPAddress, is_public, parse_address
from webapp.fetch.connection import ConnectFailed, Connection, Deadline, TlsConnection, Unreachable

MAX_BYTES = 2_000_000
DEADLINE_S = 10.0
CONNECT_S = 5.0
MAX_REDIRECTS = 5

MAX_HEADER_BYTES = 300_000
"""Allowed on top of the body for status, headers and chunk marks."""

PICTURE_TYPES = ("image/", "application/octet-stream", "binary/octet-stream")
"""`types` for pictures. Many file stores do not know what they hold; whoever decodes the file checks it."""

USER_AGENT = "Airwire/1.0 (article and stream reader)"

_CHUNK = 65_536
MAX_ADDRESSES_TRIED = 3

Resolve = Callable[[str, int], Sequence[IPAddress]]


class BadResponse(FetchRefused):
    """The server answered, but the response is not taken: too large, too many redirects, badly packed, of another type."""


@dataclass(frozen=True)
class Fetched:
    """A response. `url` is the address after redirects; header names are lower-case; a 304 has no body."""

    status: int
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "")

    @property
    def etag(self) -> str | None:
        return self.headers.get("etag")

    @property
    def last_modified(self) -> str | None:
        return self.headers.get("last-modified")


@dataclass(frozen=True)
class OpenResponse:
    """A response whose head was read. `response` yields the body while `connection` is open, until its deadline."""

    address: Address
    response: HTTPResponse
    connection: Connection

    @property
    def headers(self) -> dict[str, str]:
        return {name.lower(): value for name, value in self.response.getheaders()}


def resolve(host: str, port: int) -> list[IPAddress]:
    """All IPs of `host`, in the system's order. Raises `OSError`."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(ipaddress.ip_address(entry[4][0]) for entry in found))


def get(
    url: str,
    *,
    allow_private: bool = False,
    max_bytes: int = MAX_BYTES,
    deadline_s: float = DEADLINE_S,
    headers: Mapping[str, str] | None = None,
    etag: str | None = None,
    last_modified: str | None = None,
    types: Sequence[str] = (),
    whole: bool = True,
    resolve: Resolve = resolve,
) -> Fetched:
    """GETs `url` and follows redirects; every other status is returned for the caller to judge.

    `allow_private` is for addresses from the operator's configuration: the host of `url` may then be on this network.
    A redirect to another private host, or to another port than its own, 80 and 443, is still refused.
    `headers` are sent to the host of `url` only. `etag` and `last_modified` make the request conditional. `types` are
    prefixes of accepted media types, such as `text/`; others are refused unread. With `whole=False` the body (such as an
    endless stream) is cut at `max_bytes` or at the deadline without an error.

    Raises `FetchRefused` (do not repeat) or `Unreachable` (`retry`: it may work later).
    """
    conditional = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    any_host_headers = {"Accept-Encoding": "gzip" if whole else "identity"}
    any_host_headers |= {name: value for name, value in conditional.items() if value}
    with open_response(
        url, allow_private=allow_private, max_bytes=max_bytes, deadline_s=deadline_s,
        headers=headers, any_host_headers=any_host_headers, resolve=resolve,
    ) as answer:  # fmt: skip
        _check_type(answer.headers.get("content-type", ""), types)
        body = _read_body(answer.response, max_bytes) if whole else _read_beginning(answer.response, max_bytes)
        return Fetched(answer.response.status, answer.address.url, answer.headers, body)


def post(
    url: str, body: bytes, headers: Mapping[str, str], *, allow_private: bool = False, deadline_s: float = DEADLINE_S,
    resolve: Resolve = resolve,
) -> int:  # fmt: skip
    """POSTs `body` to `url` without following redirects; returns the status. Raises as `get` does."""
    deadline = Deadline(deadline_s)
    address = parse_address(url, private=allow_private)
    with _connect(address, deadline, MAX_BYTES, private=allow_private, resolve=resolve) as connection:
        return _send_request(connection, address, headers, body).status


def send(
    method: str, url: str, body: bytes | None, headers: Mapping[str, str], *, allow_private: bool = False,
    deadline_s: float = DEADLINE_S, resolve: Resolve = resolve,
) -> Fetched:  # fmt: skip
    """Sends `body` to `url` by `method` and returns the answer, without following redirects. Raises as `get` does."""
    deadline = Deadline(deadline_s)
    address = parse_address(url, private=allow_private)
    with _connect(address, deadline, MAX_BYTES, private=allow_private, resolve=resolve) as connection:
        response = _send_request(connection, address, headers, body, method)
        found = {name.lower(): value for name, value in response.getheaders()}
        return Fetched(response.status, address.url, found, _read_body(response, MAX_BYTES))


@contextmanager
def open_response(
    url: str,
    *,
    allow_private: bool = False,
    max_bytes: int = MAX_BYTES,
    deadline_s: float = DEADLINE_S,
    headers: Mapping[str, str] | None = None,
    any_host_headers: Mapping[str, str] | None = None,
    resolve: Resolve = resolve,
) -> Iterator[OpenResponse]:
    """As `get`, but yields the last response with its body unread.

    `headers` go to the host of `url` only, `any_host_headers` also to the hosts it redirects to.
    Raises `FetchRefused` (`BadResponse` after a server answered) or `Unreachable` (`ConnectFailed` where none did).
    """
    deadline = Deadline(deadline_s)
    first = address = parse_address(url, private=allow_private)
    for _ in range(MAX_REDIRECTS + 1):
        own = address.host == first.host
        # Another port of a private host is another service, which the operator did not allow.
        private = allow_private and own and address.port in (first.port, *USUAL_PORTS.values())
        connection = _connect(address, deadline, max_bytes, private=private, resolve=resolve)
        with connection:
            response = _send_request(
                connection, address, {**(any_host_headers or {}), **(headers or {} if own else {})}
            )
            location = response.getheader("Location")
            if response.status in (301, 302, 303, 307, 308) and location:
                address = parse_address(urljoin(address.url, location.strip()), private=allow_private)
                continue
            yield OpenResponse(address, response, connection)
            return
    raise BadResponse(f"more than {MAX_REDIRECTS} redirects")


def _connect(address: Address, deadline: Deadline, max_bytes: int, *, private: bool, resolve: Resolve) -> Connection:
    soon = deadline.within(CONNECT_S)
    ips = [address.ip] if address.ip else _resolve_within(soon, address, resolve)
    if not private and not all(is_public(ip) for ip in ips):
        raise FetchRefused(f"{address.host} is an address inside a network; only public ones are fetched")
    failed: Unreachable = ConnectFailed(f"{address.host} has no address")
    for ip in ips[:MAX_ADDRESSES_TRIED]:
        try:
            connection = _connection_to(address, ip, soon, max_bytes + MAX_HEADER_BYTES)
        except Unreachable as error:
            failed = error
        else:
            connection.set_deadline(deadline)
            return connection
    raise failed


def _connection_to(address: Address, ip: IPAddress, deadline: Deadline, max_bytes: int) -> Connection:
    if address.scheme == "https":
        return TlsConnection(ip, address.port, deadline, max_bytes, address.host)
    return Connection(ip, address.port, deadline, max_bytes)


def _resolve_within(deadline: Deadline, address: Address, resolve: Resolve) -> Sequence[IPAddress]:
    """Resolves in a thread that is abandoned at the deadline: the system's resolver takes no timeout."""
    answer: list[Sequence[IPAddress]] = []

    def ask() -> None:
        try:
            answer.append(resolve(address.host, address.port))
        except (OSError, ValueError):
            answer.append([])

    asking = threading.Thread(target=ask, daemon=True, name="resolve")
    asking.start()
    asking.join(deadline.seconds_left())
    if not answer:
        raise ConnectFailed(f"the name {address.host} was not resolved in time")
    if not answer[0]:
        raise ConnectFailed(f"the name {address.host} is not known")
    return answer[0]


def _send_request(
    connection: Connection,
    address: Address,
    headers: Mapping[str, str],
    body: bytes | None = None,
    method: str | None = None,
) -> HTTPResponse:
    method = method or ("GET" if body is None else "POST")
    lines = {
        "Host": address.authority,
        "User-Agent": USER_AGENT,
        "Accept": "*/*",
        "Connection": "close",
        **headers,
        **({} if body is None else {"Content-Length": str(len(body))}),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    if head.count("\n") != len(lines) or head.count("\r") != len(lines):
        raise FetchRefused("a request header has a line break in it")
    response = HTTPResponse(connection, method=method)  # type: ignore[arg-type]  # it only calls `makefile`
    try:
        connection.sendall(
            f"{method} {address.target} HTTP/1.1\r\n{head}\r\n".encode("latin-1", "replace") + (body or b"")
        )
        response.begin()
    except (HTTPException, ValueError) as error:
        raise Unreachable(f"the answer is not HTTP: {type(error).__name__}") from None
    return response


def _check_type(content_type: str, types: Sequence[str]) -> None:
    kind = content_type.split(";", maxsplit=1)[0].strip().lower()
    if types and kind and not kind.startswith(tuple(types)):
        raise BadResponse(f"it is {kind!r}, not something to read")


def _read_body(response: HTTPResponse, max_bytes: int) -> bytes:
    encoding = (response.getheader("Content-Encoding") or "identity").strip().lower()
    if encoding not in ("identity", "gzip", "x-gzip", "deflate"):
        raise BadResponse(f"packed as {encoding!r}, which was not asked for")
    if response.length is not None and response.length > max_bytes:
        raise BadResponse(f"{response.length} bytes; at most {max_bytes} are taken")
    unpack = _NoCompression() if encoding == "identity" else zlib.decompressobj(zlib.MAX_WBITS | 32)
    body = bytearray()
    try:
        while data := response.read(_CHUNK):
            body += unpack.decompress(data, max_bytes + 1 - len(body))
            if len(body) > max_bytes:
                raise BadResponse(f"more than {max_bytes} bytes once unpacked")
            if unpack.eof:
                break
    except zlib.error:
        raise BadResponse("what came cannot be unpacked") from None
    except (IncompleteRead, HTTPException, ValueError):
        raise Unreachable("the answer was cut off") from None
    if response.length or (encoding != "identity" and body and not unpack.eof):
        raise Unreachable("the answer was cut off")
    return bytes(body)


def _read_beginning(response: HTTPResponse, max_bytes: int) -> bytes:
    body = bytearray()
    try:
        while len(body) < max_bytes and (data := response.read1(min(_CHUNK, max_bytes - len(body)))):
            body += data
    except (Unreachable, FetchRefused, HTTPException, ValueError):
        pass
    return bytes(body)


class _NoCompression:
    """The interface of zlib's decompression objects for a body that is not compressed."""

    eof = False

    def decompress(self, data: bytes, _max_bytes: int) -> bytes:
        return data
