"""HLS: a live playlist must move on, and the newest of its segments must be there to fetch.

==========================================  ===========  ====================================================
playlist                                    audio moves  why
==========================================  ===========  ====================================================
moved on within three target durations      yes          if its newest segment, or the one before, can be had
stood still for longer                      no           by then the buffers of all players are empty
seen for the first time, not yet moved      unknown      looked at again soon
`EXT-X-ENDLIST`                             no           a recording, or a broadcast that has ended
its newest segments are all `EXT-X-GAP`     no           the encoder says so: there is nothing to play
no segments in it                           no           nothing to play
a master that leads to another master       no           no player follows
not a playlist, although the status is 200  no           (HTML: see `answers`)
none of the newest segments can be had      no           or as `answers` has it
==========================================  ===========  ====================================================
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from webapp.fetch import client
from webapp.fetch.connection import Deadline
from webapp.monitor.probes.answers import WEB_PAGES, by_error, by_status, web_page
from webapp.monitor.probes.level import Ear
from webapp.monitor.probes.playlist import MediaSegment, NoPlaylist, Playlist, read_playlist
from webapp.newsroom.errors import NewsroomError
from webapp.newsroom.stream.facts import Observation

LOOK_TIMEOUT_S = 9.0
"""For one look altogether: master playlist, media playlist and segments."""

PLAYLIST_TIMEOUT_S = 5.0
SEGMENT_TIMEOUT_S = 5.0
MAX_PLAYLIST_BYTES = 1_000_000
"""A day's window of ten-second segments; more is no live playlist."""

MAX_SEGMENT_BYTES = 8_000_000
FROZEN_AFTER_TARGETS = 3
"""Target durations without a new segment."""

DOUBT_AFTER_TARGETS = 1.5
"""Target durations: RFC 8216 has a server publish a segment sooner."""

DEFAULT_TARGET_S = 10.0
MAX_TARGET_S = 60.0
"""No live segment is longer; a wrong value (an hour, or milliseconds) would hide a stalled stream for hours."""

MAX_DATE_LAG_S = 600.0
"""A date further off is another fault: players do not believe it either."""

REMEMBERED_SEGMENTS = 8
"""Caches that are a segment behind one another must not look like a playlist that moves."""


class Unfit(Exception):
    """An answer that by itself decides the observation."""

    def __init__(self, observation: Observation) -> None:
        super().__init__(observation.reason)
        self.observation = observation


