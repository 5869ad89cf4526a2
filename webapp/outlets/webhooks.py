"""Webhooks: signed notices of the station's status to the staff's own systems, in order, repeated until acknowledged.

    notices ─► the first one not yet delivered ─► POST ─┬─ 2xx: delivered
                                                        └─ else: again in 5 s, 10 s, … 1 h; after 14 tries the next one

Sent by the outlets process that holds the lease, in one thread per webhook, so that a slow one delays no other. The progress
of each is in the store, so that a restart loses nothing; a notice may be sent twice, always with the same id. The signature and
its headers are those of Standard Webhooks (standardwebhooks.com).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

import orjson
import structlog

from webapp.fetch import client
from webapp.newsroom.errors import NewsroomError, StoreAway
from webapp.newsroom.links import loggable_host
from webapp.newsroom.settings.current import CurrentStation
from webapp.newsroom.station import Station, WebhookConfig, settings_key
from webapp.newsroom.stream.notices import (
    Delivery,
    StatusNotice,
    after_delivery,
    after_failure,
    after_skip,
    webhook_id,
)
from webapp.newsroom.stream.signing import signature
from webapp.newsroom.times import rfc3339
from webapp.store.stream.notices import Notices

STEP_S = 1.0
DEADLINE_S = 10.0

log = structlog.get_logger("webhooks")


def message(
    config: WebhookConfig, name: str, notice: StatusNotice, station: str, now: datetime
) -> tuple[bytes, dict[str, str]]:
    """The body and the headers of `notice` under the message id `name`, signed at `now`."""
    body = orjson.dumps(
        {"type": notice.type, "timestamp": rfc3339(notice.at), "station": station, "data": notice.dump()}
    )
    seconds = int(now.timestamp())
    return body, {
        "Content-Type": "application/json",
        "Webhook-Id": name,
        "Webhook-Timestamp": str(seconds),
        "Webhook-Signature": signature(config.secret, name, seconds, body),
    }


def send(config: WebhookConfig, name: str, notice: StatusNotice, station: str, now: datetime) -> str | None:
    """Posts `notice` under the message id `name`; returns the error in words, or `None` if it was acknowledged (2xx)."""
    body, headers = message(config, name, notice, station, now)
    try:
        status = client.post(config.url, body, headers, allow_private=config.private, deadline_s=DEADLINE_S)
    except NewsroomError as error:
        return error.message
    return None if 200 <= status < 300 else f"answers {status}"


class Webhooks:
    """`step` delivers what is due to one webhook; `start` starts a thread per webhook that does so while `acting()`."""

    def __init__(
        self,
        current: CurrentStation,
        notices: Notices,
        now: Callable[[], datetime],
        acting: Callable[[], bool],
    ) -> None:
        self._current = current
        self._followed: set[str] = set()
        self._notices = notices
        self._now = now
        self._acting = acting
        self._stopping = threading.Event()

    def step(self, config: WebhookConfig) -> None:
        """Delivers all due notices to `config`, until one fails. Raises `StoreAway`."""
        name = webhook_id(config.url)
        delivery = self._notices.delivery(name)
        if delivery is None:  # a new webhook gets what happens from now on
            delivery = Delivery(place=self._notices.newest())
            self._notices.put(name, delivery)
        settings = settings_key(config)
        if delivery.settings == settings and delivery.due_at and delivery.due_at > self._now():
            return
        delivery = delivery.model_copy(update={"settings": settings})
        for place, notice in self._notices.after(delivery.place):
            if notice.status not in config.on:
                delivery = after_skip(delivery, place)
            elif error := send(config, f"{name}-{place}", notice, self._current.station.name, self._now()):
                delivery = after_failure(delivery, place, error, self._now())
                log.warning("not delivered", webhook=loggable_host(config.url), error=error, failures=delivery.failures)
            else:
                delivery = after_delivery(delivery, place, self._now())
            self._notices.put(name, delivery)
            if delivery.failures:
                return

    def start(self) -> None:
        self._follow(self._current.station)
        self._current.follow(lambda _, station: self._follow(station))

    def _follow(self, station: Station) -> None:
        """A thread for each webhook that has none."""
        for config in station.webhooks:
            if config.url not in self._followed:
                self._followed.add(config.url)
                threading.Thread(target=self._run, args=(config.url,), name="webhook", daemon=True).start()

    def stop(self) -> None:
        self._stopping.set()

    def _run(self, url: str) -> None:
        while not self._stopping.wait(STEP_S):
            config = next((one for one in self._current.station.webhooks if one.url == url), None)
            if config is None or not self._acting():
                continue
            try:
                self.step(config)
            except StoreAway:
                log.debug("store away")
            except Exception:
                log.exception("webhook", webhook=loggable_host(config.url))
