"""A channel of nchan as a surface: with each change it is given all headlines that stand, so that its last message is the truth.

Were it given changes, a newcomer would get those that nchan keeps, a withdrawn wording among them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import orjson

from webapp.fetch import client
from webapp.newsroom.outlets.ledger import Evidence
from webapp.newsroom.outlets.plan import Task
from webapp.newsroom.outlets.settings import NchanOutlet
from webapp.newsroom.times import rfc3339
from webapp.outlets.desk_view import DeskView
from webapp.outlets.outlet import DEADLINE_S, OutletFailed

_HEARD = {
    200: "kept by nchan",
    201: "kept by nchan, heard at once by those who listen",
    202: "kept by nchan, where nobody listens",
}
"""What its answers to a publisher mean."""


class NchanChannel:
    """An `Outlet`. A message is `{station, at, breaking}`; `breaking` has the headlines of the outlet's priorities in the board's
    order, each with its `url` where the station has one.
    """

    def __init__(
        self, config: NchanOutlet, station: str, home: str | None, view: DeskView, now: Callable[[], datetime]
    ) -> None:
        self._config = config
        self._station = station
        self._home = home
        self._view = view
        self._now = now

    def publish(self, task: Task) -> Evidence:
        return self._send()

    def correct(self, task: Task) -> Evidence:
        return self._send()

    def withdraw(self, task: Task) -> Evidence:
        return self._send()

    def _send(self) -> Evidence:
        config, now = self._config, self._now()
        standing = [item for item in self._view.board(now).breaking if item.priority in config.priorities]
        items = [
            item.dump() if self._home is None else {**item.dump(), "url": f"{self._home}/breaking/{item.id}"}
            for item in standing
        ]
        body = orjson.dumps({"station": self._station, "at": rfc3339(now), "breaking": items})
        headers = {"Content-Type": "application/json"}
        if config.token:
            headers["Authorization"] = f"Bearer {config.token}"
        status = client.post(config.url, body, headers, allow_private=config.private, deadline_s=DEADLINE_S)
        if status not in _HEARD:
            raise OutletFailed(f"answers {status}", reached=status >= 500)
        return Evidence(text=_HEARD[status])
