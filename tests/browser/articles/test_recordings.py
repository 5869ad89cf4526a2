"""A podcast's episode on its page: the recording and the live sound take turns."""

from __future__ import annotations

import io
import wave
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.any_store import connect
from tests.browser.conftest import Opening
from tests.conftest import Valkey, make_room
from tests.web.conftest import Newsroom
from tests.web.server import Web, wait_for
from webapp.newsroom.model import StreamSource

RECORDING = "audio[data-recording]"
EPISODE = {
    "title": "The week",
    "recording": {"url": "https://podcast.example/7.wav", "kind": "audio/wav", "seconds": 754},
}


def silence(seconds: int = 20) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(b"\x80" * 8000 * seconds)
    return file.getvalue()


@pytest.fixture
def page(opened: Opening, web: Web, newsroom: Newsroom, valkey_server: Valkey) -> Page:
    """The episode's page on a station whose only stream takes its time; the podcast's host answers."""
    stream = StreamSource(id="main", title="Main", kind="audio", url=f"{web.url}/stream/main")
    make_room(connect(valkey_server.url)).desk.introduce_streams([stream], datetime.now(UTC))
    assert newsroom.call("PUT", "/articles/episode", EPISODE, role="editor").status_code == 200
    page = opened("/articles/episode")
    page.route("https://podcast.example/**", lambda route: route.fulfill(body=silence(), content_type="audio/wav"))
    page.route("**/stream/main*", lambda route: None)
    page.locator("aw-player[data-state=idle] button.player__play").wait_for()
    return page


def is_paused(page: Page) -> bool:
    return bool(page.evaluate(f"document.querySelector('{RECORDING}').paused"))


def test_the_recording_and_the_live_sound_take_turns(page: Page) -> None:
    expect(page.locator("figure", has_text="Recording")).to_contain_text("13 min")
    player = page.locator("aw-player")
    page.locator("button.player__play").click()
    expect(player).not_to_have_attribute("data-state", "idle")
    page.evaluate(f"document.querySelector('{RECORDING}').play()")
    wait_for(lambda: not is_paused(page))
    expect(player).to_have_attribute("data-state", "idle")
    page.locator("button.player__play").click()
    wait_for(lambda: is_paused(page))
