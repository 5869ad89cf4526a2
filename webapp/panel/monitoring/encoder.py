"""Reports of encoders and of Icecast that a source has connected or disconnected.

A report is not believed: it only makes the monitor probe at once.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from webapp.newsroom.errors import FieldError, Invalid, NotFound
from webapp.panel.auth import Guard
from webapp.web.answers import answer, read_json
from webapp.web.site import Site

ENCODER_STATES = ("connected", "disconnected")
ICECAST_STATES = {"mount_add": "connected", "mount_remove": "disconnected"}


def blueprint(site: Site, guard: Guard) -> Blueprint:
    """`POST /api/v1/encoder`: JSON `{said: connected|disconnected, stream?}`, or Icecast's form `{action, mount, …}`."""
    views = Blueprint("encoder", __name__, url_prefix="/api/v1")

    @views.post("/encoder")
    def encoder() -> Response:
        guard.actor("hint")
        said, stream = (
            _from_icecast(site) if request.mimetype == "application/x-www-form-urlencoded" else _from_json(site)
        )
        site.streams.hint(stream, said)
        return answer({"stream": stream, "said": said, "then": "the monitor looks at once"}, 202)

    return views


def _from_json(site: Site) -> tuple[str, str | None]:
    body: Any = read_json(10_000)
    if not isinstance(body, dict):
        raise Invalid("the body is no JSON object", fields=[FieldError("", "expected an object")])
    said, stream = body.get("said"), body.get("stream")
    if said not in ENCODER_STATES:
        raise Invalid(
            "said: connected or disconnected", fields=[FieldError("said", "expected connected or disconnected")]
        )
    known = [config.id for config in site.station.streams]
    if stream is not None and stream not in known:
        raise NotFound(f"there is no such stream; there are {', '.join(known) or 'none'}")
    return said, stream


def _from_icecast(site: Site) -> tuple[str, str | None]:
    """Icecast names a mount; the station's file says which stream has it."""
    action, mount = request.form.get("action", ""), request.form.get("mount", "").split("?")[0]
    if action not in ICECAST_STATES:
        raise Invalid(
            "action: mount_add or mount_remove", fields=[FieldError("action", "expected mount_add or mount_remove")]
        )
    mounts = {config.mount: config.id for config in site.station.streams if config.mount}
    if mount not in mounts:
        raise NotFound(f"no stream here has this mount; there are {', '.join(mounts) or 'none'}")
    return ICECAST_STATES[action], mounts[mount]
