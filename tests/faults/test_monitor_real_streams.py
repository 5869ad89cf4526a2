"""The monitor against real servers and against the clock: what is true is told within fifteen seconds."""

from __future__ import annotations

import signal
import tempfile
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from tests.faults.real_streams import QUIET, Ears, Kind, Studio, program
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
