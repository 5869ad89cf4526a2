"""The monitor against real servers and against the clock: what is true is told within fifteen seconds."""

from __future__ import annotations

import signal
import socket
import tempfile
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest

from tests.faults.real_streams import PASSWORD, QUIET, Ears, Kind, Studio, program
from webapp.monitor.probes.status_page import StatusPage
from webapp.newsroom.stream import watch as stream_watch

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(not program("icecast2", "icecast") or not program("ffmpeg"), reason="needs icecast2 and ffmpeg"),
]

WITHIN = 15.0

Watch = Callable[..., Ears]


@pytest.fixture
def studio() -> Iterator[Studio]:
    # Icecast gives up root, and could not reach pytest's own folders any more.
    with tempfile.TemporaryDirectory(prefix="airwire-studio-") as folder:
        studio = Studio(Path(folder))
        yield studio
        studio.close()


@pytest.fixture
def watch() -> Iterator[Watch]:
    with ExitStack() as ends:

        def begin(**streams: tuple[Kind, str]) -> Ears:
            ears = Ears(**streams)
            ends.callback(ears.close)
            return ears

        yield begin


def mount(studio: Studio, path: str) -> tuple[str, str]:
    return "icecast", f"http://127.0.0.1:{studio.port}{path}"


def test_what_is_killed_is_off_air_and_what_comes_back_is_on_air(studio: Studio, watch: Watch) -> None:
    encoders = [studio.encode("/live.mp3"), studio.encode("/main.mp3")]
    studio.encode("/backup.mp3")
    ears = watch(live=mount(studio, "/live.mp3"), fallback=mount(studio, "/main.mp3"))
    for name in ("live", "fallback"):
        ears.seconds_until("on_air", stream=name, within=WITHIN)
    for encoder in encoders:
        encoder.kill()
    ears.seconds_until("off_air", stream="live", within=WITHIN)
    ears.seconds_until_reason("the encoder is away; a fallback plays", stream="fallback", within=WITHIN)
    studio.encode("/live.mp3")
    ears.seconds_until("on_air", stream="live", within=WITHIN)
    studio.icecast.kill()
    ears.seconds_until("off_air", within=WITHIN)
    assert ears.history("live") == ["on_air", "off_air", "on_air", "off_air"], "and nothing else was ever told"
    assert ears.history("fallback") == ["on_air", "off_air"], "whose encoder was killed first, and nobody heard it"
    assert ears.close() < 2


def test_dead_air_is_silent_and_not_off_air(studio: Studio, watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream_watch, "DEAD_AIR", timedelta(seconds=12))
    studio.encode("/live.mp3", QUIET)
    studio.encode("/live.ogg", QUIET)
    studio.package(QUIET)
    ears = watch(mp3=mount(studio, "/live.mp3"), ogg=mount(studio, "/live.ogg"), hls=("hls", studio.hls_url))
    for name in ("mp3", "ogg", "hls"):
        ears.seconds_until("on_air", stream=name, within=12)
    for name in ("mp3", "ogg", "hls"):
        ears.seconds_until("silent", stream=name, within=12 + 5)
        assert ears.history(name) == ["on_air", "silent"]


def test_a_server_that_hangs_delays_no_other_stream(studio: Studio, watch: Watch) -> None:
    studio.encode("/live.mp3")
    packager = studio.package()
    ears = watch(live=mount(studio, "/live.mp3"), hls=("hls", studio.hls_url))
    for name in ("live", "hls"):
        ears.seconds_until("on_air", stream=name, within=WITHIN)
    studio.icecast.signal(signal.SIGSTOP)
    packager.kill()
    ears.seconds_until("off_air", stream="hls", within=WITHIN)
    assert ears.last.streams[1].reason == "the stream stands still"
    ears.seconds_until("off_air", stream="live", within=2 * WITHIN)
    assert ears.last.streams[0].reason == "the stream's server does not answer"


def test_icecast_calls_when_its_source_is_gone_and_that_is_told_at_once(studio: Studio, watch: Watch) -> None:
    encoder = studio.encode("/told.mp3")
    authorization, form = studio.calls.get(timeout=10)
    assert authorization == "Basic " + b64encode(b"airwire:token").decode()
    assert (form["action"], form["mount"]) == ("mount_add", "/told.mp3")
    ears = watch(told=mount(studio, "/told.mp3"))
    ears.seconds_until("on_air", within=WITHIN)
    encoder.kill()
    _, form = studio.calls.get(timeout=12)
    assert (form["action"], form["mount"]) == ("mount_remove", "/told.mp3")
    ears.hint("told")
    ears.seconds_until("off_air", within=6)


def test_what_icecast_prints_of_any_title_is_read(studio: Studio) -> None:
    titles = {"-": "", " - ": "", ".5": ".5", "1e5": "1e5", "true": "true", "Niño ₱15 – ’x": "Niño ₱15 – ’x", "": ""}
    base, sign_in = f"http://127.0.0.1:{studio.port}", b64encode(f"source:{PASSWORD}".encode()).decode()
    pages = [
        StatusPage(f"{base}/status-json.xsl", f"{base}/{n}.mp3", f"/{n}.mp3", private=True) for n in range(len(titles))
    ]
    with ExitStack() as ends:
        sources = []
        for page, title in zip(pages, titles, strict=True):
            source = ends.enter_context(closing(socket.create_connection(("127.0.0.1", studio.port), 5)))
            head = f"SOURCE {page.mount} HTTP/1.0\r\nAuthorization: Basic {sign_in}\r\nContent-Type: audio/mpeg\r\n\r\n"
            source.sendall(head.encode())
            assert b"200" in source.recv(1000)
            sources.append(source)
            update = f"{base}/admin/metadata?mode=updinfo&mount={page.mount}&song={quote(title)}"
            urlopen(Request(update, headers={"Authorization": f"Basic {sign_in}"}), timeout=5).close()
        read: list[str | None] = []
        until = time.monotonic() + 8
        while read != list(titles.values()) and time.monotonic() < until:
            for source in sources:
                source.sendall(b"\xff" * 4_000)  # a title comes out with the sound that follows it
            time.sleep(0.1)
            read = [page.ask()[0].title for page in pages]
    assert read == list(titles.values())
