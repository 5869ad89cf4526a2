"""Whether the studio's video can be shown is tried before listeners are offered it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from webapp.discovery.studio_video import YOUTUBE_OEMBED, try_video
from webapp.fetch.client import Fetched
from webapp.fetch.connection import Unreachable
from webapp.newsroom.station_pages.video import StudioVideo

SITE = "https://radyo.example"
PLAYLIST = "https://video.example/studio.m3u8"
LIVE = b"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n1.ts\n"
MASTER = b"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=800000\nthin/live.m3u8\n"
ALLOWED = {"access-control-allow-origin": "*"}


class Web:
    """Answers by address; what is not there cannot be reached."""

    def __init__(self, **answers: Fetched) -> None:
        self.answers = answers
        self.origins: list[str | None] = []

    def __call__(self, url: str, *, headers: Mapping[str, str] | None = None, **_: Any) -> Fetched:
        self.origins.append((headers or {}).get("Origin"))
        found = self.answers.get("oembed" if url.startswith(YOUTUBE_OEMBED) else url.rpartition("/")[2])
        if found is None:
            raise Unreachable("the name video.example is not known")
        return found


def came(body: bytes, headers: Mapping[str, str] = ALLOWED, status: int = 200, url: str = PLAYLIST) -> Fetched:
    return Fetched(status, url, headers, body)


@pytest.mark.parametrize(
    ("answers", "ok", "says"),
    [
        ({"studio.m3u8": came(LIVE)}, True, "answers with a live playlist"),
        ({"studio.m3u8": came(LIVE, {"access-control-allow-origin": SITE})}, True, "answers with a live playlist"),
        ({"studio.m3u8": came(LIVE, {}, url=f"{SITE}/studio.m3u8")}, True, "answers with a live playlist"),
        ({"studio.m3u8": came(MASTER), "live.m3u8": came(LIVE)}, True, "answers with a live playlist"),
        ({"studio.m3u8": came(MASTER), "live.m3u8": came(LIVE, {})}, False, "may not read"),
        ({"studio.m3u8": came(MASTER)}, False, "is not known"),
        ({"studio.m3u8": came(LIVE, {})}, False, "may not read"),
        ({"studio.m3u8": came(LIVE, {"access-control-allow-origin": "https://other.example"})}, False, "may not read"),
        ({"studio.m3u8": came(b"<!doctype html>")}, False, "no HLS playlist"),
        ({"studio.m3u8": came(LIVE + b"#EXT-X-ENDLIST\n")}, False, "a recording"),
        ({"studio.m3u8": came(b"#EXTM3U\n#EXT-X-TARGETDURATION:2\n")}, False, "without pieces"),
        ({"studio.m3u8": came(b"", status=404)}, False, "answers 404"),
        ({}, False, "the name video.example is not known"),
    ],
)
def test_a_playlist_must_be_live_and_readable_by_the_stations_pages(
    answers: dict[str, Fetched], ok: bool, says: str
) -> None:
    web = Web(**answers)
    found = try_video(StudioVideo(kind="hls", url=PLAYLIST), f"{SITE}/", web)
    assert (found[0], says in found[1]) == (ok, True), found
    assert set(web.origins) == {SITE}


@pytest.mark.parametrize(
    ("status", "ok", "says"),
    [
        (200, True, "may be embedded"), (401, False, "may not be embedded"), (403, False, "private"),
        (404, False, "not known to YouTube"), (500, False, "answers 500"),
    ],
)  # fmt: skip
def test_youtube_says_whether_a_broadcast_may_be_embedded(status: int, ok: bool, says: str) -> None:
    video = StudioVideo(kind="youtube", url="https://www.youtube.com/live/abcdefghijk")
    found = try_video(video, SITE, Web(oembed=came(b"{}", status=status)))
    assert (found[0], says in found[1]) == (ok, True), found


def test_of_a_channel_and_of_facebook_nobody_can_know_and_nobody_is_asked() -> None:
    web = Web()
    channel = StudioVideo(kind="youtube", url="https://www.youtube.com/channel/UC" + "a" * 22 + "/live")
    video = StudioVideo(kind="facebook", url="https://www.facebook.com/radyo/videos/123456789")
    assert try_video(channel, SITE, web)[0] and try_video(video, SITE, web)[0] and web.origins == []
