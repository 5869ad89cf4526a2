"""The studio's video is given as people have it: the address that the other site's own share button makes."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import ValidationError

from webapp.newsroom.station_pages.video import StudioVideo

CHANNEL = "UC" + "a" * 22


@pytest.mark.parametrize(
    "url",
    [
        "https://www.youtube.com/watch?v=abcdefghijk",
        "https://www.youtube.com/watch?feature=share&v=abcdefghijk&t=5",
        "https://youtube.com/live/abcdefghijk?si=x",
        "https://m.youtube.com/live/abcdefghijk",
        "https://youtu.be/abcdefghijk?t=1",
        "https://www.youtube.com/embed/abcdefghijk",
        "https://www.youtube-nocookie.com/embed/abcdefghijk",
    ],
)
def test_a_broadcast_at_youtube_is_framed_without_its_cookies_and_without_sound(url: str) -> None:
    frame = StudioVideo(kind="youtube", url=url).frame
    assert frame and frame.startswith("https://www.youtube-nocookie.com/embed/abcdefghijk?")
    assert parse_qs(urlsplit(frame).query)["mute"] == ["1"]


@pytest.mark.parametrize(
    "url",
    [
        f"https://www.youtube.com/channel/{CHANNEL}/live",
        f"https://www.youtube.com/channel/{CHANNEL}",
        f"https://www.youtube.com/embed/live_stream?channel={CHANNEL}",
    ],
)
def test_whatever_a_channel_has_on_air_is_framed(url: str) -> None:
    frame = StudioVideo(kind="youtube", url=url).frame
    assert frame and parse_qs(urlsplit(frame).query)["channel"] == [CHANNEL]
    assert urlsplit(frame).path == "/embed/live_stream"


def test_a_video_at_facebook_is_framed_by_its_own_address() -> None:
    video = StudioVideo(kind="facebook", url="https://www.facebook.com/radyo/videos/123456789")
    assert video.frame and parse_qs(urlsplit(video.frame).query)["href"] == [video.url]
    assert video.frame_origin == "https://www.facebook.com"


@pytest.mark.parametrize(
    ("kind", "url", "said"),
    [
        ("youtube", "https://www.youtube.com/@radyo/live", "@name"),
        ("youtube", "https://www.youtube.com/watch?v=short", "broadcast's address"),
        ("youtube", "https://youtube.com.evil.example/watch?v=abcdefghijk", "broadcast's address"),
        ("youtube", "https://www.facebook.com/radyo/videos/123456789", "broadcast's address"),
        ("youtube", 'https://youtu.be/abcdefghij"', "broadcast's address"),
        ("facebook", "https://www.youtube.com/watch?v=abcdefghijk", "address of the video"),
        ("facebook", "https://www.facebook.com/", "address of the video"),
        ("hls", "http://video.example/live.m3u8", "begins with https://"),
        ("hls", "javascript:alert(1)", "begins with https:// or http://"),
    ],
)
def test_an_address_that_shows_nothing_is_refused_with_what_would(kind: str, url: str, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        StudioVideo.model_validate({"kind": kind, "url": url})
