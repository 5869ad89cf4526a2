"""This site's own surfaces: open pages with embeds, and feeds. They are done once every web process that is alive says so.

The web processes report how far they are (`store/people/presence.py`), at once after each change of a headline. One that hangs,
or is cut from the store, keeps the surface from being done: what it serves may be old.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal

from webapp.newsroom.outlets.ledger import Evidence
from webapp.newsroom.outlets.plan import Task
from webapp.newsroom.outlets.settings import OwnSite
from webapp.outlets.desk_view import DeskView
from webapp.outlets.outlet import OutletFailed
from webapp.store.board.replica import Replica
from webapp.store.people.presence import Presence

LOOK_AGAIN_S = 0.02
PATIENCE_S = 0.9


class OwnSiteOutlet:
    """An `Outlet` that sends nothing, and waits for the web processes."""

    only_looks: Literal[True] = True

    def __init__(
        self,
        config: OwnSite,
        presence: Presence,
        view: DeskView,
        replica: Replica,
        now: Callable[[], datetime],
        patience_s: float = 0.0,
    ) -> None:
        """`patience_s` is how long one call waits for the processes."""
        self._patience_s = patience_s
        self._config = config
        self._presence = presence
        self._view = view
        self._replica = replica
        self._now = now
        self._waiting: tuple[str, tuple[str, int]] | None = None
        self._seen_at = -math.inf
        self._seen: dict[str, dict[str, Any]] = {}

    def publish(self, task: Task) -> Evidence:
        return self._served(task)

    def correct(self, task: Task) -> Evidence:
        return self._served(task)

    def withdraw(self, task: Task) -> Evidence:
        return self._served(task)

    def _served(self, task: Task) -> Evidence:
        if self._waiting is None or self._waiting[0] != task.key:
            self._waiting = task.key, self._view.position(task.item.id, task.rev)
        _, seq = self._waiting[1]
        began = time.monotonic()
        # Of a burst of headlines each is asked about: what was seen a moment ago may answer for several.
        processes = self._seen if began - self._seen_at < LOOK_AGAIN_S else {}
        while not processes or self._behind(processes, seq):
            processes = self._seen = self._presence.processes(self._now())
            self._seen_at = time.monotonic()
            if not processes:
                raise OutletFailed("no web process is running", retry_after_s=1)
            if not self._behind(processes, seq) or self._seen_at - began >= self._patience_s:
                break
            time.sleep(LOOK_AGAIN_S)
        behind = self._behind(processes, seq)
        if behind:
            raise OutletFailed(
                f"{len(behind)} of {len(processes)} web processes have not said yet that they serve it",
                retry_after_s=LOOK_AGAIN_S,
            )
        count = len(processes)
        served = f"served by {count} web process" if count == 1 else f"served by {count} web processes"
        if self._config.kind == "feeds":
            return Evidence(text=served)
        pages = sum(int(entry["listeners"]) for entry in processes.values())
        return Evidence(text=f"{served}, sent to {pages} open pages")

    def _behind(self, processes: dict[str, dict[str, Any]], seq: int) -> list[str]:
        return [name for name, entry in processes.items() if not self._has(entry, seq)]

    def _has(self, entry: dict[str, Any], seq: int) -> bool:
        """Seqs go on across epochs, and a process in an epoch of before is not asked about its own."""
        epoch = self._replica.board.epoch
        return bool(entry.get("epoch", epoch) == epoch and entry["seq"] >= seq)
