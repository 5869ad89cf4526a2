"""The ledger's worker for web push: begins a campaign for whatever is due, and acknowledges it when its last shard was sent.

It sends nothing itself, so a flash never waits behind a bulletin that is on its way to a hundred thousand.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache

import structlog

from webapp.newsroom.outlets.ledger import Evidence, LedgerEntry, acknowledged, asked, tried
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
        campaigns = self._campaigns.all()
        under_way = {campaign.id for campaign in campaigns}
        spoken_of = {campaign.headline for campaign in campaigns}
        everybody = cache(self._subscriptions.shards)  # one question for all of a burst
        done = [
            task for task in tasks
            if self._go_on(task, task.key in under_way, task.item.id in spoken_of, everybody)
        ]  # fmt: skip
        for stray in under_way - {task.key for task in tasks}:
            self._campaigns.end(stray)  # the headline was over before all had heard of it
        waiting = len(tasks) - len(done)
        if memory.has_unwritten or memory.state.waiting != waiting:
            memory.put(now, (), waiting=waiting)
        return bool(done)

    def rest(self) -> None:
        """Another process leads: nothing to stop here."""

    def _go_on(self, task: Task, is_under_way: bool, is_spoken_of: bool, everybody: Callable[[], list[int]]) -> bool:
        """Whether the task is done. `is_spoken_of` says that a campaign of its headline is under way; `everybody` has the shards
        with subscriptions."""
        campaigns = self._campaigns
        if not is_under_way:
            shards = everybody() if task.action == "published" else campaigns.reached(task.item.id)
            entry = tried(asked(task.entry, task.action, task.rev, task.asked_at))
            if not shards and not is_spoken_of:  # nobody to tell: no campaign, and a row that is written with others
                self._memory.note([self._acknowledged(task, entry, {})])
                return True
            # Put down before it begins: whoever comes after a kill knows that it may have reached somebody.
            self._memory.put(self._now(), [entry])
            campaigns.begin(self._campaign(task), shards)
        if campaigns.left(task.key):
            return False
        entry = self._acknowledged(task, self._memory.entries[task.item.id], campaigns.counts(task.key))
        self._memory.put(self._now(), [entry])
        campaigns.end(task.key)
        return True

    def _acknowledged(self, task: Task, entry: LedgerEntry, counts: dict[str, int]) -> LedgerEntry:
        now = self._now()
        self._memory.note_success(now)
        evidence = Evidence(text=_in_words(counts))
        log.info(task.action, outlet=self.surface.id, headline=task.item.id, rev=task.rev, evidence=evidence.text)
        return acknowledged(entry, evidence, now)


def _in_words(counts: dict[str, int]) -> str:
    parts = [f"taken by push services for {counts.get('sent', 0):,} subscriptions"]
    parts += [f"{counts[name]:,} {words}" for name, words in (
        ("gone", "were gone"), ("failed", "were refused"), ("quiet", "were in quiet hours")
    ) if counts.get(name)]  # fmt: skip
    return ", ".join(parts)
