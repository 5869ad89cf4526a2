"""The callback for hubs (W3C WebSub): `/websub/<source>/<key>`. They verify a subscription and announce new content.

Only the hub knows the key. Of a notification only the signature is used; the content is fetched from the source.
"""

from __future__ import annotations

import hmac

from flask import Blueprint, Response, request

from webapp.newsroom.articles.websub_state import HubSubscription, granted_lease
from webapp.newsroom.errors import Invalid, NotFound
from webapp.web.site import Site

MAX_BODY_BYTES = 1_000_000
"""A larger notification is refused; the source is still polled in its time."""

MAX_CHALLENGE_CHARS = 1000


def blueprint(site: Site) -> Blueprint:
    """`GET` verifies a subscription, `POST` has the source polled at once."""
    views = Blueprint("websub", __name__, url_prefix="/websub")

    def push_of(name: str, key: str) -> HubSubscription:
        push = site.feeds.pushes().get(name)
        if push is None or not hmac.compare_digest(push.key.encode(), key.encode()):
            raise NotFound("there is no such subscription")
        return push

    @views.get("/<name>/<key>")
    def verify(name: str, key: str) -> Response:
        push, query = push_of(name, key), request.args
        mode, challenge = query.get("hub.mode", ""), query.get("hub.challenge", "")
        if query.get("hub.topic") != push.topic:
            raise NotFound("hub.topic is not what was asked for")
        if mode == "denied":
            error = f"denied: {query.get('hub.reason', '')[:200]}"
            site.feeds.put_push(name, push.model_copy(update={"until": None, "error": error}))
            return _plain("")
        if mode != "subscribe":
            raise NotFound("only hub.mode=subscribe was asked for")
        if not 0 < len(challenge) <= MAX_CHALLENGE_CHARS:
            raise Invalid(f"hub.challenge must have 1 to {MAX_CHALLENGE_CHARS} characters")
        until = site.now() + granted_lease(query.get("hub.lease_seconds", ""))
        site.feeds.put_push(name, push.model_copy(update={"until": until, "error": None}))
        return _plain(challenge)

    @views.post("/<name>/<key>")
    def notify(name: str, key: str) -> Response:
        push = push_of(name, key)
        request.max_content_length = MAX_BODY_BYTES
        body = request.get_data(cache=False)
        # WebSub, 8: a wrong signature is ignored, and the answer is the same, so that nobody learns from it.
        if push.signed(body, request.headers.get("X-Hub-Signature", "")) and name not in site.feeds.wishes():
            site.feeds.wish(name, "told")
        return Response(status=202)

    return views


def _plain(text: str) -> Response:
    response = Response(text, mimetype="text/plain")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
