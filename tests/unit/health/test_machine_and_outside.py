"""What `airwire check` says of the machine, the certificate, the proxy in front and the streams, and what to do."""

from __future__ import annotations

import contextlib
import http.server
import shutil
import socket
import ssl
import subprocess
import sys
import threading
from collections import namedtuple
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.conftest import NOON
from webapp.newsroom.settings.trusted_proxies import FixedProxies
from webapp.newsroom.station import Station, StreamConfig
from webapp.processes.side_command import SideCommand
from webapp.web.health.front_signs import FrontSigns
from webapp.web.health.machine import clock_skew, disk
from webapp.web.health.outside import Streams, certificate
from webapp.web.health.regular import RegularChecks

Usage = namedtuple("Usage", ("total", "used", "free"))


@pytest.mark.parametrize(("free", "well"), [(600_000_000, True), (400_000_000, False)])
def test_a_disk_that_is_nearly_full_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, well: bool
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10_000_000_000, 0, free))
    found = disk("backups", tmp_path / "not" / "there" / "yet")
    assert found and found[0] is well and f"{free / 1e9:.1f} GB free for backups" in found[1]


def test_a_clock_that_is_wrong_is_told_by_most_of_the_others() -> None:
    others = [
        ("a.example", NOON + timedelta(seconds=9)),
        ("b.example", NOON + timedelta(seconds=10)),
        ("the store", NOON),
    ]
    found = clock_skew(NOON, others)
    assert found and not found[0] and "9 s late beside a.example, b.example" in found[1] and "NTP" in found[1]
    assert clock_skew(NOON, [*others[2:], ("c.example", NOON + timedelta(seconds=1))])[0]  # type: ignore[index]
    assert clock_skew(NOON, []) is None


def signs(hops: int, count: int, **headers: str) -> str | None:
    watch = FrontSigns(FixedProxies(hops))
    for _ in range(count):
        environ = {"PATH_INFO": "/", "REMOTE_ADDR": "10.0.0.2", **headers}
        watch.note({name: value for name, value in environ.items() if value}, NOON)
    return watch.look(NOON)


def test_a_proxy_that_is_not_counted_is_told() -> None:
    assert "set AIRWIRE_PROXY_HOPS to 2" in (signs(0, 30, HTTP_X_FORWARDED_FOR="203.0.113.7, 10.0.0.9") or "")
    assert signs(2, 30, HTTP_X_FORWARDED_FOR="203.0.113.7, 10.0.0.9") is None
    assert signs(0, 30) is None and signs(0, 5, HTTP_X_FORWARDED_FOR="203.0.113.7") is None
    assert signs(0, 30, HTTP_X_FORWARDED_FOR="1.2.3.4", REMOTE_ADDR="8.8.8.8") is None, (
        "a stranger may write what they like"
    )


def test_one_proxy_too_many_is_told() -> None:
    assert "come through 1" in (signs(2, 30, HTTP_X_FORWARDED_FOR="203.0.113.7") or "")
    assert signs(1, 30, PATH_INFO="/healthz") is None, "probes come past the front"


def test_a_front_that_loses_the_port_is_told() -> None:
    asked = {"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_REFERER": "https://radyo.example:8443/panel/"}
    assert "radyo.example:8443, and radyo.example comes" in (signs(0, 10, HTTP_HOST="radyo.example", **asked) or "")
    assert signs(0, 10, HTTP_HOST="radyo.example:8443", **asked) is None
    assert signs(0, 10, HTTP_HOST="radyo.example", **{**asked, "HTTP_SEC_FETCH_SITE": "cross-site"}) is None


@contextlib.contextmanager
def tls_server(folder: Path, days: int) -> Iterator[tuple[str, ssl.SSLContext]]:
    """`https://localhost:…` with a certificate for so many days, and who trusts it."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", str(days), "-subj", "/CN=localhost", "-addext",
         "subjectAltName=DNS:localhost", "-keyout", str(folder / "key"), "-out", str(folder / "cert")],
        check=True, capture_output=True,
    )  # fmt: skip
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(folder / "cert", folder / "key")
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    plain, _ = listening.accept()
                    with contextlib.suppress(OSError), theirs.wrap_socket(plain, server_side=True) as tls:
                        tls.recv(1)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"https://localhost:{listening.getsockname()[1]}", ssl.create_default_context(cafile=folder / "cert")
        listening.shutdown(socket.SHUT_RDWR)
        thread.join()


@pytest.mark.skipif(not shutil.which("openssl"), reason="makes its certificate by openssl")
def test_the_end_of_a_certificate_is_told_two_weeks_before(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    with tls_server(tmp_path, days=20) as (url, trusting):
        well, says = certificate(url, now, trusting) or (None, "")
        assert (well and "good for 19 more days" in says) or "20 more" in says
        well, says = certificate(url, now + timedelta(days=8), trusting) or (None, "")
        assert well is False and "renewed by itself" in says
        well, says = certificate(url, now) or (None, "")
        assert well is False and "browsers refuse that of localhost" in says
    assert certificate(url, now)[0] is False, "nobody listens there now"  # type: ignore[index]
    assert certificate("http://radyo.example", now) is None and certificate(None, now) is None


class Playlist(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(404 if "gone" in self.path else 200)
        if "open" in self.path:
            self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


def test_a_stream_that_plays_nowhere_is_told() -> None:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Playlist)
    threading.Thread(target=server.serve_forever).start()
    try:
        port = server.server_port

        def said(*paths: str) -> list[tuple[bool, str]]:
            streams = tuple(
                StreamConfig(
                    id=path.split(".")[0], title=path, kind="hls", url=f"http://127.0.0.1:{port}/{path}", private=True
                )
                for path in paths
            )
            asked = Streams(Station(url="http://radyo.example", streams=streams), https=False).ask()
            assert abs(asked.clocks[0][1] - datetime.now(UTC)) < timedelta(minutes=5)
            return asked.found

        (closed, why), (nowhere, last) = said("closed.m3u8")
        assert not closed and "Access-Control-Allow-Origin: *" in why and not nowhere and "none can be played" in last
        (gone, why), (plays, last) = said("gone.m3u8", "open.m3u8")
        assert not gone and "answers 404" in why and plays and last.endswith("can play open")
    finally:
        server.shutdown()
        server.server_close()


def test_checks_are_run_every_ten_minutes_and_not_while_a_station_starts() -> None:
    class Counted(SideCommand):
        starts = 0

        def start(self) -> None:
            self.starts += 1

    command = Counted([])
    checks = RegularChecks(command)
    for minutes, starts in ((0, 0), (0.9, 0), (1, 1), (10.9, 1), (11.1, 2)):
        checks.step(NOON + timedelta(minutes=minutes))
        assert command.starts == starts


def test_a_command_that_runs_beside_is_ended_with_its_role() -> None:
    command = SideCommand([sys.executable, "-c", "print('one'); print('two'); raise SystemExit(3)"])
    command.start()
    assert command._running is not None
    command._running.wait()
    ended = command.ended()
    assert ended == (3, "one; two") and command.ended() is None and not command.runs
