"""Strangers' pictures: made smaller, cleaned, kept within bounds, and fetched once however many ask."""

from __future__ import annotations

import struct
import threading
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from webapp.fetch.addresses import FetchRefused
from webapp.fetch.client import Fetched
from webapp.newsroom.articles.picture_paths import picture_path, srcset
from webapp.pictures.disk_cache import DiskCache
from webapp.pictures.errors import PictureUnavailable, UnusablePicture
from webapp.pictures.gallery import MAX_PARALLEL_FETCHES_PER_HOST, RETRY_AFTER_S, Gallery
from webapp.pictures.resize import resized

URL = "https://agency.example/photo.jpg"


def photo(width: int = 1600, height: int = 900, kind: str = "JPEG", mode: str = "RGB", **more: Any) -> bytes:
    made = BytesIO()
    Image.new(mode, (width, height), 120 if mode in ("L", "P") else (200, 30, 40, 128)[: len(mode)]).save(
        made, kind, **more
    )
    return made.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
@pytest.mark.parametrize(("wanted", "name"), [("webp", "WEBP"), ("jpg", "JPEG")])
def test_every_usual_format_comes_out_in_the_size_that_is_wanted(kind: str, wanted: str, name: str) -> None:
    made = opened(resized(photo(kind=kind), 640, wanted))
    assert (made.format, made.size) == (name, (640, 360))


def test_a_picture_is_never_made_larger_than_it_was() -> None:
    assert opened(resized(photo(200, 100), 640, "webp")).size == (200, 100)


def test_what_the_camera_noted_does_not_come_along_and_the_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned
    exif[0x010F] = "A camera"
    exif.get_ifd(0x8825)[1] = "N"  # where it was taken
    made = opened(resized(photo(800, 400, exif=exif, comment=b"secret"), 640, "jpg"))
    assert made.size == (400, 800)
    assert not dict(made.getexif()) and "comment" not in made.info and "icc_profile" not in made.info


def test_what_one_can_see_through_stays_so_and_is_white_where_that_cannot_be() -> None:
    clear = photo(100, 100, "PNG", "RGBA")
    assert opened(resized(clear, 640, "webp")).mode == "RGBA"
    assert opened(resized(clear, 640, "jpg")).mode == "RGB"


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it has so many pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(5000))) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "cannot be decoded"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "cannot be decoded"),
        (b"<html>not here</html>", "cannot be decoded"),
        (photo()[:900], "cannot be decoded"),
        (b"\x00\x00\x00\x20ftypavif" + b"\xff" * 200, "cannot be decoded"),
        (bomb(60_000, 60_000), "too many pixels"),
        (bomb(19_000, 19_000), "too many pixels"),
        (bomb(9_000, 9_000), "9000 × 9000"),
        (bomb(30_000, 10), "30000 × 10"),
        (b"GIF89a\xff\xff\xff\xff\x00\x00\x00", "cannot be decoded"),
    ],
)
def test_bombs_and_what_is_no_picture_are_refused_in_words(data: bytes, why: str) -> None:
    with pytest.raises(UnusablePicture, match=why):
        resized(data, 640, "webp")


def in_passes(count: int) -> bytes:
    """A JPEG, small as a file, that goes through its few pixels so often."""
    made = photo(64, 64, mode="L", progressive=True)
    start = made.rindex(b"\xff\xda")
    return made[:start] + made[start:-2] * count + made[-2:]


def test_a_jpeg_that_never_ends_is_refused_before_it_begins() -> None:
    assert opened(resized(in_passes(20), 640, "webp")).size == (64, 64)
    with pytest.raises(UnusablePicture, match="is a JPEG in"):
        resized(in_passes(500), 640, "webp")


def test_a_jpeg_of_one_pass_may_be_large_and_one_of_several_is_bounded_as_all_others_are() -> None:
    assert opened(resized(photo(6000, 5000, mode="L"), 640, "webp")).size == (640, 533)
    with pytest.raises(UnusablePicture, match="6000 × 5000"):
        resized(photo(6000, 5000, mode="L", progressive=True), 640, "webp")


def test_previews_in_its_head_are_no_passes() -> None:
    exif = b"Exif\0\0" + photo(16, 16) * 101
    head = b"\xff\xe1" + (len(exif) + 2).to_bytes(2) + exif
    made = photo(64, 64)
    assert opened(resized(made[:2] + head + made[2:], 640, "webp")).size == (64, 64)


def test_greys_in_sixteen_bits_keep_their_shades() -> None:
    grey = Image.new("I;16", (64, 64), 0x4000)
    made = BytesIO()
    grey.save(made, "PNG")
    pixel = opened(resized(made.getvalue(), 640, "jpg")).convert("L").getpixel((32, 32))
    assert isinstance(pixel, int | float) and 62 <= pixel <= 66


@pytest.mark.parametrize("kind", ["GIF", "PNG"])
def test_pictures_of_few_colours_are_blended_as_all_others_are(kind: str) -> None:
    stripes = Image.new("P", (1280, 64))
    stripes.putpalette([0, 0, 0, 255, 255, 255])
    stripes.putdata([x % 2 for _ in range(64) for x in range(1280)])
    made = BytesIO()
    stripes.save(made, kind)
    pixel = opened(resized(made.getvalue(), 640, "jpg")).convert("L").getpixel((320, 16))
    assert isinstance(pixel, int | float) and 100 < pixel < 155


