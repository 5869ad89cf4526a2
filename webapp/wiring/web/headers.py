"""Headers of every answer: what a page may fetch and frame, who may keep it, who may read it."""

from __future__ import annotations

import re

from flask import Response, request

from webapp.newsroom.settings.current import CurrentStation
from webapp.web.cross_origin import allow_reading

_PLAIN_HOST = re.compile(r"[A-Za-z0-9.:\[\]-]+")

SOUND_PATHS = ("/panel/settings", "/panel/first-run")
"""Pages of the panel on which streams are tried, wherever they are."""


def _content_security_policy(path: str, host: str, frames: str = "") -> str:
    """Listeners' pages fetch the sound from wherever it is, and frame `frames`; the panel reaches nothing but the station."""
    sound, sockets = " https: http: blob:", " ws: wss:"
    framed = f"frame-src 'self' {frames}; " if frames and not path.startswith("/panel") else ""
    if path.startswith("/panel"):
        # 'self' has no websockets in it for every browser.
        sound, sockets = "", f" ws://{host} wss://{host}" if _PLAIN_HOST.fullmatch(host) else ""
    media = " https: http:" if path.startswith(SOUND_PATHS) else sound
    return (
        f"default-src 'self'; img-src 'self' data:; media-src 'self'{media}; "
        f"connect-src 'self'{sound.removesuffix(' blob:')}{sockets}; "
        f"worker-src 'self' blob:; {framed}object-src 'none'; base-uri 'none'; form-action 'self'; "
        f"frame-ancestors {'*' if path.startswith('/embed/') and path != '/embed/' else chr(39) + 'self' + chr(39)}"
    )


def add_security_headers(current: CurrentStation, response: Response) -> Response:
    """`response` with what browsers are to hold to, where a view has not said otherwise."""
    headers = response.headers
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
    if request.path.startswith("/panel"):
        # The way to the sign-in too: a front may keep what says nothing.
        headers.setdefault("Cache-Control", "no-store")
    if response.mimetype == "text/html":
        video = current.station.video
        policy = _content_security_policy(request.path, request.host, (video and video.frame_origin) or "")
        headers.setdefault("Content-Security-Policy", policy)
        headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    return response


def let_anybody_read_that_there_is_nothing(response: Response) -> Response:
    """`response`, open to other sites where an address of the API leads nowhere: no views could allow it."""
    return allow_reading(response) if request.endpoint is None and request.path.startswith("/api/") else response
