"""The live video of the studio, beside the sound: a stream of the station's own, or a broadcast at YouTube or Facebook."""

from __future__ import annotations

import re
from typing import Literal
from urllib.parse import parse_qs, urlencode, urlsplit

from pydantic import Field, ValidationInfo, field_validator

from webapp.newsroom.links import HttpAddress
from webapp.newsroom.model import Value

YOUTUBE, FACEBOOK = "https://www.youtube-nocookie.com", "https://www.facebook.com"
"""Where the frames come from. YouTube's own address for embeds sets no cookie before somebody plays."""

OWN_MACHINE = ("localhost", "127.0.0.1")
"""Where a browser shows what has no TLS: a station that is tried out."""

_YOUTUBE_HOSTS = ("youtube.com", "youtube-nocookie.com")
_FACEBOOK_HOSTS = ("facebook.com", "fb.watch")
_VIDEO_ID, _CHANNEL_ID = re.compile(r"[\w-]{11}"), re.compile(r"UC[\w-]{22}")


class StudioVideo(Value):
    """`url` is the playlist (`hls`), or the address of the broadcast as the other site gives it. `delay_s` is the time from the
    studio to the server, as of a stream of sound."""

    kind: Literal["hls", "youtube", "facebook"]
    url: HttpAddress
    delay_s: float = Field(default=0.0, ge=0, le=60)

    @field_validator("url")
    @classmethod
    def _of_its_kind(cls, url: str, fields: ValidationInfo) -> str:
        kind = fields.data.get("kind")
        if kind == "hls":
            if url.startswith("http://") and urlsplit(url).hostname not in OWN_MACHINE:
                raise ValueError("browsers show a video only from an address that begins with https://")
        elif kind and _frame_of(kind, url) is None:
            raise ValueError(_WANTED[kind])
        return url

    @property
    def frame(self) -> str | None:
        """The address of the frame that shows it, without sound at first; `None` for `hls`."""
        return _frame_of(self.kind, self.url)

    @property
    def frame_origin(self) -> str | None:
        """The only other site whose frame pages may hold."""
        return {"youtube": YOUTUBE, "facebook": FACEBOOK}.get(self.kind)

    @property
    def owner(self) -> str | None:
        """Who learns of the listener once the frame is there."""
        return {"youtube": "YouTube", "facebook": "Facebook"}.get(self.kind)


_WANTED = {
    "youtube": "for 'youtube' give the broadcast's address, such as https://www.youtube.com/live/abcdefghijk, or the channel's "
    "with its id, such as https://www.youtube.com/channel/UC…/live; of a channel's @name YouTube makes no frame",
    "facebook": "for 'facebook' give the address of the video, such as https://www.facebook.com/radyo/videos/123456789",
}


def _frame_of(kind: str, url: str) -> str | None:
    if kind == "youtube":
        return _youtube_frame(url)
    return _facebook_frame(url) if kind == "facebook" else None


def _is_of(url: str, hosts: tuple[str, ...]) -> bool:
    host = urlsplit(url).hostname or ""
    return any(host == one or host.endswith(f".{one}") for one in hosts)


def _youtube_frame(url: str) -> str | None:
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    words = parts.path.strip("/").split("/")
    quiet = {"autoplay": "1", "mute": "1", "playsinline": "1", "rel": "0"}
    if parts.hostname == "youtu.be":
        video, channel = words[0], ""
    elif not _is_of(url, _YOUTUBE_HOSTS):
        return None
    elif words[0] == "channel" and len(words) > 1:
        video, channel = "", words[1]
    elif words == ["embed", "live_stream"]:
        video, channel = "", query.get("channel", [""])[0]
    elif words[0] in ("live", "embed", "shorts") and len(words) > 1:
        video, channel = words[1], ""
    else:
        video, channel = query.get("v", [""])[0] if words == ["watch"] else "", ""
    if _CHANNEL_ID.fullmatch(channel):
        return f"{YOUTUBE}/embed/live_stream?{urlencode({'channel': channel, **quiet})}"
    return f"{YOUTUBE}/embed/{video}?{urlencode(quiet)}" if _VIDEO_ID.fullmatch(video) else None


def _facebook_frame(url: str) -> str | None:
    if not _is_of(url, _FACEBOOK_HOSTS) or urlsplit(url).path.strip("/") == "":
        return None
    return f"{FACEBOOK}/plugins/video.php?{urlencode({'href': url, 'show_text': 'false', 'autoplay': 'true', 'mute': 'true'})}"