class Agency:
    """Where pictures come from; counts who asks."""

    def __init__(self, body: bytes = photo(), status: int = 200) -> None:
        self.body, self.status, self.asked = body, status, 0
        self.refuses: Exception | None = None
        self.slow = ""
        self.open = threading.Event()
        self.open.set()

    def __call__(self, url: str, **_: Any) -> Fetched:
        self.asked += 1
        assert self.slow not in url or self.open.wait(10)
        if self.refuses:
            raise self.refuses
        return Fetched(self.status, url, {}, self.body)


class Time:
    at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def agency() -> Agency:
    return Agency()


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def gallery(tmp_path: Path, agency: Agency, clock: Time) -> Gallery:
    return Gallery(DiskCache(tmp_path), resized, get=agency, clock=clock)


def test_a_picture_is_fetched_once_for_all_its_sizes_and_kept(gallery: Gallery, agency: Agency, tmp_path: Path) -> None:
    first = gallery.picture("rice", URL, 640, "webp")
    assert gallery.picture("rice", URL, 640, "webp") == first
    assert opened(gallery.picture("rice", URL, 320, "jpg")).width == 320
    assert agency.asked == 1
    again = Gallery(DiskCache(tmp_path), resized, get=agency)
    assert again.picture("rice", URL, 640, "webp") == first and agency.asked == 1


def test_however_many_ask_at_once_it_is_fetched_once(gallery: Gallery, agency: Agency) -> None:
    agency.open.clear()
    got: list[bytes] = []
    asking = [threading.Thread(target=lambda: got.append(gallery.picture("rice", URL, 640, "webp"))) for _ in range(12)]
    for thread in asking:
        thread.start()
    agency.open.set()
    for thread in asking:
        thread.join(20)
    assert len(got) == 12 and len(set(got)) == 1 and agency.asked == 1
    assert not gallery._turns


def test_a_server_that_takes_its_time_keeps_nobody_elses_pictures_away(gallery: Gallery, agency: Agency) -> None:
    agency.slow = "agency.example"
    agency.open.clear()
    asking = [
        threading.Thread(target=lambda at=at: gallery.picture("rice", f"{URL}?{at}", 640, "webp")) for at in range(12)
    ]
    for thread in asking:
        thread.start()
    assert gallery.picture("fish", "https://other.example/photo.jpg", 640, "webp")
    assert agency.asked <= MAX_PARALLEL_FETCHES_PER_HOST + 1
    agency.open.set()
    for thread in asking:
        thread.join(20)
    assert agency.asked == 13 and not gallery._turns


def test_one_that_cannot_be_had_is_not_asked_for_again_at_once(gallery: Gallery, agency: Agency, clock: Time) -> None:
    agency.refuses = FetchRefused("agency.example is an address inside a network")
    with pytest.raises(PictureUnavailable, match="inside a network"):
        gallery.picture("rice", URL, 640, "webp")
    clock.at = RETRY_AFTER_S / 2
    with pytest.raises(PictureUnavailable) as again:
        gallery.picture("rice", URL, 320, "webp")
    assert agency.asked == 1 and again.value.retry_after_s == RETRY_AFTER_S / 2
    clock.at, agency.refuses = RETRY_AFTER_S, None
    assert gallery.picture("rice", URL, 320, "webp") and agency.asked == 2


def test_of_a_withdrawn_article_no_picture_stays(gallery: Gallery, agency: Agency, tmp_path: Path) -> None:
    gallery.picture("rice", URL, 640, "webp")
    gallery.picture("fish", URL, 640, "webp")
    gallery.forget("rice")
    assert len(list(tmp_path.glob("*/*"))) == 2
    gallery.picture("fish", URL, 640, "webp")
    assert agency.asked == 2


def test_the_shelf_holds_so_much_and_lets_go_of_what_nobody_asked_for(tmp_path: Path) -> None:
    import os

    shelf = DiskCache(tmp_path, max_bytes=1000)
    for number in range(9):
        shelf.put(f"{number}{number}-x", bytes(100))
        os.utime(tmp_path / f"{number}{number}" / f"{number}{number}-x", (number, number))
    assert shelf.get("00-x")  # asked for: young again
    shelf.put("99-x", bytes(200))
    assert shelf.get("00-x") and shelf.get("11-x") is None and shelf.get("99-x")


def test_a_disk_that_fails_keeps_nothing_and_breaks_nothing(tmp_path: Path, agency: Agency) -> None:
    file = tmp_path / "file"
    file.write_text("in the way")
    assert Gallery(DiskCache(file / "pictures"), resized, get=agency).picture("rice", URL, 640, "webp")


def test_the_address_changes_with_the_picture_and_says_its_sizes() -> None:
    path = picture_path("rice", URL)
    assert path.startswith("/pictures/rice/") and path.endswith("-640.webp")
    assert picture_path("rice", URL + "?2") != path
    assert picture_path("rice", "/demo/pictures/rice.svg") == "/demo/pictures/rice.svg"
    base = path.removesuffix("-640.webp")
    assert srcset(path, 1000) == f"{base}-320.webp 320w, {base}-640.webp 640w, {base}-960.webp 960w"
    assert srcset(path, 100) == f"{base}-320.webp 320w"
    assert srcset("/demo/pictures/rice.svg", 1000) == ""
