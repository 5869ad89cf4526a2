"""The studio's video: nothing of it comes before its button is pressed, and the station's sound goes on beside it."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Opening
from tests.faults.real_streams import program

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


def test_the_video_comes_by_a_press_without_sound_says_when_it_fails_and_goes_by_another(
    opened: Opening, pieces: dict[str, bytes]
) -> None:
    page = opened("/lite")
    camera = Camera(page, pieces)
    page.goto(page.url.removesuffix("lite"))
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
    camera.broken = True
    video.evaluate("video => video.dispatchEvent(new Event('ended'))")
    expect(page.locator(".video-screen__message")).to_have_text("The video cannot be shown now.")
    page.get_by_role("button", name="Hide the video").click()
    expect(video).to_have_count(0)
    expect(page.locator(".video-screen__message")).to_have_text("")
    expect(page.get_by_role("button", name="Watch the studio")).to_be_focused()
