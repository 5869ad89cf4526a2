"""WebSub hubs (W3C Recommendation): found in what a feed says of itself, and asked to announce news.

    feed ─► its hub and self links ─► POST to the hub ─► it verifies at our callback (pages/api) ─► it announces news

An announcement only makes the clock poll the feed itself at once: a hub cannot put words into a story.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from datetime import datetime
from html import unescape
from urllib.parse import urlencode

import orjson
import structlog

from webapp.fetch import client
from webapp.intake.feeds.links import Links, first_link, parse_link_header, parse_relations
from webapp.intake.formats.json_values import as_object, as_text, objects_in
from webapp.intake.story.urls import site_of
from webapp.newsroom.articles.feed_state import FeedState
from webapp.newsroom.articles.websub_state import ASKED_LEASE, HubSubscription
from webapp.newsroom.errors import NewsroomError
from webapp.newsroom.links import loggable
from webapp.newsroom.station import FeedConfig
from webapp.store.articles.feed_state import Feeds

HEAD_BYTES = 20_000
"""The part of a document in which its hub is looked for."""

_LINK = re.compile(r"<(?:\w+:)?link\b([^<>]{1,2000})>", re.IGNORECASE)
_HREF = re.compile(r"""\bhref\s*=\s*["']([^"']{1,2000})["']""", re.IGNORECASE)

log = structlog.get_logger("feeds")


def find_hub(came: client.Fetched) -> tuple[str, str] | None:
    """The hub that a response names and the topic to subscribe to, or `None`. Headers take precedence over the body."""
    links = parse_link_header(came.headers.get("link", ""))
    beginning = came.body[:HEAD_BYTES].decode("utf-8", "replace")
    own = re.split(r"<(?:\w+:)?(?:item|entry)\b", beginning, maxsplit=1)[0]
    elements = ((attributes, _HREF.search(attributes)) for attributes in _LINK.findall(own))
    links += [(parse_relations(attributes), unescape(target[1])) for attributes, target in elements if target]
    if beginning.lstrip("\ufeff \r\n\t").startswith("{"):
        links += _json_feed_links(came.body)
    hub = first_link("hub", links, came.url)
    return (hub, first_link("self", links, came.url) or came.url) if hub else None


def _json_feed_links(body: bytes) -> Links:
    try:
        feed = as_object(orjson.loads(body))
    except orjson.JSONDecodeError:
        return []
    hubs = [
        ({"hub"}, as_text(hub.get("url"))) for hub in objects_in(feed.get("hubs") or []) if hub.get("type") == "WebSub"
    ]
    return [*hubs, ({"self"}, as_text(feed.get("feed_url")))]


class Hubs:
    """Subscribes to feeds at their hubs. Without `base`, the station's public address, no hub can call back."""

    def __init__(self, feeds: Feeds, base: Callable[[], str | None], post: Callable[..., int] = client.post) -> None:
        self._feeds = feeds
        self._base = base
        self._post = post

    def keep_subscribed(self, feed: FeedState, config: FeedConfig, now: datetime) -> None:
        """Subscribes to `feed` at its hub, or renews the subscription in time. Raises `StoreAway`."""
        base = (self._base() or "").rstrip("/")
        if not base or feed.hub is None or feed.topic is None:
            return
        pushes = self._feeds.pushes()
        known = pushes.get(feed.id)
        if known is None and feed.id in pushes:
            return
        if known and (known.hub, known.topic) == (feed.hub, feed.topic):
            if not known.needs_request(now):
                return
            push = known.model_copy(update={"asked_at": now, "error": None})
        else:
            push = HubSubscription(hub=feed.hub, topic=feed.topic, key=secrets.token_urlsafe(16), secret=secrets.token_hex(32),
                        asked_at=now)  # fmt: skip
        # The hub verifies at once, perhaps before it answers: the subscription must be stored by then.
        self._feeds.put_push(feed.id, push)
        private = config.private and site_of(push.hub) == site_of(config.url)
        if error := self._subscribe(push, f"{base}/websub/{feed.id}/{push.key}", private):
            log.warning("hub", feed=loggable(feed.url), hub=loggable(push.hub), error=error)
            self._feeds.put_push(feed.id, push.model_copy(update={"error": error}))

    def _subscribe(self, push: HubSubscription, callback: str, private: bool) -> str | None:
        form = {
            "hub.mode": "subscribe", "hub.topic": push.topic, "hub.callback": callback, "hub.secret": push.secret,
            "hub.lease_seconds": str(int(ASKED_LEASE.total_seconds())),
        }  # fmt: skip
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        try:
            status = self._post(push.hub, urlencode(form).encode(), headers, allow_private=private)
        except NewsroomError as error:
            return error.message[:300]
        return None if 200 <= status < 300 else f"answers {status}"
