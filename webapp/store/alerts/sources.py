"""Sources of alerts in the store: as those of articles, under keys of their own."""

from __future__ import annotations

from webapp.store.articles.feed_state import Feeds
from webapp.store.core import keys


class AlertSources(Feeds):
    """Raises `StoreAway` when the store does not answer."""

    _states, _wishes, _pushes, _owners = keys.ALERT_SOURCES, keys.ALERT_WISHES, keys.ALERT_PUSHES, None
