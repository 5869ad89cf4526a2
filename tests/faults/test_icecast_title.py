"""The stream's title on a real Icecast: set, corrected and taken off, as players read it in the stream itself."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from tests.conftest import NOON
from tests.faults.real_streams import PASSWORD, Studio, program
from tests.web.server import wait_for
from webapp.newsroom.model import BreakingItem, OnAir, Programme, Segment
from webapp.newsroom.outlets.scene import Scene
from webapp.newsroom.outlets.settings import IcecastOutlet
from webapp.outlets.outlet import OutletFailed
from webapp.outlets.receivers.icecast import IcecastTitle

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(not program("icecast2", "icecast") or not program("ffmpeg"), reason="needs icecast2 and ffmpeg"),
]

AIR = OnAir(programme=Programme(id="noon", title="Noon"), segment=Segment(id="traffic", title="Traffic"))


def scene(headline: str | None) -> Scene:
    item = headline and BreakingItem(
        id="h", rev=1, headline=headline, priority="flash", published_at=NOON, expires_at=NOON + timedelta(hours=1)
    )
    return Scene(item or None, AIR, "Radyo")


@pytest.fixture(scope="module")
def studio() -> Iterator[Studio]:
    with tempfile.TemporaryDirectory(prefix="airwire-title-") as folder:
        studio = Studio(Path(folder))
        yield studio
        studio.close()


def title(studio: Studio, mount: str, password: str = PASSWORD) -> IcecastTitle:
    config = IcecastOutlet(id="title", kind="icecast", url=f"http://127.0.0.1:{studio.port}", mounts=(mount,),
                           password=password, private=True)  # fmt: skip
    return IcecastTitle(config)


def heard(studio: Studio, mount: str, title: str) -> list[str]:
    """What a player shows, up to `title`: what stands in the stream's own metadata. The burst has what was before."""
    asked = Request(f"http://127.0.0.1:{studio.port}{mount}", headers={"Icy-MetaData": "1"})
    titles: list[str] = []
    with urlopen(asked, timeout=10) as stream:
        every = int(stream.headers["icy-metaint"])
        for _ in range(20):
            stream.read(every)
            block = stream.read(16 * stream.read(1)[0]).rstrip(b"\0")
            if block:
                titles.append(block.decode().partition("StreamTitle='")[2].rpartition("';")[0])
            if titles[-1:] == [title]:
                break
    return titles


def test_players_read_the_headline_and_then_what_is_on(studio: Studio) -> None:
    display = title(studio, "/live.mp3")
    with pytest.raises(OutletFailed, match=r"no encoder is connected on /live\.mp3") as nobody:
        display.show(scene("Bridge closed"), NOON)
    assert nobody.value.shows_nothing and not nobody.value.reached
    studio.encode("/live.mp3")
    wait_for(lambda: bool(display._mounts()), 15)
    text = "Rice at ₱15 – ‘cheap’; 20% & more"
    assert display.show(scene(text), NOON).text == "title read back on /live.mp3"
    assert heard(studio, "/live.mp3", text)[-1] == text
    assert display.still_shows(scene(text)) and not display.still_shows(scene("another"))
    display.show(scene(None), NOON)
    assert heard(studio, "/live.mp3", "Noon · Radyo")[-1] == "Noon · Radyo"


def test_a_wrong_password_is_said(studio: Studio) -> None:
    with pytest.raises(OutletFailed, match="user or password are wrong"):
        title(studio, "/live.mp3", "wrong").show(scene("Bridge closed"), NOON)
