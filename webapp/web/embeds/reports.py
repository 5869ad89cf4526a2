"""Tells the other processes what this one sees of the embeds, and hears which hosts were revoked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from webapp.newsroom.errors import NewsroomError
from webapp.newsroom.schedule.days import local_date
from webapp.store.board.replica import Replica
from webapp.store.embeds.fleet import EmbedFleet
from webapp.web.embeds.visits import EmbedVisits

REPORT_S = 3.0
"""A host that is revoked in one process is in all of them after this."""


class EmbedReports:
    """Between the `visits` of this process and the `fleet` of all; `process` names this one."""

    def __init__(
        self,
        visits: EmbedVisits,
        fleet: EmbedFleet,
        replica: Replica,
        process: Callable[[], str],
        now: Callable[[], datetime],
    ) -> None:
        self._visits = visits
        self._fleet = fleet
        self._replica = replica
        self._process = process
        self._now = now
        self._was_empty = True

    def pump_once(self) -> None:
        """Raises `NewsroomError`; while the store is away those stay revoked that were, and what was counted is kept."""
        self._visits.revoke(self._fleet.revoked())
        now = self._now()
        uses = self._visits.uses(now)
        if not uses and self._was_empty:
            return
        opened = self._visits.opened()
        try:
            self._fleet.report(self._process(), uses, opened, now, local_date(self._replica.grid.tz, now))
        except NewsroomError:
            self._visits.count_again(opened)
            raise
        self._was_empty = not uses
