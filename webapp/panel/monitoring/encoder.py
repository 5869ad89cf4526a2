"""Reports of encoders and of Icecast that a source has connected or disconnected.

A report is not believed: it only makes the monitor probe at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, request

from webapp.newsroom.errors import FieldError, Invalid, NotFound
from webapp.panel.auth import Guard
from webapp.web.answers import answer, parse_json, read_body
from webapp.web.site import Site

MAX_REPORT_BYTES = 10_000
ENCODER_STATES = ("connected", "disconnected")
ICECAST_STATES = {"mount_add": "connected", "mount_remove": "disconnected"}


def blueprint(site: Site, guard: Guard) -> Blueprint:
    """`POST /api/v1/encoder`: `{said: connected|disconnected, stream?}` as JSON or as a form, or Icecast's form
    `{action, mount, …}`."""
    views = Blueprint("encoder", __name__, url_prefix="/api/v1")

    @views.post("/encoder")
    def encoder() -> Response:
        guard.actor("hint")
        body = read_body(MAX_REPORT_BYTES)
        # `curl -d` calls everything a form, JSON too.
        is_form = request.mimetype == "application/x-www-form-urlencoded" and not body.lstrip().startswith(b"{")
        if is_form and "action" in request.form:
            said, stream = _from_icecast(site)
        else:
            said, stream = _from_encoder(site, request.form if is_form else parse_json(body))
        site.streams.hint(stream, said)
        return answer({"stream": stream, "said": said, "then": "the monitor looks at once"}, 202)

    return views


def _from_encoder(site: Site, body: Any) -> tuple[str, str | None]:
    if not isinstance(body, Mapping):
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
