"""The demo station's views: its stream, made on first use, and its pictures. Registered in the demo only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from flask import Blueprint, Response

from webapp.demo.stream import INIT, PAST_SEGMENTS, Builder, live, playlist
from webapp.newsroom.errors import NotFound
from webapp.web.answer_cache import AnswerCache
from webapp.web.work_lanes import WorkLane

HERE = Path(__file__).parent
FIRST_PLAYLIST_WAIT_S = 3.0
"""How long the first request for the playlist waits for the sound, before it gets a 503."""

MEDIA_TYPES = {".svg": "image/svg+xml", ".png": "image/png"}

OPEN = {"Access-Control-Allow-Origin": "*", "Timing-Allow-Origin": "*"}
"""Pages of any origin may read it, as players and partner pages are on other origins."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


def blueprint(data_folder: Path, now: Callable[[], datetime] = _utc_now, lane: WorkLane | None = None) -> Blueprint:
    """`/demo/stream/live.m3u8` with its segments, kept in `data_folder`; `/demo/pictures/…` and `/demo/brand/…`.

    Starts nothing by itself: the sound is made when it is first asked for.
    """
    views = Blueprint("demo", __name__, url_prefix="/demo")
    builder = Builder(Path(data_folder) / "demo-stream")
    drawings = AnswerCache()

    @views.get("/stream/live.m3u8")
    def live_playlist() -> Response:
        if builder.segments(FIRST_PLAYLIST_WAIT_S) is None:
            return _being_made()
        return _open(playlist(now()), "application/vnd.apple.mpegurl", "public, max-age=1")

    @views.get(f"/stream/{INIT}")
    def init() -> Response:
        found = builder.segments()
        return _open(found.init(), "audio/mp4", "public, max-age=3600") if found else _being_made()

    @views.get("/stream/<int:number>.m4s")
    def segment(number: int) -> Response:
        window = live(now())
        # One segment ahead is answered, as another server's clock may be ahead.
        if not window.start - PAST_SEGMENTS <= number <= window.stop:
            raise NotFound(
                "this segment is no longer kept" if number < window.start else "this segment is not over yet"
            )
        found = builder.segments()
        return _open(found.segment(number), "audio/mp4", "public, max-age=3600, immutable") if found else _being_made()

    @views.get("/<any(pictures, brand):shelf>/<name>")
    def drawing(shelf: str, name: str) -> Response:
        path = next(
            (path for path in (HERE / shelf).iterdir() if path.name == name and path.suffix in MEDIA_TYPES), None
        )
        if path is None:
            raise NotFound("there is no such picture")
        kind, kept = MEDIA_TYPES[path.suffix], "public, max-age=86400"
        answer = drawings.answer((shelf, name), path.stat().st_mtime_ns, kind, path.read_bytes, kept, lane=lane)
        answer.headers.update(OPEN)
        return answer

    return views


def _open(body: str | bytes, kind: str, kept: str) -> Response:
    return Response(body, mimetype=kind, headers={"Cache-Control": kept, **OPEN})


def _being_made() -> Response:
    headers = {"Retry-After": "2", "Cache-Control": "no-store", "Access-Control-Allow-Origin": "*"}
    return Response("the demo's sound is being made; it is there in a few seconds\n", 503, headers, "text/plain")
