"""The page beside a stream whose sound says the time: what it takes for heard is what is heard, and the card turns with it.

One second is what is promised; a tenth to a fifth is measured (docs/explain/decisions/as-heard.md).
"""

from __future__ import annotations

import os
import signal
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.any_store import connect
from tests.browser.conftest import Opening
from tests.browser.stream.talking_station import TalkingStation
from tests.conftest import Valkey, make_room
from tests.faults.real_streams import program
from tests.ports import free_port
from tests.web.conftest import Newsroom
from tests.web.server import Web, wait_for
from webapp.monitor.monitor import Monitor

pytestmark = pytest.mark.skipif(
    not (program("icecast2", "icecast") and program("ffmpeg") and program("nginx")),
    reason="needs icecast2, ffmpeg, nginx",
)

EAR = Path(__file__).with_name("ear.js").read_text()
LOOKS_INTO_SCRIPTS = True
WITHIN_S = 1.0
BURST_S = 8.5
"""Until Icecast has as much as it sends ahead."""

SLEEP_S = 4.0


@pytest.fixture(scope="module")
def station(web: Web, valkey_server: Valkey) -> Iterator[TalkingStation]:
    """On the air over HLS and Icecast, with the monitor that measures what Icecast sends ahead."""
    desk = make_room(connect(valkey_server.url)).desk
    # Icecast gives up root, and could not reach pytest's own folders any more.
    with tempfile.TemporaryDirectory(prefix="airwire-talk-") as folder:
        station = TalkingStation(Path(folder), web, free_port())
        monitor = Monitor(station.station(), desk, station.url)
        watching = threading.Thread(target=monitor.run)
        try:
            station.start()
            wait_for(lambda: time.monotonic() - station.began > BURST_S, 30)
            watching.start()
            wait_for(lambda: monitor.report and all(stream.status == "on_air" for stream in monitor.report.streams), 30)
            wait_for(lambda: all(monitor.watches[name].burst.told for name in ("icecast", "opus")), 30)
            yield station
        finally:
            monitor.stop()
            if watching.ident:
                watching.join()
            station.close()


def listen(opened: Opening, station: TalkingStation, stream: str) -> Page:
    """A listener who hears that stream."""
    page = opened("/", base=station.url)
    page.evaluate("stream => localStorage.setItem('airwire.player', JSON.stringify({ stream }))", stream)
    page.reload()
    page.evaluate(EAR)
    page.get_by_role("button", name="Listen live").last.click()
    page.evaluate("ear.open()")
    return page


def hears(page: Page) -> float:
    """How far the page is ahead of the sound, in seconds, out of several looks a little apart."""
    expect(page.locator("aw-player")).to_have_attribute("data-state", "playing", timeout=30_000)
    comes(page, "ear.error() !== null && ear.heard.heardBehind() > 0")
    page.wait_for_timeout(1500)  # the page measures once a second
    errors: list[float] = []
    for _ in range(5):
        page.wait_for_timeout(150)
        errors += [error for error in [page.evaluate("ear.error()")] if error is not None]
    return statistics.median(errors)


def comes(page: Page, true: str) -> None:
    """Until it is so in the page."""
    wait_for(lambda: page.evaluate(true), 60)


def sleep_for(seconds: float) -> None:
    """Everything of the browser stands still, as in a laptop that is closed for a moment."""
    browsers = [pid for pid in _descendants(os.getpid()) if "chrom" in Path(f"/proc/{pid}/cmdline").read_text()]
    assert browsers
    for number in (signal.SIGSTOP, signal.SIGCONT):
        for pid in browsers:
            os.kill(pid, number)
        if number == signal.SIGSTOP:
            time.sleep(seconds)


def _descendants(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield int(child)
            yield from _descendants(int(child))


@pytest.mark.parametrize("stream", ["hls", "icecast"])
def test_the_page_follows_the_ear(opened: Opening, station: TalkingStation, newsroom: Newsroom, stream: str) -> None:
    page = listen(opened, station, stream)
    errors = {"once it plays": hears(page)}

    cut_at = time.time()
    title = f"Cut {cut_at:.0f} that {stream} hears later"  # another one at a second try
    newsroom.call("PUT", "/on-air", {"title": title}, role="producer")
    page.evaluate("([title, moment]) => ear.watchCard(title, moment)", [title, cut_at])
    sleep_for(SLEEP_S)
    comes(page, "ear.turned !== null")
    errors["the card, over a sleep"] = page.evaluate("ear.turned")
    errors["after the sleep"] = hears(page)

    page.evaluate("ear.player.goLive()")
    page.wait_for_timeout(300)
    errors["brought back to live"] = hears(page)

    station.stop_site()
    comes(page, "ear.player.state !== 'playing'")
    station.start_site()
    errors["after the line was gone"] = hears(page)
    print({when: round(seconds, 2) for when, seconds in errors.items()})
    assert all(abs(seconds) < WITHIN_S for seconds in errors.values()), errors


def test_a_mount_whose_sound_counts_from_its_encoder_s_start_is_followed_all_the_same(
    opened: Opening, station: TalkingStation
) -> None:
    page = listen(opened, station, "opus")
    error = hears(page)
    assert page.evaluate("ear.position()") > BURST_S, "or it proves nothing"
    assert abs(error) < WITHIN_S, error


def test_a_headline_comes_at_once_and_says_when_it_will_be_heard(
    opened: Opening, station: TalkingStation, newsroom: Newsroom
) -> None:
    page = listen(opened, station, "hls")
    hears(page)
    newsroom.push("Ferry stuck in the mouth of the river")
    expect(page.get_by_text("Ferry stuck").first).to_be_visible()
    soon = page.locator(".headline__soon").first
    expect(soon).to_contain_text("On your stream in about")
    expect(soon).to_be_hidden(timeout=15_000)
    expect(page.get_by_text("Ferry stuck").first).to_be_visible()


def test_who_cannot_get_the_first_stream_hears_the_backup(opened: Opening, station: TalkingStation) -> None:
    page = opened("/", base=station.url)
    page.route("**/hls/**", lambda route: route.abort())
    page.evaluate(EAR)
    page.get_by_role("button", name="Listen live").last.click()
    page.evaluate("ear.open()")
    expect(page.get_by_text("That stream does not answer. Trying Icecast…")).to_be_visible(timeout=20_000)
    assert abs(hears(page)) < WITHIN_S
    assert page.evaluate("ear.player.current.id") == "icecast"


def test_the_sound_goes_on_from_page_to_page(opened: Opening, station: TalkingStation) -> None:
    page = listen(opened, station, "hls")
    hears(page)
    silences = []
    for _ in range(3):  # a busy machine may stutter once; a player that starts anew is silent each time
        page.evaluate("ear.timeSilence()")
        for path in ("/articles", "/schedule", "/most-read", "/"):
            link = page.locator(f'.nav a[href="{path}"]')
            link.click()
            expect(link).to_have_attribute("aria-current", "page")
        silences.append(page.evaluate("ear.longestSilence"))
        if silences[-1] < 0.3:
            break
    assert min(silences) < 0.3, silences
