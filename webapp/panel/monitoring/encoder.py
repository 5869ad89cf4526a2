"""What the sound's own side says of itself: Icecast's calls when a source comes or goes, or any encoder's.

Nobody is believed: a word makes the monitor look at once, and what it finds is told.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from webapp.newsroom.errors import FieldError, Invalid, NotFound
from webapp.panel.auth import Guard
from webapp.web.answers import answer, read_json
from webapp.web.site import Site

SAID = ("connected", "disconnected")
ICECAST = {"mount_add": "connected", "mount_remove": "disconnected"}


def blueprint(site: Site, guard: Guard) -> Blueprint:
    """`POST /api/v1/encoder`: JSON `{said: connected|disconnected, stream?}`, or Icecast's form `{action, mount, …}`."""
    views = Blueprint("encoder", __name__, url_prefix="/api/v1")

    @views.post("/encoder")
    def encoder() -> Response:
        guard.actor("hint")
        said, stream = _icecast(site) if request.mimetype == "application/x-www-form-urlencoded" else _json(site)
        site.streams.hint(stream, said)
        return answer({"stream": stream, "said": said, "then": "the monitor looks at once"}, 202)

    return views


def _json(site: Site) -> tuple[str, str | None]:
    body: Any = read_json(10_000)
    if not isinstance(body, dict):
        raise Invalid("the body is no JSON object", fields=[FieldError("", "expected an object")])
    said, stream = body.get("said"), body.get("stream")
    if said not in SAID:
        raise Invalid(
            "said: connected or disconnected", fields=[FieldError("said", "expected connected or disconnected")]
        )
    known = [config.id for config in site.station.streams]
    if stream is not None and stream not in known:
        raise NotFound(f"there is no such stream; there are {', '.join(known) or 'none'}")
    return said, stream


def _icecast(site: Site) -> tuple[str, str | None]:
    """Its calls name a mount; which of our streams that is stands in the station's file."""
    action, mount = request.form.get("action", ""), request.form.get("mount", "").split("?")[0]
    if action not in ICECAST:
        raise Invalid(
            "action: mount_add or mount_remove", fields=[FieldError("action", "expected mount_add or mount_remove")]
        )
    mounts = {config.mount: config.id for config in site.station.streams if config.mount}
    if mount not in mounts:
        raise NotFound(f"no stream here has this mount; there are {', '.join(mounts) or 'none'}")
    return ICECAST[action], mounts[mount]
