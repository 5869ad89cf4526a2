"""The express lane reads a request as gunicorn does, or leaves it to gunicorn."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

import gevent.socket
import pytest
from gunicorn.config import Config
from gunicorn.http import get_parser
from gunicorn.workers.ggevent import GeventWorker
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.delivery.fast_http.openings import read_handshake
from webapp.delivery.fast_http.request import read_request
from webapp.delivery.fast_http.worker import SERVICE_FULL, Worker
from webapp.delivery.limits import Limits
from webapp.newsroom.settings.trusted_proxies import FixedProxies

PLAIN = [
    (b"Host", b"radio.example"),
    (b"Upgrade", b"websocket"),
    (b"Connection", b"keep-alive, Upgrade"),
    (b"Sec-WebSocket-Key", b"dGhlIHNhbXBsZSBub25jZQ=="),
    (b"Sec-WebSocket-Version", b"13"),
    (b"User-Agent", b"Mozilla/5.0 (X11; Linux x86_64)"),
    (b"Cookie", b"a=1; b=2"),
]


def request(
    fields: list[tuple[bytes, bytes]], line: bytes = b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1"
) -> bytes:
    return line + b"\r\n" + b"".join(b"%b: %b\r\n" % field for field in fields) + b"\r\n"


def test_what_browsers_send_takes_the_lane() -> None:
    head = request(PLAIN)
    read = read_handshake(head + b"what follows")
    assert read is not None
    environ, size = read
    assert size == len(head)
    assert environ["QUERY_STRING"] == "EIO=4&transport=websocket"
    assert environ["HTTP_USER_AGENT"] == "Mozilla/5.0 (X11; Linux x86_64)"


@pytest.mark.parametrize(
    "head",
    [
        request(PLAIN)[:-2],
        request(PLAIN).replace(b"\r\n", b"\n"),
        request(PLAIN, b"GET /socket.io/?EIO=4 HTTP/1.0"),
        request(PLAIN, b"GET http://radio.example/socket.io/?EIO=4 HTTP/1.1"),
        request(PLAIN, b"GET /socket.io/../panel/?EIO=4 HTTP/1.1"),
        request(PLAIN, b"POST /socket.io/?EIO=4 HTTP/1.1"),
        request([*PLAIN, (b"Host", b"other.example")]),
        request([*PLAIN, (b"Content-Length", b"5")]),
        request([*PLAIN, (b"Transfer-Encoding", b"chunked")]),
        request([*PLAIN, (b"Expect", b"100-continue")]),
        request([*PLAIN, (b"X-Folded", b"one\r\n two")]),
        request([*PLAIN, (b"X-Latin", b"\xf1")]),
        request([*PLAIN, (b"X_Forwarded_For", b"6.6.6.6")]),
        request([*PLAIN, (b"Bad name", b"x")]),
        request([*PLAIN, *((b"X-%d" % at, b"x") for at in range(60))]),
        request(PLAIN, b"GET /socket.io/?EIO=4#part HTTP/1.1"),
        b"\r\n" + request(PLAIN),
    ],
)
def test_anything_out_of_the_ordinary_is_left_to_gunicorn(head: bytes) -> None:
    assert read_handshake(head) is None


known = [name for name, _ in PLAIN] + [b"X-Forwarded-For", b"x-FORWARDED-for", b"X_Under", b"Origin"]
names = st.sampled_from(known) | st.binary(min_size=1, max_size=6)
values = st.text(st.characters(max_codepoint=255), max_size=20).map(lambda text: text.encode("latin-1"))


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(names, values), max_size=8), st.binary(max_size=12))
def test_what_takes_the_lane_is_read_as_gunicorn_reads_it(fields: list[tuple[bytes, bytes]], query: bytes) -> None:
    head = request([(b"Host", b"h"), *fields], b"GET /socket.io/?" + query + b" HTTP/1.1")
    read = read_handshake(head)
    if read is None:
        return
    environ, size = read
    theirs = next(get_parser(Config(), iter([head]), ("127.0.0.1", 1)))
    assert size == head.index(b"\r\n\r\n") + 4
    assert (theirs.method, theirs.path) == ("GET", "/socket.io/")
    assert theirs.query == environ["QUERY_STRING"]
    ours = {name: value for name, value in environ.items() if name.startswith("HTTP_")}
    assert ours == {"HTTP_" + name.replace("-", "_"): value for name, value in theirs.headers}


paths = st.binary(max_size=8) | st.sampled_from(
    [b"", b"api/v1/reads", b"?lang=fil", b"a/../b", b"a;b=1", b"//x.example/"]
)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from([b"GET", b"POST", b"HEAD"]), paths, st.lists(st.tuples(names, values), max_size=4))
def test_any_request_that_is_read_here_is_read_as_gunicorn_reads_it(
    method: bytes, path: bytes, fields: list[tuple[bytes, bytes]]
) -> None:
    head = request([(b"Host", b"h"), *fields], method + b" /" + path + b" HTTP/1.1")
    read = read_request(head)
    if read is None:
        return
    theirs = next(get_parser(Config(), iter([head]), ("127.0.0.1", 1)))
    assert (read.method, read.size) == (theirs.method, head.index(b"\r\n\r\n") + 4)
    if not read.path.startswith("//"):  # gunicorn takes what follows for a host; nothing here is answered there
        assert (read.path, read.query) == (theirs.path, theirs.query)
    assert read.fields == {"HTTP_" + name.replace("-", "_"): value for name, value in theirs.headers}


def test_a_long_line_of_spaces_takes_no_time() -> None:
    began = time.thread_time()
    read_handshake(request([*PLAIN, (b"X-Blank", b" " * 7_000 + b"\x00")]))
    read_handshake(request([*PLAIN, (b"X-Blank", b" \t" * 3_500)]))
    assert time.thread_time() - began < 0.1


@pytest.mark.parametrize(("hops", "address", "served"), [(0, "198.51.100.7", 2), (1, "198.51.100.7", 4), (0, "::1", 4)])
def test_one_address_has_so_many_requests_under_way_unless_it_is_our_proxy(
    monkeypatch: pytest.MonkeyPatch, hops: int, address: str, served: int
) -> None:
    engine = SimpleNamespace(limits=Limits(per_address=2, proxies=FixedProxies(hops)))
    worker: Any = Worker.__new__(Worker)
    worker.cfg = SimpleNamespace(is_ssl=False, proxy_protocol="off")
    worker.wsgi = SimpleNamespace(extensions={"socketio": SimpleNamespace(server=SimpleNamespace(eio=engine))})
    worker.worker_connections = 10
    peers: list[gevent.socket.socket] = []
    under_way: list[object] = []

    def comes() -> None:
        ours, theirs = gevent.socket.socketpair()
        peers.append(theirs)
        worker.handle(None, ours, (address, 4711))

    def serve(self: object, listener: object, client: object, addr: object) -> None:
        under_way.append(client)
        if len(under_way) < 4:
            comes()  # the next, while this one is under way

    monkeypatch.setattr(GeventWorker, "handle", serve)
    comes()
    assert len(under_way) == served
    if served < 4:
        assert peers[-1].recv(1_000) == SERVICE_FULL
    under_way.clear()
    comes()
    assert len(under_way) == served, "they left"
