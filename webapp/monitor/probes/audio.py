"""Plain audio over HTTP (Icecast, SHOUTcast, ICY): bytes must flow, and go on flowing after the first burst.

A server sends a new listener some seconds from its buffer at once, even when its encoder has stopped. So the bytes of the
first `BURST_S` prove nothing, and more than `MIN_BYTES_PER_S` must follow.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException

from webapp.fetch.client import OpenResponse, open_response
from webapp.fetch.connection import Deadline
from webapp.monitor.probes.answers import WEB_PAGES, by_error, by_status, web_page
from webapp.monitor.probes.level import Ear
from webapp.monitor.probes.stats import decode
from webapp.monitor.probes.titles import clean_title
from webapp.newsroom.errors import NewsroomError
from webapp.newsroom.stream.facts import Observation

ANSWER_TIMEOUT_S = 5.0
"""To connect and to receive the head of the answer."""

BURST_S = 1.0
LISTEN_S = 2.5
STALLED_AFTER_S = 4.0
"""A stream that has sent too little by then is stalled."""

OGG_STALLED_AFTER_S = 8.0
"""Ogg comes in pages, and a page of near silence can take six seconds."""

MIN_BYTES_PER_S = 30
"""Less is no stream. Digital silence takes 110 in Vorbis, 230 in Opus, 560 in AAC; the thinnest speech 750."""

MAX_AUDIO_BYTES = 400_000
"""Bytes that are kept for measuring the level."""

FILE_BYTES = 6_000_000
"""This many bytes within one look are a file, not a stream."""

MEDIA_TYPES = ("audio/", "video/", "application/ogg", "application/octet-stream", "binary/octet-stream")
PLAYLIST_TYPES = ("mpegurl", "scpls", "pls+xml", "xspf")

TITLE = re.compile(rb"StreamTitle='(.*?)'(?:;(?=\s*(?:[A-Za-z]+=|\0|\Z))|\0|\Z)", re.DOTALL)
"""A title may hold `';` itself; the one that ends it is followed by another field or by nothing."""


@dataclass(frozen=True)
class Flow:
    """The bytes received in `seconds`: `came` in all, `late` of them after the initial burst; `body` is their beginning."""

    body: bytes
    late: int
    seconds: float
    flooded: bool = False
    ended: bool = False
    came: int = 0

    @property
    def moves(self) -> bool:
        return not self.ended and self.late >= MIN_BYTES_PER_S * max(self.seconds - BURST_S, 0.1)


def look_at_audio(
    url: str, *, private: bool, ear: Ear, clock: Callable[[], float] = time.monotonic,
    connected: Callable[[], None] = lambda: None,
) -> Observation:  # fmt: skip
    """One look at the bytes of a mount. `private` allows an address of the station's own network; `connected` is called
    once the server sends sound.
    """
    headers = {"Icy-MetaData": "1", "Accept-Encoding": "identity"}
    try:
        with open_response(
            url, allow_private=private, max_bytes=FILE_BYTES, deadline_s=ANSWER_TIMEOUT_S, headers=headers
        ) as answer:
            kind = answer.headers.get("content-type", "").split(";")[0].strip().lower()
            unfit = by_status(answer.response.status) or _by_type(kind, answer.address.url, private)
            if unfit:
                return unfit
            connected()
            flow = _listen(answer, OGG_STALLED_AFTER_S if "ogg" in kind or "opus" in kind else STALLED_AFTER_S, clock)
            interval = answer.headers.get("icy-metaint", "")
    except NewsroomError as error:
        return by_error(error)
    return _judge(flow, interval, ear)


def _judge(flow: Flow, interval: str, ear: Ear) -> Observation:
    sound, title = split_icy(flow.body, int(interval) if interval.isdecimal() and len(interval) < 8 else 0)
    if flow.flooded:
        return Observation(reason="the address sends a file, not a live stream")
    if not flow.moves:
        return Observation(
            moving="no",
            title=title,
            reason="the stream ends as soon as it begins" if flow.ended else "the stream stands still",
            detail=f"{len(flow.body)} bytes in {flow.seconds:.1f} s, {flow.late} of them after the first second",
        )
    heard = ear.hear(sound)
    return Observation(
        moving="yes",
        title=title,
        heard_s=heard.heard_s,
        quiet_s=heard.quiet_s,
        burst_s=sent_ahead_s(flow, heard.heard_s),
        detail=heard.problem,
    )


def sent_ahead_s(flow: Flow, heard_s: float) -> float | None:
    """Seconds of sound that the server sent ahead of real time; `None` where nothing was decoded."""
    if not heard_s:
        return None
    whole_s = heard_s * flow.came / len(flow.body)
    return max(0.0, round(whole_s - flow.seconds, 2))


def _by_type(kind: str, url: str, private: bool) -> Observation | None:
    if kind in WEB_PAGES:
        return web_page(url, private=private)
    if any(name in kind for name in PLAYLIST_TYPES):
        return Observation(reason="the address is a playlist file; the stream's own address stands in it")
    if kind and not kind.startswith(MEDIA_TYPES):
        return Observation(moving="no", reason="the stream's address sends no sound", detail=kind)
    return None


def _listen(answer: OpenResponse, stalled_after_s: float, clock: Callable[[], float]) -> Flow:
    """Receives for at least `LISTEN_S`, until the stream is known to move, at most `stalled_after_s`."""
    began = clock()
    answer.connection.set_deadline(Deadline(stalled_after_s))
    body, late, came, ended = bytearray(), 0, 0, False
    while True:
        try:
            data = answer.response.read1(65_536)
        except (NewsroomError, HTTPException, ValueError):
            break
        seconds = clock() - began
        if not data:
            ended = True
            break
        came += len(data)
        late += len(data) if seconds >= BURST_S else 0
        body += data[: MAX_AUDIO_BYTES - len(body)]
        flow = Flow(b"", late, seconds, flooded=came > FILE_BYTES - 65_536)
        if flow.flooded or (seconds >= LISTEN_S and flow.moves):
            break
    return Flow(bytes(body), late, clock() - began, came > FILE_BYTES - 65_536, ended, came)


def split_icy(body: bytes, interval: int) -> tuple[bytes, str | None]:
    """ICY (SHOUTcast) metadata taken out: the sound without the title blocks every `interval` bytes, and the last title.

    A server repeats the title to each newcomer, so where the first block has none the title is "".
    """
    if interval <= 0:
        return body, None
    sound, title, at = bytearray(), None, 0
    while at < len(body):
        sound += body[at : at + interval]
        at += interval
        if at >= len(body):
            break
        size = body[at] * 16
        if found := TITLE.search(body[at + 1 : at + 1 + size]):
            title = clean_title(decode(found[1]))
        elif title is None and at + size < len(body):
            title = ""
        at += 1 + size
    return bytes(sound), title
