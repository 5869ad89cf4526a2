"""The ledger's worker for web push: begins a campaign for whatever is due, and acknowledges it when its last shard was sent.

It sends nothing itself, so a flash never waits behind a bulletin that is on its way to a hundred thousand.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import structlog

from webapp.newsroom.outlets.ledger import Evidence, acknowledged, asked, tried
from webapp.newsroom.outlets.plan import Task
from webapp.newsroom.push.campaign import Campaign
from webapp.outlets.desk_view import DeskView
from webapp.outlets.worker import Memory, Surface
from webapp.store.outlets.ledger import Ledger
from webapp.store.push.campaigns import Campaigns
from webapp.store.push.subscriptions import PushSubscriptions

log = structlog.get_logger("outlets")


class PushWorker:
    """`campaign` makes what is sent of a task."""

    def __init__(
        self,
        surface: Surface,
        subscriptions: PushSubscriptions,
        campaigns: Campaigns,
        campaign: Callable[[Task], Campaign],
        ledger: Ledger,
        view: DeskView,
        now: Callable[[], datetime],
    ) -> None:
        self.surface = surface
        self._subscriptions = subscriptions
        self._campaigns = campaigns
        self._campaign = campaign
        self._now = now
        self._memory = Memory(surface, ledger, view)

    def step(self, token: str) -> bool:
        """Whether something was acknowledged. Raises `StoreAway` and `LeaseLost`."""
        memory, now = self._memory, self._now()
        memory.take_up(token, now)
        tasks = memory.due(now)
        under_way = {campaign.id for campaign in self._campaigns.all()}
        done = [task for task in tasks if self._go_on(task, task.key in under_way)]
        for stray in under_way - {task.key for task in tasks}:
            self._campaigns.end(stray)  # the headline was over before all had heard of it
        waiting = len(tasks) - len(done)
        if memory.state.waiting != waiting:
            memory.put(now, (), waiting=waiting)
        return bool(done)

    def rest(self) -> None:
        """Another process leads: nothing to stop here."""

    def _go_on(self, task: Task, is_under_way: bool) -> bool:
        """Whether the task is done."""
        memory, campaigns = self._memory, self._campaigns
        if not is_under_way:
            # Put down before it begins: whoever comes after a kill knows that it may have reached somebody.
            memory.put(self._now(), [tried(asked(task.entry, task.action, task.rev, task.asked_at))])
            everybody = task.action == "published"
            campaigns.begin(
                self._campaign(task), self._subscriptions.shards() if everybody else campaigns.reached(task.item.id)
            )
        if campaigns.left(task.key):
            return False
        counts = campaigns.counts(task.key)
        now = self._now()
        memory.note_success(now)
        evidence = Evidence(text=_in_words(counts))
        memory.put(now, [acknowledged(memory.entries[task.item.id], evidence, now)])
        campaigns.end(task.key)
        log.info(task.action, outlet=self.surface.id, headline=task.item.id, rev=task.rev, evidence=evidence.text)
        return True


def _in_words(counts: dict[str, int]) -> str:
    parts = [f"taken by push services for {counts.get('sent', 0):,} subscriptions"]
    parts += [f"{counts[name]:,} {words}" for name, words in (
        ("gone", "were gone"), ("failed", "were refused"), ("quiet", "were in quiet hours")
    ) if counts.get(name)]  # fmt: skip
    return ", ".join(parts)