class HlsProbe:
    """Looks at one HLS stream; it remembers the newest segments it saw. Not for several threads at once."""

    def __init__(
        self, url: str, *, private: bool, ear: Ear, clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:  # fmt: skip
        self._url = url
        self._private = private
        self._ear = ear
        self._clock = clock
        self._now = now
        self._seen: deque[tuple[int, str, str | None]] = deque(maxlen=REMEMBERED_SEGMENTS)
        self._new_at = self._looked_at = clock()
        self._moved = False
        self._heard: str | None = None
        self._variant: str | None = None

    def __call__(self) -> Observation:
        deadline = Deadline(LOOK_TIMEOUT_S)
        try:
            return self._look(self._media_playlist(deadline), deadline)
        except Unfit as unfit:
            return unfit.observation
        except NewsroomError as error:
            return by_error(error)

    def _look(self, playlist: Playlist, deadline: Deadline) -> Observation:
        if playlist.ended:
            return Observation(moving="no", reason="the stream has ended")
        if not playlist.newest:
            return Observation(moving="no", reason="there is no sound in the stream's playlist")
        target_s = min(playlist.target_s or DEFAULT_TARGET_S, MAX_TARGET_S)
        dates = self._dates(playlist)
        still_s = self._still_for(playlist.newest[-1], target_s)
        if still_s > FROZEN_AFTER_TARGETS * target_s:
            return Observation(
                moving="no", reason="the stream stands still", detail=f"no new segment for {still_s:.0f} s"
            )
        observation = self._fetch_newest(playlist, deadline).model_copy(update=dates)
        if observation.moving == "yes" and not self._moved:
            return observation.model_copy(update={"moving": "unknown", "doubt": True})
        return observation.model_copy(update={"doubt": observation.doubt or still_s > DOUBT_AFTER_TARGETS * target_s})

    def _dates(self, playlist: Playlist) -> dict[str, Any]:
        """How long after its date the newest segment came, if it is new, and whether the numbers began anew."""
        newest = playlist.newest[-1]
        if not self._seen or _mark(newest) in self._seen:
            return {}
        lag = (self._now() - playlist.ends_at).total_seconds() if playlist.ends_at else None
        anew = newest.number < min(number for number, *_ in self._seen)
        return {"date_lag_s": None if lag is None or abs(lag) > MAX_DATE_LAG_S else lag, "new_encoder": anew}

    def _still_for(self, newest: MediaSegment, target_s: float) -> float:
        """Seconds since the last new segment. A restarted encoder may count from 0 again.

        Where fewer segments came since the last look than there was time for, the newest did not come just now.
        """
        now = self._clock()
        mark = _mark(newest)
        if mark not in self._seen:
            came = newest.number - self._seen[-1][0] if self._seen else 0
            self._new_at = min(now, self._looked_at + came * target_s) if came > 0 else now
            self._moved = bool(self._seen)
            self._seen.append(mark)
        self._looked_at = now
        return now - self._new_at

    def _fetch_newest(self, playlist: Playlist, deadline: Deadline) -> Observation:
        """Fetches the newest segment, or the one before: a cache may list one that it does not have yet."""
        failed = Observation()
        there = [segment for segment in playlist.newest[-2:] if not segment.gap]
        if not there:
            return Observation(moving="no", reason="the stream says that it has a gap")
        for segment in reversed(there):
            try:
                body = self._get(segment.url, deadline.within(SEGMENT_TIMEOUT_S), MAX_SEGMENT_BYTES, segment).body
                return self._hear(segment, body, deadline)
            except Unfit as unfit:
                failed = unfit.observation
            except NewsroomError as error:
                failed = by_error(error)
        # the playlist's server did answer, so it is not our own network
        changes = {"others_reached": not failed.reached, "reason": "the newest sound cannot be fetched"}
        return failed.model_copy(update=changes)

    def _hear(self, segment: MediaSegment, body: bytes, deadline: Deadline) -> Observation:
        if not body:
            raise Unfit(Observation(moving="no", detail="an empty segment"))
        if segment.encrypted or segment.url == self._heard:
            return Observation(moving="yes")
        if segment.init:
            body = self._get(segment.init, deadline.within(SEGMENT_TIMEOUT_S), MAX_SEGMENT_BYTES).body + body
        heard = self._ear.hear(body)
        self._heard = segment.url if segment.bytes_from is None else None
        return Observation(moving="yes", heard_s=heard.heard_s, quiet_s=heard.quiet_s, detail=heard.problem)

    def _media_playlist(self, deadline: Deadline) -> Playlist:
        """The media playlist at the address, or the cheapest one that its master playlist offers and that can be fetched."""
        playlist = self._playlist(self._url, deadline)
        if not playlist.variants:
            return playlist
        urls = [variant.url for variant in playlist.variants]
        if self._variant in urls:
            urls = [self._variant, *urls]
        failed: Unfit | NewsroomError | None = None
        for url in dict.fromkeys(urls[:3]):
            try:
                found = self._playlist(url, deadline)
            except (Unfit, NewsroomError) as error:
                failed = failed or error
                continue
            if not found.variants:
                self._variant = url
                return found
        raise failed or Unfit(Observation(moving="no", reason="the stream's playlist leads to no sound"))

    def _playlist(self, url: str, deadline: Deadline) -> Playlist:
        got = self._get(url, deadline.within(PLAYLIST_TIMEOUT_S), MAX_PLAYLIST_BYTES)
        try:
            return read_playlist(got.body, got.url)
        except NoPlaylist as error:
            if got.content_type.startswith(WEB_PAGES) or got.body.lstrip()[:100].lower().startswith(
                (b"<!doc", b"<html")
            ):
                raise Unfit(web_page(got.url, private=self._private)) from None
            raise Unfit(
                Observation(moving="no", reason="what stands at the address is no playlist", detail=str(error))
            ) from None

    def _get(self, url: str, deadline: Deadline, max_bytes: int, part: MediaSegment | None = None) -> client.Fetched:
        headers = {}
        if part and part.bytes_from is not None and part.bytes_len is not None:
            headers["Range"] = f"bytes={part.bytes_from}-{part.bytes_from + part.bytes_len - 1}"
        private = self._private and _host(url) == _host(self._url)
        got = client.get(
            url, allow_private=private, max_bytes=max_bytes, deadline_s=deadline.seconds_left(), headers=headers
        )
        unfit = by_status(got.status)
        if unfit:
            raise Unfit(unfit)
        return got


def _mark(segment: MediaSegment) -> tuple[int, str, str | None]:
    """What tells two segments apart: a restarted encoder may count from 0 again, and reuse names."""
    return segment.number, segment.url, segment.date


def _host(url: str) -> str | None:
    """The host of `url`: a playlist may not lead to another host of the private network."""
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None
