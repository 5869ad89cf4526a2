"""Where hubs call (W3C WebSub): `/websub/<source>/<key>`. They ask whether we meant it, and tell us that there is news.

The key is known to the hub alone. What a hub sends is looked at for its signature only; then the source is asked.
"""

from __future__ import annotations

import hmac

from flask import Blueprint, Response, request

from webapp.newsroom.articles.websub_state import HubSubscription, granted_lease
from webapp.newsroom.errors import Invalid, NotFound
from webapp.web.site import Site

MAX_BODY_BYTES = 1_000_000
"""Bytes of a telling; a larger one is refused, and the source is asked in its time."""

LONGEST_CHALLENGE = 1000


def blueprint(site: Site) -> Blueprint:
    """`GET` verifies what we asked for, `POST` has the source asked at once."""
    views = Blueprint("websub", __name__, url_prefix="/websub")

    def push_of(name: str, key: str) -> HubSubscription:
        push = site.feeds.pushes().get(name)
        if push is None or not hmac.compare_digest(push.key.encode(), key.encode()):
            raise NotFound("there is no such subscription")
        return push

    @views.get("/<name>/<key>")
    def verify(name: str, key: str) -> Response:
        push, said = push_of(name, key), request.args
        mode, challenge = said.get("hub.mode", ""), said.get("hub.challenge", "")
        if said.get("hub.topic") != push.topic:
            raise NotFound("hub.topic is not what was asked for")
        if mode == "denied":
            error = f"denied: {said.get('hub.reason', '')[:200]}"
            site.feeds.put_push(name, push.model_copy(update={"until": None, "error": error}))
            return _plain("")
        if mode != "subscribe":
            raise NotFound("only hub.mode=subscribe was asked for")
        if not 0 < len(challenge) <= LONGEST_CHALLENGE:
            raise Invalid(f"hub.challenge must have 1 to {LONGEST_CHALLENGE} characters")
        until = site.now() + granted_lease(said.get("hub.lease_seconds", ""))
        site.feeds.put_push(name, push.model_copy(update={"until": until, "error": None}))
        return _plain(challenge)

    @views.post("/<name>/<key>")
    def told(name: str, key: str) -> Response:
        push = push_of(name, key)
        request.max_content_length = MAX_BODY_BYTES
        body = request.get_data(cache=False)
        # By the rules of WebSub what is not rightly signed is passed over in silence; nobody learns anything from it.
        if push.signed(body, request.headers.get("X-Hub-Signature", "")) and name not in site.feeds.wishes():
            site.feeds.wish(name, "told")
        return Response(status=202)

    return views


def _plain(text: str) -> Response:
    response = Response(text, mimetype="text/plain")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
