"""What a network would be sent, noted in the ledger and sent to nobody."""

from __future__ import annotations

from webapp.newsroom.outlets.ledger import Evidence
from webapp.newsroom.outlets.plan import Task
from webapp.newsroom.outlets.posts import post_text
from webapp.newsroom.outlets.settings import NetworkOutlet

SHOWN_CHARS = 300


class DryRun:
    """An `Outlet`."""

    def __init__(self, config: NetworkOutlet, home: str | None) -> None:
        self._config = config
        self._home = home

    def publish(self, task: Task) -> Evidence:
        return self._noted(task)

    def correct(self, task: Task) -> Evidence:
        return self._noted(task)

    def withdraw(self, task: Task) -> Evidence:
        return Evidence(text="dry run: nothing was sent")

    def _noted(self, task: Task) -> Evidence:
        address = f"{self._home}/breaking/{task.item.id}" if self._home else None
        text = post_text(task.item, address, SHOWN_CHARS, self._config.language)
        return Evidence(text=f"dry run: nothing was sent; it would be “{' '.join(text.split())}”")
