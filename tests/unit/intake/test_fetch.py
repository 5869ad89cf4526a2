"""Fetching what strangers name, against servers that lie, trickle, explode and point inwards."""

from __future__ import annotations

import contextlib
import gzip
import ipaddress
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from webapp.fetch import client, connection
from webapp.fetch.addresses import FetchRefused, IPAddress, is_public, parse_address
from webapp.fetch.connection import Unreachable


class Server:
    """Answers each connection with the next of `answers`: bytes, or a function that is given the socket."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.asked: list[bytes] = []
        self.answers: list[bytes | Callable[[socket.socket], None]] = [b""]
        self.wrap: Callable[[socket.socket], socket.socket] = lambda peer: peer
        self._socket = socket.create_server((host, 0))
        self.port = self._socket.getsockname()[1]
        self.url = f"http://{host}:{self.port}/feed.xml"
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while True:
            try:
                peer, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(peer,), daemon=True).start()

    def _answer(self, peer: socket.socket) -> None:
        try:
            peer = self.wrap(peer)
        except OSError:
            return
        with peer:
            self.asked.append(peer.recv(65536))
            answer = self.answers[min(len(self.asked), len(self.answers)) - 1]
            with contextlib.suppress(OSError):
                answer(peer) if callable(answer) else peer.sendall(answer)

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


def answer(body: bytes = b"", *headers: str, status: str = "200 OK") -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def ips(*texts: str) -> Callable[[str, int], list[IPAddress]]:
    return lambda host, port: [ipaddress.ip_address(text) for text in texts]


def test_a_page_is_fetched_with_its_headers(server: Server) -> None:
    server.answers = [answer(b"<rss/>", "Content-Type: application/rss+xml", 'ETag: "a"')]
    fetched = client.get(server.url, allow_private=True)
    assert (fetched.status, fetched.url, fetched.body) == (200, server.url, b"<rss/>")
    assert (fetched.content_type, fetched.etag) == ("application/rss+xml", '"a"')
    assert f"Host: 127.0.0.1:{server.port}\r\n".encode() in server.asked[0]


def test_a_conditional_request_is_answered_with_304_and_no_body(server: Server) -> None:
    server.answers = [b'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\n\r\n']
    fetched = client.get(server.url, allow_private=True, etag='"a"', last_modified="Sat, 28 Feb 2026 00:00:00 GMT")
    assert (fetched.status, fetched.body) == (304, b"")
    assert b'If-None-Match: "a"\r\n' in server.asked[0] and b"If-Modified-Since: Sat, 28" in server.asked[0]


# -- where we do not go ---------------------------------------------------------------------------------------------

INSIDE = [
    "http://localhost:443", "http://127.0.0.1", "http://127.0.0.1:22", "http://0.0.0.0:80", "http://[::]:80/",
    "http://[::1]/", "http://[0:0:0:0:0:ffff:127.0.0.1]", "http://[::ffff:8.8.8.8]/", "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/", "http://[2001:0:7f00:1::]/", "http://[fe80::1%25eth0]/", "http://[fe80::1%eth0]/",
    "http://[fec0::1]/", "http://[::127.0.0.1]/", "http://[ff0e::1]/", "http://127.127.127.127", "http://127.0.0.0",
    "http://0/", "http://127.1/", "http://127.0.1", "http://2130706433/", "http://0177.0.0.1/", "http://0o177.0.0.1/",
    "http://0x7f000001", "http://0x7f.1/", "http://1.2.3.0x10/", "http://ip6-localhost", "http://localhost./",
    "http://127.1.1.1:80\\@127.2.2.2:80/", "http://127.1.1.1:80:\\@@127.2.2.2:80/", "http:127.0.0.1/",
    "http://example.com@127.0.0.1/", "http://user:pass@example.com/", "http://169.254.169.254/latest/meta-data/",
    "http://224.0.1.1/", "http://255.255.255.255/", "http://100.64.0.1/", "http://192.88.99.1/", "http://１２７.0.0.1/",
    "http://127。0。0。1/", "jar:http://127.0.0.1!/", "file:///etc/passwd", "gopher://example.com/", "ftp://example.com/",
    "//example.com", "/etc/passwd", "http://", "http:///path", "http://[", "http://exa mple.com/", "http://a..b/",
    "http://example.com:0/", "http://example.com:25/", "http://example.com:99999/", "http://ex%61mple.com/",
    "http://example.com\r\nX: y/", "http://example.com/\tx", "javascript:alert(1)", "", "x" * 3000, "http://xn--a/",
]  # fmt: skip


@pytest.mark.parametrize("url", INSIDE)
def test_an_address_inside_or_of_two_meanings_is_refused_before_anything_is_sent(url: str) -> None:
    def never(host: str, port: int) -> list[IPAddress]:
        raise AssertionError(f"{host} was looked up")

    with pytest.raises(FetchRefused):
        client.get(url, resolve=never)


@pytest.mark.parametrize(
    "ip",
    ["10.0.0.1", "127.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1", "fd00::1", "64:ff9b::a00:1", "224.0.0.1"],
)
def test_a_public_name_that_leads_inside_is_refused(ip: str) -> None:
    with pytest.raises(FetchRefused, match="inside a network"):
        client.get("http://news.example.com/", resolve=ips(ip))


def test_a_name_with_one_public_and_one_inside_address_is_refused() -> None:
    with pytest.raises(FetchRefused):
        client.get("http://news.example.com/", resolve=ips("8.8.8.8", "127.0.0.1"))


def test_a_name_is_resolved_once_and_that_address_is_connected_to(server: Server) -> None:
    answers = iter([ips("127.0.0.1")("", 0), ips("10.0.0.1")("", 0)])
    server.answers = [answer(b"ok")]
    fetched = client.get(
        f"http://stream.local:{server.port}/", allow_private=True, resolve=lambda host, port: next(answers)
    )
    assert fetched.body == b"ok"
    assert f"Host: stream.local:{server.port}\r\n".encode() in server.asked[0]


def test_ordinary_addresses_are_public() -> None:
    for text in ("8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "2a00:1450:4001::1", "203.0.112.1"):
        assert is_public(ipaddress.ip_address(text)), text


def test_an_address_keeps_its_meaning() -> None:
    address = parse_address("HTTPS://Bücher.Example:8443/a b?q=ñ&x=%20#part")
    assert address.host == "xn--bcher-kva.example"
    assert address.url == "https://xn--bcher-kva.example:8443/a%20b?q=%C3%B1&x=%20"


# -- redirects --------------------------------------------------------------------------------------------------------


def test_redirects_are_followed_and_the_last_address_is_told(server: Server) -> None:
    server.answers = [answer(b"", "Location: /moved?x=1", status="301 Moved"), answer(b"here")]
    fetched = client.get(server.url, allow_private=True)
    assert fetched.body == b"here"
    assert fetched.url.endswith("/moved?x=1")


@pytest.mark.parametrize(
    "to",
    ["http://127.0.0.2:{port}/", "http://localhost:{port}/", "//127.0.0.2:{port}/", "http://[::1]:{port}/",
     "http://127.0.0.1:6379/", "file:///etc/passwd", "http://2130706433:{port}/", "/\\127.0.0.2/", "ftp://127.0.0.1/", "http://10.0.0.1/"],
)  # fmt: skip
def test_each_redirect_is_checked_like_the_first_address(server: Server, to: str) -> None:
    """The operator named this host, private as it is; nobody named the one it points to."""
    server.answers = [answer(b"", f"Location: {to.format(port=server.port)}", status="302 Found")]
    with pytest.raises(FetchRefused):
        client.get(server.url, allow_private=True)
    assert len(server.asked) == 1


def test_the_sixth_redirect_is_refused(server: Server) -> None:
    server.answers = [answer(b"", "Location: /again", status="302 Found")]
    with pytest.raises(FetchRefused, match="redirects"):
        client.get(server.url, allow_private=True)
    assert len(server.asked) == 6


def test_a_callers_headers_stay_with_the_host_they_were_meant_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "is_public", lambda ip: True)  # else nothing on this machine could be redirected to
    first, second = Server(), Server("127.0.0.2")
    first.answers = [answer(b"", f"Location: http://other.example:{second.port}/", status="302 Found")]
    second.answers = [answer(b"there")]
    secret = {"Authorization": "Bearer s"}
    assert client.get(first.url, headers=secret, etag='"a"', resolve=ips("127.0.0.2")).body == b"there"
    assert b"Bearer s" in first.asked[0]
    assert b"Bearer s" not in second.asked[0]
    assert b'If-None-Match: "a"' in second.asked[0]
    first.close()
    second.close()


def test_a_header_with_a_line_break_is_not_sent(server: Server) -> None:
    server.answers = [answer()]
    with pytest.raises(FetchRefused):
        client.get(server.url, allow_private=True, headers={"X": "a\r\nY: b"})


# -- bounds -----------------------------------------------------------------------------------------------------------


def test_a_server_that_trickles_is_left_at_the_deadline(server: Server) -> None:
    def trickle(peer: socket.socket) -> None:
        peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(100):
            peer.sendall(b"x")
            time.sleep(0.05)

    def trickle_headers(peer: socket.socket) -> None:
        for byte in b"HTTP/1.1 200 OK\r\n" + b"X-Long: " * 100:
            peer.sendall(bytes([byte]))
            time.sleep(0.05)

    for way in (trickle, trickle_headers):
        server.asked.clear()
        server.answers = [way]
        began = time.monotonic()
        with pytest.raises(Unreachable):
            client.get(server.url, allow_private=True, deadline_s=0.4)
        assert time.monotonic() - began < 3


def test_a_silent_tls_server_is_left_at_the_deadline(server: Server) -> None:
    def trickle(peer: socket.socket) -> None:
        for _ in range(100):
            peer.sendall(b"\x16\x03\x03\x3f\xff"[:1])
            time.sleep(0.05)

    server.answers = [trickle]
    began = time.monotonic()
    with pytest.raises(Unreachable):
        client.get(server.url.replace("http:", "https:"), allow_private=True, deadline_s=0.4)
    assert time.monotonic() - began < 3


def test_a_resolver_that_hangs_is_left_at_the_deadline() -> None:
    hang = threading.Event()

    def resolve(host: str, port: int) -> list[IPAddress]:
        hang.wait(5)
        return []

    began = time.monotonic()
    with pytest.raises(Unreachable):
        client.get("http://news.example.com/", deadline_s=0.2, resolve=resolve)
    hang.set()
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("length", [["Content-Length: 3000000"], ["X: y"]])
def test_more_than_two_megabytes_are_refused(server: Server, length: list[str]) -> None:
    head = "\r\n".join(["HTTP/1.1 200 OK", *length, "", ""]).encode()
    server.answers = [head + b"x" * 3_000_000]
    with pytest.raises(FetchRefused, match="bytes"):
        client.get(server.url, allow_private=True)


def test_a_gzip_bomb_is_refused_while_it_unpacks(server: Server) -> None:
    bomb = gzip.compress(b"\0" * 200_000_000, 9)
    assert len(bomb) < 200_000
    server.answers = [answer(bomb, "Content-Encoding: gzip")]
    tracemalloc.start()
    with pytest.raises(FetchRefused, match="unpacked"):
        client.get(server.url, allow_private=True)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10_000_000


def test_packed_bodies_are_unpacked_and_other_packings_refused(server: Server) -> None:
    server.answers = [
        answer(gzip.compress(b"<rss/>", mtime=0), "Content-Encoding: gzip"),
        answer(zlib.compress(b"<rss/>"), "Content-Encoding: deflate"),
        answer(b"...", "Content-Encoding: br"),
        answer(gzip.compress(gzip.compress(b"", mtime=0), mtime=0), "Content-Encoding: gzip, gzip"),
        answer(b"no gzip", "Content-Encoding: gzip"),
    ]
    assert client.get(server.url, allow_private=True).body == b"<rss/>"
    assert client.get(server.url, allow_private=True).body == b"<rss/>"
    for _ in range(3):
        with pytest.raises(FetchRefused):
            client.get(server.url, allow_private=True)


@pytest.mark.parametrize(
    "cut",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n50\r\nhalf",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"<rss/>" * 9, mtime=0)[:-12],
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"nonsense\r\n\r\n",
        b"",
    ],
)
def test_half_an_answer_is_no_answer_and_may_be_asked_again(server: Server, cut: bytes) -> None:
    server.answers = [cut]
    with pytest.raises(Unreachable) as raised:
        client.get(server.url, allow_private=True)
    assert raised.value.retry


def test_headers_without_end_are_refused(server: Server) -> None:
    server.answers = [b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 300_000]
    with pytest.raises((FetchRefused, Unreachable)):
        client.get(server.url, allow_private=True)


def test_a_media_type_that_was_not_asked_for_is_refused_unread(server: Server) -> None:
    server.answers = [answer(b"...", "Content-Type: audio/mpeg")]
    with pytest.raises(FetchRefused, match="audio/mpeg"):
        client.get(server.url, allow_private=True, types=("text/", "application/"))


@pytest.mark.parametrize("kind", ["image/jpeg", "application/octet-stream", "binary/octet-stream"])
def test_a_picture_from_a_store_that_does_not_know_what_it_has_is_taken(server: Server, kind: str) -> None:
    server.answers = [answer(b"...", f"Content-Type: {kind}")]
    assert client.get(server.url, allow_private=True, types=client.PICTURE_TYPES).body == b"..."


def test_an_endless_stream_gives_its_beginning(server: Server) -> None:
    def stream(peer: socket.socket) -> None:
        peer.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\nicy-name: DZ\r\n\r\n")
        while True:
            peer.sendall(b"\xff" * 1000)
            time.sleep(0.01)

    server.answers = [stream]
    fetched = client.get(server.url, allow_private=True, max_bytes=5000, whole=False)
    assert len(fetched.body) == 5000
    assert fetched.headers["icy-name"] == "DZ"


def certified(folder: Path, name: str) -> ssl.SSLContext:
    """A server's side with a certificate for `name` that nobody signed but itself."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl here to make a certificate with")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subject = ["-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"]
    paths = ["-keyout", str(key), "-out", str(certificate)]
    command = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject, *paths]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


