"""What becomes due in the rehearsal, and its end when everybody has forgotten it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from webapp.desk.change import CLOCK
from webapp.newsroom.audit.entry import AuditEntry
from webapp.newsroom.errors import NewsroomError
from webapp.store.audit.audit import Audit
from webapp.web.rehearsal.parts import RehearsalParts

EMPTIED_AFTER = timedelta(hours=12)
"""Without anybody's act a rehearsal is cleared: nobody should find last night's storm on the board."""

STEP_S = 1.0

log = structlog.get_logger("rehearsal")


class RehearsalClock:
    """`step` is one look; `start` takes one each second in a thread of its own while `acting`, so that it delays nothing of the
    newsroom's. It needs no lease: each change of it is committed only upon what it was decided on. `record` is the newsroom's.
    """

    def __init__(
        self, parts: RehearsalParts, record: Audit, now: Callable[[], datetime], acting: Callable[[], bool]
    ) -> None:
        self._parts = parts
        self._record = record
        self._now = now
        self._acting = acting
        self._stopping = threading.Event()

    def step(self) -> None:
        """Does what is due by now. Raises `StoreAway`."""
        now, desk = self._now(), self._parts.desk
        acted_at = self._parts.rehearsal_keys.acted_at()
        if acted_at is None:
            return
        if now - acted_at >= EMPTIED_AFTER:
            began_at = self._parts.rehearsal_keys.began_at()
            self._parts.rehearsal_keys.clear()
            if began_at:
                self._record.note(AuditEntry(now, CLOCK.name, CLOCK.role, "rehearsal cleared", ""))
            return
        desk.release_due(now)
        desk.expire_breaking(now)
        desk.expire_promo(now)
        desk.settle_alerts(now)
        desk.settle_stream(now)
        desk.settle_on_air(now)

    def start(self) -> None:
        threading.Thread(target=self._run, name="rehearsal", daemon=True).start()

    def stop(self) -> None:
        self._stopping.set()

    def _run(self) -> None:
        waits = ""
        while not self._stopping.wait(STEP_S):
            if not self._acting():
                continue
            try:
                self.step()
                waits = ""
            except NewsroomError as error:
                if error.message != waits:  # once, not at every step
                    log.warning("the rehearsal waits", why=error.message)
                waits = error.message
