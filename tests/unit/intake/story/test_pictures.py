"""Pictures: which one goes with a story, and how large it is."""

from __future__ import annotations

import struct
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image

from webapp.fetch import client
from webapp.fetch.addresses import FetchRefused
from webapp.intake.importing.documents import SourcePicture
from webapp.intake.story.choose_picture import choose_picture
from webapp.intake.story.picture_size import measured, size_of


def beginning(kind: str, turned: int = 1, **options: Any) -> bytes:
    """The first half of a picture's file, 640 × 480 as it was taken, `turned` by EXIF's orientation."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = turned
    if turned != 1:
        options["exif"] = exif
    if kind == "AVIF":
        options["speed"] = 10
    file = BytesIO()
    Image.effect_noise((640, 480), 100).convert("RGB").save(file, kind, **options)
    return file.getvalue()[: len(file.getvalue()) // 2]


PNG = beginning("PNG")
KINDS = {
    "PNG": PNG,
    "GIF": beginning("GIF"),
    "JPEG": beginning("JPEG"),
    "lossy WebP": beginning("WEBP"),
    "lossless WebP": beginning("WEBP", lossless=True),
    "WebP with more than pixels": beginning("WEBP", icc_profile=b"any"),
    "AVIF": beginning("AVIF"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_pictures_size_is_read_off_its_first_bytes(kind: str) -> None:
    assert size_of(KINDS[kind]) == (640, 480)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "AVIF"])
@pytest.mark.parametrize(("turned", "size"), [(1, (640, 480)), (3, (640, 480)), (6, (480, 640)), (8, (480, 640))])
def test_a_picture_that_a_camera_says_is_turned_is_measured_as_it_is_shown(
    kind: str, turned: int, size: tuple[int, int]
) -> None:
    assert size_of(beginning(kind, turned)) == size


def test_a_preview_in_a_cameras_jpeg_is_not_taken_for_the_picture() -> None:
    preview = b"\xff\xe1" + struct.pack(">H", 302) + b"Exif" + b"\xff\xc0" * 148
    assert size_of(KINDS["JPEG"][:2] + preview + KINDS["JPEG"][2:]) == (640, 480)


@settings(deadline=None)
@given(st.sampled_from(sorted(KINDS)), st.integers(0, 400), st.binary(max_size=40))
def test_no_file_makes_measuring_fail(kind: str, cut: int, tail: bytes) -> None:
    size = size_of(KINDS[kind][:cut] + tail)
    assert size is None or all(0 < side <= 20_000 for side in size)


@pytest.mark.parametrize("body", [b"", b"<svg width='9'>", PNG[:16] + struct.pack(">II", 0, 0), PNG[:16] + b"\xff" * 8])
def test_what_is_no_picture_has_no_size(body: bytes) -> None:
    assert size_of(body) is None


def test_pictures_are_measured_where_they_are_and_the_others_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def get(url: str, **given: Any) -> client.Fetched:
        if "private" in url:
            raise FetchRefused("inside")
        return client.Fetched(404 if "gone" in url else 200, url, {}, PNG)

    monkeypatch.setattr(client, "get", get)
    here, gone, private = (
        SourcePicture(f"https://a.example/{name}.png", credit="Ana") for name in ("here", "gone", "private")
    )
    assert measured([here, gone, private, here]) == {here: SourcePicture(here.url, 640, 480, credit="Ana")}


def test_a_private_sources_pictures_are_measured_too_and_nobody_elses(monkeypatch: pytest.MonkeyPatch) -> None:
    def get(url: str, *, allow_private: bool, **given: Any) -> client.Fetched:
        if not allow_private:
            raise FetchRefused("inside")
        return client.Fetched(200, url, {}, PNG)

    monkeypatch.setattr(client, "get", get)
    ours, other = SourcePicture("https://cms.local:8443/a.png"), SourcePicture("https://cms.local/a.png")
    assert set(measured([ours, other], {"cms.local:8443"})) == {ours}


def picture(name: str, width: int | None = None, height: int | None = None, scheme: str = "https") -> SourcePicture:
    return SourcePicture(f"{scheme}://a.example/{name}.jpg", width, height)


@pytest.mark.parametrize(
    ("pictures", "shown", "unsized"),
    [
        ([picture("a", 800, 600), picture("b", 900, 600)], "a", None),
        ([picture("huge", 6000, 4000), picture("fit", 1200, 800)], "fit", None),
        ([picture("huge", 6000, 4000)], "huge", None),
        ([picture("small", 140), picture("large", 460)], None, "large"),
        ([picture("icon", 40, 40), picture("logo", 900, 600), picture("avatar", 900, 600)], None, None),
        ([picture("plain", 800, 600, "http")], None, "plain"),
        ([picture("plain", 800, 600, "http"), picture("sealed", 500, 400)], "sealed", None),
        ([], None, None),
    ],
)
def test_the_first_fit_picture_goes_with_the_story(
    pictures: list[SourcePicture], shown: str | None, unsized: str | None
) -> None:
    chosen, waiting = choose_picture(pictures, "A title")
    assert (chosen.url if chosen else None) == (f"https://a.example/{shown}.jpg" if shown else None)
    assert (waiting.url if waiting else None) == (f"https://a.example/{unsized}.jpg" if unsized else None)


def test_a_thumbnail_by_its_address_gives_way_to_a_picture() -> None:
    thumbnail, whole = SourcePicture("https://a.example/rain.png?w=104"), SourcePicture("https://a.example/ferry.jpg")
    assert choose_picture([thumbnail, whole], "A title") == (None, whole)
    assert choose_picture([thumbnail], "A title") == (None, thumbnail)
