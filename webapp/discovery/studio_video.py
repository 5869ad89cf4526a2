"""Whether the studio's video can be shown: a playlist that pages may read, or a broadcast whose frame its site gives away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol
from urllib.parse import urlencode, urlsplit

from webapp.fetch.client import Fetched
from webapp.fetch.connection import Unreachable
from webapp.monitor.probes.playlist import NoPlaylist, read_playlist
from webapp.newsroom.errors import NewsroomError
from webapp.newsroom.station_pages.video import StudioVideo

YOUTUBE_OEMBED = "https://www.youtube.com/oembed?"
MAX_PLAYLIST_BYTES, DEADLINE_S = 500_000, 5.0


class Get(Protocol):
    """`webapp.fetch.client.get`. Raises `NewsroomError`, `Unreachable`."""

    def __call__(
        self, url: str, *, max_bytes: int = ..., deadline_s: float = ..., headers: Mapping[str, str] | None = ...
    ) -> Fetched: ...


def try_video(video: StudioVideo, site: str, get: Get) -> tuple[bool, str]:
    """Whether it can be shown on the pages of `site`, and in words what came."""
    try:
        if video.kind == "hls":
            return _playlist(video.url, site, get)
        return _youtube(video, get) if video.kind == "youtube" else (True, _FACEBOOK)
    except (NewsroomError, Unreachable) as error:
        return False, str(error)


_FACEBOOK = "makes a frame; Facebook shows only public videos in it, and tells nobody before"


def _playlist(url: str, site: str, get: Get) -> tuple[bool, str]:
    """The first playlist, and where that names others the thinnest of them, which browsers need too."""
    came = _asked(url, site, get)
    if came.status != 200:
        return False, f"answers {came.status}"
    try:
        playlist = read_playlist(came.body, came.url)
        if not _may_read(came, site):
            return False, "is a playlist that the station's pages may not read: its server has to allow it (CORS)"
        if playlist.variants:
            came = _asked(playlist.variants[0].url, site, get)
            playlist = read_playlist(came.body, came.url)
            if not _may_read(came, site):
                return False, "is a playlist that the station's pages may not read: its server has to allow it (CORS)"
    except NoPlaylist:
        return False, "answers with something that is no HLS playlist"
    if playlist.ended:
        return False, "is a recording with an end, nothing live"
    return bool(playlist.newest), "answers with a live playlist" if playlist.newest else "is a playlist without pieces"


def _asked(url: str, site: str, get: Get) -> Fetched:
    return get(url, max_bytes=MAX_PLAYLIST_BYTES, deadline_s=DEADLINE_S, headers={"Origin": _origin(site)})


def _may_read(came: Fetched, site: str) -> bool:
    return _origin(came.url) == _origin(site) or came.headers.get("access-control-allow-origin") in ("*", _origin(site))


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def _youtube(video: StudioVideo, get: Get) -> tuple[bool, str]:
    if "/embed/live_stream?" in (video.frame or ""):
        return True, "makes a frame of whatever the channel sends; that is known only while it is live"
    came = get(
        YOUTUBE_OEMBED + urlencode({"url": video.url, "format": "json"}),
        max_bytes=MAX_PLAYLIST_BYTES,
        deadline_s=DEADLINE_S,
    )
    if came.status == 200:
        return True, "may be embedded, as YouTube says"
    refused = {401: "may not be embedded: allow embedding in YouTube's settings of the video", 403: "is private at YouTube",
               400: "is not known to YouTube", 404: "is not known to YouTube"}  # fmt: skip
    return False, refused.get(came.status, f"answers {came.status}")
