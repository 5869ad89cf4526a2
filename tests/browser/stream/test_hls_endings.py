"""A broadcast over HLS that ends, has a gap, whose encoder begins anew or dates it wrongly: what a listener hears then."""

from __future__ import annotations

import subprocess
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route

from tests.any_store import connect
from tests.browser.conftest import Opening
from tests.conftest import Valkey, make_room
from tests.faults.real_streams import TONE, program
from tests.web.server import Web
from webapp.monitor.monitor import StreamDesk
from webapp.newsroom.model import Stream, StreamSource

pytestmark = pytest.mark.skipif(not program("ffmpeg"), reason="needs ffmpeg")

LOOKS_INTO_SCRIPTS = True

SEGMENT_S = 0.5
WINDOW = 8
DATES_LATE_S = 30
PIECES = 80

EAR = Path(__file__).with_name("ear.js").read_text()


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Forty seconds in pieces of half a second."""
    folder = tmp_path_factory.mktemp("sound")
    subprocess.run(
        [program("ffmpeg") or "", "-v", "error", "-f", "lavfi", "-i", f"{TONE}:duration={PIECES * SEGMENT_S}",
         "-c:a", "aac", "-b:a", "64k", "-f", "hls", "-hls_time", str(SEGMENT_S), "-hls_list_size", "0",
         "-hls_segment_filename", "%d.ts", "all.m3u8"],
        check=True, cwd=folder,
    )  # fmt: skip
    return {piece.name: piece.read_bytes() for piece in folder.glob("*.ts")}


class Broadcast:
    """A live playlist at `/hls/<name>.m3u8`, which goes on by the clock; what it is to become the test says."""

    def __init__(self, name: str, page: Page, sound: dict[str, bytes]) -> None:
        self._sound = sound
        self._began = time.monotonic() - WINDOW * SEGMENT_S
        self._offset = 0
        self._ended_at: int | None = None
        self._gap_from: int | None = None
        self._dated = datetime.now(UTC) - timedelta(seconds=WINDOW * SEGMENT_S + DATES_LATE_S)
        self.asked: list[str] = []
        page.route(f"**/hls/{name}.m3u8", self._playlist)
        page.route(f"**/hls/{name}/*.ts", self._piece)
        self._name = name

    @property
    def _now(self) -> int:
        return int((time.monotonic() - self._began) / SEGMENT_S)

    def end(self) -> None:
        self._ended_at = self._now

    def begin_anew(self) -> None:
        """Its encoder counts from 0, and has one piece ready."""
        self._offset = self._now - 1

    def have_a_gap(self) -> None:
        self._gap_from = self._now

    def _playlist(self, route: Route) -> None:
        newest = self._now if self._ended_at is None else self._ended_at
        first = max(newest - WINDOW, self._offset)
        lines = [f"#EXTM3U\n#EXT-X-VERSION:8\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:{first - self._offset}"]
        for number in range(first, newest):
            gap = "#EXT-X-GAP\n" if self._gap_from is not None and number >= self._gap_from else ""
            date = (self._dated + timedelta(seconds=number * SEGMENT_S)).isoformat()
            lines.append(
                f"#EXTINF:{SEGMENT_S},\n#EXT-X-PROGRAM-DATE-TIME:{date}\n{gap}{self._name}/{number % PIECES}.ts"
            )
        lines += ["#EXT-X-ENDLIST"] if self._ended_at is not None else []
        route.fulfill(body="\n".join(lines) + "\n", content_type="application/vnd.apple.mpegurl")

    def _piece(self, route: Route) -> None:
        name = route.request.url.rpartition("/")[2]
        self.asked.append(name)
        route.fulfill(body=self._sound[name], content_type="video/mp2t")


@pytest.fixture
def desk(web: Web, valkey_server: Valkey) -> StreamDesk:
    """Both streams are on the air."""
    desk = make_room(connect(valkey_server.url)).desk
    report(desk, web.url)
    return desk


def report(desk: StreamDesk, url: str, dates_late_s: float = 0) -> None:
    """What the monitor says of the two streams at `url`."""
    now = datetime.now(UTC)
    streams = tuple(
        StreamSource(
            id=name,
            title=name.title(),
            kind="hls",
            url=f"{url}/hls/{name}.m3u8",
            status="on_air",
            dates_late_s=dates_late_s,
        )
        for name in ("main", "backup")
    )
    desk.report_stream(Stream(status="on_air", since=now, checked_at=now, streams=streams), now, {})


Listening = tuple[Page, Broadcast, Broadcast]


@pytest.fixture
def listening(opened: Opening, desk: StreamDesk, sound: dict[str, bytes]) -> Listening:
    """A listener of the main stream, with a backup beside it."""
    page = opened("/lite")
    main, backup = (Broadcast(name, page, sound) for name in ("main", "backup"))
    page.goto(page.url.removesuffix("lite"))
    page.evaluate(EAR)
    page.get_by_role("button", name="Listen live").last.click()
    page.evaluate("ear.open()")
    comes(page, "main", within_s=20)
    page.wait_for_timeout(300)
    page.evaluate("ear.timeSilence()")
    return page, main, backup


def comes(page: Page, stream: str, within_s: float) -> None:
    """Until that stream plays. What is asked for meanwhile is answered, as it is not while a test sleeps."""
    until = time.monotonic() + within_s
    while not page.evaluate("id => ear.player.current.id === id && ear.player.state === 'playing'", stream):
        assert time.monotonic() < until, page.evaluate("ear.report()")
        page.wait_for_timeout(100)


def test_a_broadcast_that_ends_is_heard_to_its_end_once_and_then_the_backup(listening: Listening) -> None:
    page, main, _ = listening
    main.end()
    comes(page, "backup", within_s=15)
    again = len(main.asked) - len(set(main.asked))
    assert again <= 1, "it was looked at again, and not played"


def test_an_encoder_that_counts_from_the_start_again_costs_a_breath(listening: Listening) -> None:
    page, main, _ = listening
    main.begin_anew()
    page.wait_for_timeout(6500)
    comes(page, "main", within_s=1)
    assert page.evaluate("ear.longestSilence") < 3, "the library alone waits until the old numbers are reached"


def test_a_gap_that_the_playlist_declares_leads_to_the_backup(listening: Listening) -> None:
    page, main, _ = listening
    main.have_a_gap()
    comes(page, "backup", within_s=12)


def test_dates_that_the_monitor_calls_late_are_followed_by_so_much_less(
    listening: Listening, desk: StreamDesk, web: Web
) -> None:
    page, *_ = listening

    def behind() -> float:
        page.wait_for_timeout(1200)  # the page measures once a second
        return float(page.evaluate("ear.heard.heardBehind()"))

    assert DATES_LATE_S < behind() < DATES_LATE_S + 8
    report(desk, web.url, dates_late_s=DATES_LATE_S)
    until = time.monotonic() + 8
    while (heard := behind()) > 8 and time.monotonic() < until:
        pass
    assert 0 < heard < 8
