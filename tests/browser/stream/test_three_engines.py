"""What a listener does, in three engines: plays, sits through a cut, goes from page to page and back, gets a headline.

All listen to one station at once, so that a cut is waited for once. What Firefox and WebKit play is recorded from their sound
device, so that silence is silence.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.any_store import connect
from tests.browser.engines.firefox import Firefox
from tests.browser.engines.sound import SoundServer
from tests.browser.engines.webkit import WebKit
from tests.browser.engines.window import ChromiumWindow, Window
from tests.browser.stream.talking_station import TalkingStation
from tests.conftest import Valkey, make_room
from tests.faults.real_streams import program
from tests.ports import free_port
from tests.web.conftest import Newsroom
from tests.web.server import Web, wait_for

pytestmark = pytest.mark.skipif(
    not (program("icecast2", "icecast") and program("ffmpeg") and program("nginx")),
    reason="needs icecast2, ffmpeg, nginx",
)

LISTENING = (Path(__file__).parents[1] / "engines" / "listening.js").read_text()
NEEDED = {
    "chromium": (),
    "firefox": ("firefox-esr", "pulseaudio", "parec"),
    "webkit": ("WebKitWebDriver", "Xvfb", "pulseaudio", "parec"),
}
MISSING = {engine: [one for one in needed if not program(one)] for engine, needed in NEEDED.items()}
ENGINES = [
    pytest.param(engine, marks=pytest.mark.skipif(bool(missing), reason=f"needs {', '.join(missing)}"))
    for engine, missing in MISSING.items()
]

CUT_S = 3.0
BUFFERED_S = 4.5
"""Before the cut: what it takes to outlast it, on a machine that has other things to do."""


@dataclass
class Audience:
    """Everybody who listens to one station, by engine."""

    station: TalkingStation
    sound: SoundServer
    windows: dict[str, Window] = field(default_factory=dict)

    def each(self, expression: str) -> dict[str, Any]:
        return {engine: window.run(expression) for engine, window in self.windows.items()}

    def all_come_to(self, expression: str, seconds: float = 15.0) -> None:
        """Until it is so in every window."""
        for window in self.windows.values():
            comes_to(window, expression, seconds)


def comes_to(window: Window, expression: str, seconds: float = 15.0) -> None:
    wait_for(lambda: window.run(expression), seconds)


HAS_ALL_SCRIPTS = """performance.getEntriesByType("resource").some(
  ({ name, responseEnd }) => name.includes("/socket.io") && responseEnd)"""
"""The last one comes late on a busy machine; to ask for it during a cut is an error that Firefox notes."""

PLAYS = "document.querySelector('aw-player').dataset.state === 'playing'"


def goes_on(window: Window) -> None:
    """Until the sound is there on a page that was loaded, by itself or by the first touch."""
    comes_to(window, f"{PLAYS} || document.querySelector('aw-player').dataset.state === 'failed'")
    if not window.run(PLAYS):
        window.click("main h1, main h2")
    comes_to(window, PLAYS)


@pytest.fixture(scope="module")
def audience(browser: Browser, web: Web, valkey_server: Valkey) -> Iterator[Audience]:
    """All press play."""
    # Icecast gives up root, and could not reach pytest's own folders any more.
    with ExitStack() as ends, ThreadPoolExecutor() as side:
        folder = Path(ends.enter_context(tempfile.TemporaryDirectory(prefix="airwire-engines-")))
        sound = SoundServer(folder, "firefox", "webkit")
        station = TalkingStation(folder, web, free_port(), history_s=14)
        ends.callback(station.close)
        begun = side.submit(station.start)
        if any(not MISSING[engine] for engine in ("firefox", "webkit")):
            sound.start()
            ends.callback(sound.stop)
        kinds: dict[str, Callable[..., Window]] = {"firefox": Firefox, "webkit": WebKit}
        starts = {
            engine: side.submit(kind, folder, sound.environment(engine))
            for engine, kind in kinds.items() if not MISSING[engine]
        }  # fmt: skip
        audience = Audience(station, sound, {"chromium": ChromiumWindow(browser)})
        ends.callback(audience.windows["chromium"].close)
        for engine, start in starts.items():
            audience.windows[engine] = start.result(60)
            ends.callback(audience.windows[engine].close)
        begun.result(60)
        hls = [stream.source() for stream in station.station().streams if stream.id == "hls"]
        make_room(connect(valkey_server.url)).desk.introduce_streams(hls, datetime.now(UTC))
        for window in audience.windows.values():
            window.open(f"{station.url}/")
            window.load(LISTENING)
            window.run("globalThis.isSame = true")
            window.click("aw-player [data-do=toggle]")
        yield audience


@dataclass
class Sat:
    """How a listener sat through the cut."""

    states: list[str]
    begun: int
    still: float
    silence: float | None


@pytest.fixture(scope="module")
def cut(audience: Audience) -> dict[str, Sat]:
    """The proxy is restarted, which resets every connection, and is away for some seconds."""
    audience.all_come_to(f"listening.state === 'playing' && listening.ahead > {BUFFERED_S}", 30)
    audience.all_come_to(HAS_ALL_SCRIPTS)
    audience.each("listening.watch()")
    recordings = {engine: audience.sound.record(engine) for engine in audience.windows if engine != "chromium"}
    audience.station.stop_site()
    began = time.monotonic()
    wait_for(lambda: time.monotonic() - began > CUT_S)
    audience.station.start_site()
    audience.all_come_to(f"listening.ahead > {BUFFERED_S}")  # what was missed has come
    silences = {engine: recording.longest_silence() for engine, recording in recordings.items()}
    seen = audience.each("(({ states, begun, still }) => ({ states, begun, still }))(listening)")
    return {engine: Sat(silence=silences.get(engine), **sat) for engine, sat in seen.items()}


@pytest.mark.parametrize("engine", ENGINES)
def test_press_play_and_it_plays(audience: Audience, engine: str) -> None:
    window = audience.windows[engine]
    comes_to(window, "listening.state === 'playing'", 30)
    at = window.run("listening.audio.currentTime")
    comes_to(window, f"listening.audio.currentTime > {at}")


@pytest.mark.parametrize("engine", ENGINES)
def test_a_cut_shorter_than_the_buffer_is_not_heard(cut: dict[str, Sat], engine: str) -> None:
    sat = cut[engine]
    print(engine, sat)
    assert sat.begun == 0, "the sound began anew"
    assert set(sat.states) == {"playing"}
    # On a busy machine the page may not see the position move though the sound goes on.
    silence = sat.still if sat.silence is None else sat.silence
    assert silence < CUT_S / 3, sat


@pytest.mark.parametrize("engine", ENGINES)
def test_the_sound_goes_on_from_page_to_page_and_back(audience: Audience, cut: object, engine: str) -> None:
    window = audience.windows[engine]
    comes_to(window, PLAYS)
    begun = window.run("listening.begun")
    for path in ("/articles", "/schedule", "/most-read"):
        window.click(f'.nav a[href="{path}"]')
        comes_to(window, f"document.querySelector('.nav a[aria-current]')?.getAttribute('href') === '{path}'")
    window.back()
    comes_to(window, "document.querySelector('.nav a[aria-current]')?.getAttribute('href') === '/schedule'")
    assert window.run("location.pathname") == "/schedule"
    assert window.run("isSame") and window.run("listening.begun") == begun
    assert window.run("listening.state") == "playing"
    assert window.errors == []


@pytest.mark.parametrize("engine", ENGINES)
def test_a_headline_comes_to_every_page(audience: Audience, newsroom: Newsroom, engine: str) -> None:
    window = audience.windows[engine]
    newsroom.push(f"Ferry runs again, says {engine}", priority="flash")
    comes_to(window, f"document.body.innerText.includes('Ferry runs again, says {engine}')")


@pytest.mark.parametrize("engine", ENGINES)
def test_over_a_whole_load_and_on_the_way_back_the_sound_goes_on_or_the_next_touch_has_it_go_on(
    audience: Audience, engine: str
) -> None:
    window = audience.windows[engine]
    window.open(f"{audience.station.url}/schedule")  # wherever a try before this one ended
    goes_on(window)
    for go in (lambda: window.run("void location.assign('/articles?lang=en')"), window.back):
        before = window.run("location.href")
        go()
        comes_to(window, f"location.href !== '{before}' && document.readyState === 'complete'")
        goes_on(window)


@pytest.mark.skipif(bool(MISSING["firefox"]), reason=f"needs {', '.join(MISSING['firefox'])}")
def test_a_sound_device_that_is_lost_is_told_and_mended_when_it_is_back(audience: Audience) -> None:
    window = audience.windows["firefox"]
    window.load(LISTENING)
    comes_to(window, "listening.state === 'playing'")
    audience.sound.stop()
    comes_to(window, "/speaker/.test(listening.message)")
    audience.sound.start()
    comes_to(window, "listening.state === 'playing' && listening.message === ''", 20)
