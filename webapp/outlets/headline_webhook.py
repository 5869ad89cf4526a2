"""A webhook as a surface for headlines: the system behind it is sent each change, signed, and keeps what it likes of it.

It is taken at its word: 2xx is all the evidence there is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import orjson

from webapp.fetch import client
from webapp.newsroom.outlets.ledger import Evidence
from webapp.newsroom.outlets.plan import Task
from webapp.newsroom.outlets.settings import WebhookOutlet
from webapp.newsroom.stream.signing import signature
from webapp.newsroom.times import rfc3339
from webapp.outlets.outlet import DEADLINE_S, OutletFailed, OutletRefused

GONE = 410
"""By this a receiver says that it wants no more."""


class HeadlineWebhook:
    """An `Outlet`. A message has the type `headline.published`, `headline.corrected` or `headline.withdrawn`; of a withdrawn
    headline it has the id and the reason, and no wording.
    """

    def __init__(self, config: WebhookOutlet, station: str, home: str | None, now: Callable[[], datetime]) -> None:
        self._config = config
        self._station = station
        self._home = home
        self._now = now

    def publish(self, task: Task) -> Evidence:
        return self._send(task, task.item.dump())

    def correct(self, task: Task) -> Evidence:
        return self._send(task, task.item.dump())

    def withdraw(self, task: Task) -> Evidence:
        item = task.item
        return self._send(task, {"id": item.id, "rev": item.rev, "reason": item.reason})

    def _send(self, task: Task, item: dict[str, object]) -> Evidence:
        config, now = self._config, self._now()
        data = item if self._home is None else {**item, "url": f"{self._home}/breaking/{task.item.id}"}
        body = orjson.dumps(
            {
                "type": f"headline.{task.action}",
                "timestamp": rfc3339(task.asked_at),
                "station": self._station,
                "data": data,
            }
        )
        name, seconds = f"{config.id}-{task.key}", int(now.timestamp())
        headers = {
            "Content-Type": "application/json",
            "Webhook-Id": name,
            "Webhook-Timestamp": str(seconds),
            "Webhook-Signature": signature(config.secret, name, seconds, body),
        }
        status = client.post(config.url, body, headers, allow_private=config.private, deadline_s=DEADLINE_S)
        if status == GONE:
            raise OutletRefused("answers 410: it wants no more", reached=False)
        if not 200 <= status < 300:
            raise OutletFailed(f"answers {status}", reached=status >= 500)
        return Evidence(text=f"answered {status}")