def test_a_certificate_must_be_trusted_and_be_the_names_although_an_ip_is_connected_to(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = certified(tmp_path, "news.example.com")
    server.wrap = lambda peer: context.wrap_socket(peer, server_side=True)
    server.answers = [answer(b"sealed" * 10_000)]
    to_server: Any = {"allow_private": True, "resolve": ips("127.0.0.1")}
    with pytest.raises(FetchRefused, match="certificate"):
        client.get(f"https://news.example.com:{server.port}/", **to_server)
    monkeypatch.setattr(
        connection, "trusted", lambda: ssl.create_default_context(cafile=str(tmp_path / "certificate.pem"))
    )
    assert client.get(f"https://news.example.com:{server.port}/", **to_server).body == b"sealed" * 10_000
    with pytest.raises(FetchRefused, match="certificate"):
        client.get(f"https://other.example.com:{server.port}/", **to_server)


def test_nobody_there_is_worth_another_try() -> None:
    gone = Server()
    gone.close()
    with pytest.raises(Unreachable):
        client.get(gone.url, allow_private=True)


def test_it_works_in_a_process_that_gevent_patched(server: Server) -> None:
    server.answers = [answer(b"green")]
    code = f"""
from gevent import monkey; monkey.patch_all()
from webapp.fetch import client, connection
import gevent
got = gevent.spawn(client.get, "http://localhost:{server.port}/", allow_private=True).get(timeout=5)
print(got.body.decode())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=False)
    assert done.stdout == "green\n", done.stderr
