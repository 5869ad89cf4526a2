"""Exercises of the authorities: on the rehearsal's board they run as if they were real, updates and cancels too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import structlog

from webapp.desk import Desk, Receipt
from webapp.desk.alerts import Arrived
from webapp.newsroom.errors import NewsroomError
from webapp.newsroom.staff import Actor
from webapp.store.board.rehearsal import RehearsalKeys

log = structlog.get_logger("rehearsal")


def as_if_real(arrived: Arrived, *, granted: bool = False) -> Arrived:
    """The message as the rehearsal takes it, whatever its status and scope; `granted` puts it in force there."""
    message = arrived.message.model_copy(update={"status": "Actual", "scope": "Public"})
    return replace(arrived, message=message, granted=granted)


class AlertsOfBothBoards:
    """Takes alerts at the newsroom's desk; what is not for the public waits in the rehearsal too, and goes on there by itself: an
    Update of an exercise in force there corrects it, a Cancel ends it.
    """

    def __init__(self, desk: Desk, rehearsal_desk: Desk, rehearsal_keys: RehearsalKeys) -> None:
        self._desk = desk
        self._rehearsal_desk = rehearsal_desk
        self._rehearsal_keys = rehearsal_keys

    def take_alerts(
        self, arrived: Sequence[Arrived], by: Actor, now: datetime, key: str | None = None, lease: str = ""
    ) -> Receipt:
        """As `Desk.take_alerts`. A rehearsal that cannot take them is no reason to say no: staff can still bring them there."""
        receipt = self._desk.take_alerts(arrived, by, now, key, lease)
        exercises = [as_if_real(one) for one in arrived if not one.message.is_for_the_public]
        if exercises:
            try:
                self._rehearsal_keys.note_arrival(now)
                self._rehearsal_desk.take_alerts(exercises, by, now)
            except NewsroomError as error:
                log.warning("an exercise did not reach the rehearsal", why=error.message)
        return receipt
