"""The studio's video comes by a press alone, the station's sound goes on beside it, and what fails leads on."""

from __future__ import annotations

import io
import subprocess
import time
import wave
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.any_store import connect
from tests.browser.conftest import Opening
from tests.conftest import Valkey, make_room
from tests.faults.real_streams import program
from tests.web.server import Web
from webapp.newsroom.model import StreamSource

pytestmark = pytest.mark.skipif(not program("ffmpeg"), reason="needs ffmpeg")

STATION = '[video]\nkind = "hls"\nurl = "https://video.example/live.m3u8"\n'
PIECES = 20


@pytest.fixture(scope="module")
def pieces(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("video")
    subprocess.run(
        [program("ffmpeg") or "", "-v", "error", "-f", "lavfi", "-i", f"testsrc=size=160x90:rate=10:duration={PIECES}",
         "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "10", "-f", "hls", "-hls_time", "1",
         "-hls_list_size", "0", "-hls_segment_filename", "%d.ts", "all.m3u8"],
        check=True, cwd=folder,
    )  # fmt: skip
    return {piece.name: piece.read_bytes() for piece in Path(folder).glob("*.ts")}


class Sound:
    """The station's stream: five minutes of silence."""

    def __init__(self, web: Web, valkey_server: Valkey) -> None:
        self._url = f"{web.url}/stream/main"
        source = StreamSource(id="main", title="Main", kind="audio", url=self._url)
        make_room(connect(valkey_server.url)).desk.introduce_streams([source], datetime.now(UTC))
        made = io.BytesIO()
        with wave.open(made, "wb") as file:
            file.setparams((1, 1, 8000, 0, "NONE", ""))
            file.writeframes(b"\x80" * 8000 * 300)
        self._body = made.getvalue()

    def played_on(self, page: Page) -> None:
        """Opens the live page there, and listens."""
        page.route(f"{self._url}*", lambda route: route.fulfill(body=self._body, content_type="audio/wav"))
        page.goto(page.url.removesuffix("lite"))
        page.locator("button.player__play").click()
        self.goes_on(page)

    def goes_on(self, page: Page) -> None:
        heard = "document.querySelector('aw-player audio').currentTime"
        page.wait_for_function(f"(before) => {heard} > before + 0.3", arg=page.evaluate(heard))
        assert page.evaluate("(({ paused, muted, volume }) => !paused && !muted && volume > 0)"
                             "(document.querySelector('aw-player audio'))")  # fmt: skip


def be_hidden(page: Page, is_hidden: bool) -> None:
    """As if another tab were looked at, or this one again."""
    page.evaluate(
        "(isHidden) => { Object.defineProperty(document, 'hidden', { configurable: true, get: () => isHidden });"
        "document.dispatchEvent(new Event('visibilitychange')); }", is_hidden
    )  # fmt: skip


class Camera:
    """A live playlist of the last seconds; `broken` while it answers with errors."""

    def __init__(self, page: Page, pieces: dict[str, bytes]) -> None:
        self.broken = False
        self.asked = 0
        self._pieces = pieces
        self._began = time.monotonic() - 6
        page.route("https://video.example/**", self._answer)

    def _answer(self, route: Route) -> None:
        self.asked += 1
        name = route.request.url.rpartition("/")[2]
        allow = {"Access-Control-Allow-Origin": "*"}
        if self.broken:
            route.fulfill(status=503, headers=allow)
        elif name.endswith(".ts"):
            route.fulfill(body=self._pieces[name], content_type="video/mp2t", headers=allow)
        else:
            newest = int(time.monotonic() - self._began)
            head = f"#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:{newest - 5}\n"
            # The pieces come round again, each time as a picture of its own.
            rows = [f"#EXT-X-DISCONTINUITY\n#EXTINF:1,\n{number % PIECES}.ts" for number in range(newest - 5, newest)]
            route.fulfill(
                body=head + "\n".join(rows) + "\n", content_type="application/vnd.apple.mpegurl", headers=allow
            )


@pytest.fixture
def station(web: Web, valkey_server: Valkey) -> Sound:
    return Sound(web, valkey_server)


def test_the_video_comes_by_a_press_beside_the_sound_and_goes_by_another(
    opened: Opening, pieces: dict[str, bytes], station: Sound
) -> None:
    page = opened("/lite")
    camera = Camera(page, pieces)
    station.played_on(page)
    show = page.get_by_role("button", name="Watch the studio")
    expect(show).to_be_visible()
    assert not camera.asked and not page.locator("video").count()
    show.focus()
    page.keyboard.press("Enter")
    video = page.locator("aw-video video")
    expect(video).to_have_js_property("videoWidth", 160, timeout=25_000)
    expect(video).to_have_js_property("paused", False)
    expect(page.locator(".video-screen__message")).to_have_text("")
    assert video.evaluate("video => video.muted")
    station.goes_on(page)
    page.get_by_role("button", name="Hide the video").click()
    expect(video).to_have_count(0)
    station.goes_on(page)
    expect(page.get_by_role("button", name="Watch the studio")).to_be_focused()


def test_a_video_that_fails_says_so_leads_on_and_comes_back_by_a_press(
    opened: Opening, pieces: dict[str, bytes]
) -> None:
    page = opened("/lite")
    camera = Camera(page, pieces)
    camera.broken = True
    page.goto(page.url.removesuffix("lite"))
    page.get_by_role("button", name="Watch the studio").click()
    message = page.locator(".video-screen__message")
    expect(message).to_have_text("The video cannot be shown now.", timeout=15_000)
    way = page.get_by_role("link", name="Open it by itself")
    expect(way).to_have_attribute("href", "https://video.example/live.m3u8")
    camera.broken = False
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("aw-video video")).to_have_js_property("videoWidth", 160, timeout=25_000)
    expect(message).to_have_text("")
    expect(way).to_be_hidden()
    expect(page.get_by_role("button", name="Hide the video")).to_be_focused()

    be_hidden(page, True)
    expect(page.locator("aw-video video")).to_have_js_property("readyState", 0)
    be_hidden(page, False)
    expect(page.locator("aw-video video")).to_have_js_property("videoWidth", 160, timeout=25_000)
    camera.broken = True
    page.locator("aw-video video").evaluate("video => video.dispatchEvent(new Event('ended'))")
    expect(message).to_have_text("The video cannot be shown now.")
    page.get_by_role("button", name="Hide the video").click()
    expect(message).to_have_text("")
