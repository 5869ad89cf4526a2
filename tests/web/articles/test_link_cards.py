"""What a link looks like where it is shared, and the station's icons: drawn here, once, without words that were taken back."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import orjson
import pytest
import time_machine
from lxml import html
from PIL import Image

from tests.any_store import connect
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import InProcessSite, open_site
from webapp.newsroom.articles.link_card import LinkCard
from webapp.newsroom.drafts import BreakingDraft, Correction, ReadOnAirDraft, Withdrawal
from webapp.newsroom.staff import Actor
from webapp.pictures.disk_cache import DiskCache
from webapp.pictures.drawn.drawings import Drawings
from webapp.pictures.drawn.lettering import drawable
from webapp.pictures.drawn.worker import DrawingWorker
from webapp.pictures.gallery import Gallery

LIGAYA = Actor(name="Ligaya", role="anchor")
STATION = 'name = "Radyo Dagat"\nurl = "https://radyo.example"\nlanguages = ["en", "fil"]'


@pytest.fixture(scope="module")
def site(valkey_server: Valkey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[InProcessSite]:
    connect(valkey_server.url).flushall()
    with time_machine.travel(NOON, tick=False) as clock:
        yield open_site(valkey_server, clock, tmp_path_factory.mktemp("station"), STATION)


def push(site: InProcessSite, headline: str = "Quake off Batangas", **more: Any) -> str:
    draft = BreakingDraft(headline=headline, priority="flash", **more)
    item_id = str(site.room.desk.publish_breaking(draft, LIGAYA, site.now).id)
    site.follow()
    return item_id


def shared_by(site: InProcessSite, path: str) -> dict[str, str]:
    page: Any = html.document_fromstring(site.client().get(path).text)
    return {tag.get("property"): tag.get("content") for tag in page.iterfind(".//meta[@property]")}


def path_of(address: str) -> str:
    return address.removeprefix("https://radyo.example")


def test_every_page_says_what_a_link_to_it_looks_like(site: InProcessSite) -> None:
    site.put_out("rice", title="Rice at ₱20")
    item_id = push(site)
    for path, title in (
        ("/", "Radyo Dagat live"), ("/articles", "News"), ("/schedule", "Schedule"), ("/most-read", "Most read"),
        ("/breaking", "Breaking news"), ("/articles/rice", "Rice at ₱20"), (f"/breaking/{item_id}", "Quake off Batangas"),
    ):  # fmt: skip
        said = shared_by(site, path)
        assert said["og:title"].startswith(title) and said["og:url"].startswith("https://radyo.example/"), path
        assert said["og:site_name"] == "Radyo Dagat" and said["og:description"] and said["og:image:alt"], path
        answer = site.client().get(path_of(said["og:image"]))
        picture = Image.open(BytesIO(answer.data))
        assert (picture.format, picture.size) == ("PNG", (1200, 630)), path
        assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")


def test_a_corrected_or_withdrawn_headline_takes_its_picture_with_it(site: InProcessSite) -> None:
    item_id = push(site, "Dam bursts")
    first = path_of(shared_by(site, f"/breaking/{item_id}")["og:image"])
    assert site.client().get(first).status_code == 200
    folder = site.running.services.config.airwire_data / "drawn"
    drawn = set(folder.glob("*/*"))
    site.room.desk.correct_breaking(
        item_id, Correction(rev=1, reason="It leaks.", headline="Dam leaks"), LIGAYA, site.now
    )
    site.follow()
    second = site.client().get(first)
    assert second.status_code == 302 and site.client().get(second.location).status_code == 200
    site.room.desk.withdraw_breaking(item_id, Withdrawal(rev=2, reason="There was no dam."), LIGAYA, site.now)
    site.follow()
    gone = shared_by(site, f"/breaking/{item_id}")
    assert "Dam" not in gone["og:title"] + gone["og:image:alt"]
    assert site.client().get(first).location == path_of(gone["og:image"]) == site.client().get(second.location).location
    assert len(drawn - set(folder.glob("*/*"))) == 1, "the picture with the former words is deleted"


def test_only_what_there_is_gets_a_picture(site: InProcessSite) -> None:
    for path in (
        "/cards/breaking/none/0.png",
        "/cards/articles/none/0.png",
        "/cards/programmes/none/0.png",
        "/cards/x/live/0.png",
    ):
        assert site.client().get(path).status_code == 404, path


def test_the_stations_icons_stand_where_browsers_and_phones_look(site: InProcessSite) -> None:
    listed = orjson.loads(site.client().get("/manifest.webmanifest").data)
    assert (listed["name"], listed["start_url"], listed["display"]) == ("Radyo Dagat", "/", "standalone")
    assert {icon["purpose"] for icon in listed["icons"]} == {"any", "maskable", "monochrome"}
    for icon in listed["icons"]:
        picture = Image.open(BytesIO(site.client().get(icon["src"]).data))
        assert f"{picture.width}x{picture.height}" == icon["sizes"] and picture.format == "PNG"
    assert Image.open(BytesIO(site.client().get("/favicon.ico").data)).format == "ICO"
    assert Image.open(BytesIO(site.client().get("/apple-touch-icon.png").data)).size == (180, 180)
    assert site.client().get("/icons/other.png").status_code == 404


def test_a_headline_says_when_it_was_read_on_the_air(site: InProcessSite) -> None:
    site.put_out("quake")
    item_id = push(site, article="quake")
    assert "Read on the air" not in site.client().get(f"/breaking/{item_id}").text
    site.wait(minutes=5)
    site.room.desk.read_on_air(ReadOnAirDraft(article="quake"), LIGAYA, site.now)
    site.wait(seconds=20)
    site.running.on_air_reads.pump_once()
    assert "Read on the air" in site.client().get(f"/breaking/{item_id}").text


class Slow:
    """Draws when it is let, and counts."""

    def __init__(self) -> None:
        self.drawn = 0
        self.go = threading.Event()

    def card(self, _card: LinkCard, _logo: bytes | None) -> bytes:
        self.drawn += 1
        self.go.wait(5)
        return b"png"

    def slide(self, _card: LinkCard, _logo: bytes | None) -> bytes:
        return b"png"

    def icon(self, _size: int, _form: str, _kind: str, _logo: bytes | None) -> bytes:
        return b"ico"


def test_a_picture_is_drawn_once_for_all_who_ask_at_once(tmp_path: Path) -> None:
    drawer = Slow()
    cache = DiskCache(tmp_path)
    drawings = Drawings(cache, drawer, lambda: None, Gallery(cache, lambda *_: b""), lambda _: None, lambda *_: b"")
    card = LinkCard("station", "live", "Radyo", "Radyo")
    got: list[bytes] = []
    asking = [threading.Thread(target=lambda: got.append(drawings.card(card))) for _ in range(8)]
    for one in asking:
        one.start()
    drawer.go.set()
    for one in asking:
        one.join(5)
    assert got == [b"png"] * 8 and drawer.drawn == 1


def test_letters_that_the_font_lacks_are_never_drawn_as_boxes() -> None:
    assert drawable("Ulan 🌧 sa Maynila – ₱20") == "Ulan sa Maynila – ₱20"
    assert drawable("台灣發生地震") is None


def test_a_logo_that_is_no_picture_leaves_a_card_without_it() -> None:
    worker = DrawingWorker()
    try:
        card = LinkCard("station", "live", "Radyo", "Radyo")
        assert worker.card(card, None).startswith(b"\x89PNG")
    finally:
        worker.close()
