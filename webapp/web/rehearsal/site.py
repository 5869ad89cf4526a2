"""What the rehearsal's views are given."""

from __future__ import annotations

from threading import Lock

from webapp.desk.alerts import Arrived
from webapp.newsroom.alerts.node import AlertNode
from webapp.newsroom.audit.entry import AuditEntry
from webapp.newsroom.staff import Actor
from webapp.store.board.rehearsal import RehearsalKeys
from webapp.web.rehearsal.exercises import as_if_real
from webapp.web.rehearsal.parts import RehearsalParts
from webapp.web.site import Site


class RehearsalSite(Site):
    """A `Site` whose board nobody follows: no relay feeds it and no listener hangs on it. `catch_up` reads it when staff
    ask. `newsroom` is the real one, whose record has when a rehearsal began and ended.
    """

    in_rehearsal = True
    rehearsal_keys: RehearsalKeys

    def __init__(self, newsroom: Site) -> None:
        parts = RehearsalParts(newsroom)
        super().__init__(parts, dict, newsroom.https, newsroom.lanes, newsroom.bundled)
        self.newsroom = newsroom
        self.rehearsal_keys = parts.rehearsal_keys
        self._turn = Lock()

    def catch_up(self) -> None:
        """Makes this process's copy what the store has. Raises `StoreAway`, `NewerBuild`."""
        with self._turn:
            board, here = self.log.board(), self.replica.board
            if (board.epoch, board.seq) != (here.epoch, here.seq):
                shown = [item.id for item in board.breaking]
                self.replica.replace(board, (), self.rundown.grid(), self.revisions.records(shown))
            self.replica.grid = self.rundown.grid()
            self.replica.confirm(self.now())

    def exercises_elsewhere(self, most: int) -> list[AlertNode]:
        """The newsroom's exercises that are not in the rehearsal, or not any more."""
        waiting = self.newsroom.alerts.living("exercise", most)
        known = (self.alerts.get(node.key) for node in waiting)
        return [node for node, here in zip(waiting, known, strict=True) if here is None or not here.seen]

    def bring_exercise(self, key: str, by: Actor) -> None:
        """Has the newsroom's exercise `key` in the rehearsal too, where it is not there yet: it waits there for a person."""
        known, waiting = self.alerts.get(key), self.newsroom.alerts.get(key)
        if (known is None or not known.seen) and waiting and waiting.message:
            arrived = Arrived(waiting.message, next(iter(waiting.origins), by.name), covered=waiting.covered)
            self.desk.take_alerts([as_if_real(arrived)], by, self.now())

    def expect_act(self) -> None:
        """Before a change: whoever is killed half-way leaves a rehearsal that its clock looks after and clears."""
        self.rehearsal_keys.note_arrival(self.now())

    def note_act(self, by: Actor) -> None:
        """Notes that `by` did something in the rehearsal; with the first act the newsroom's record has that it began."""
        if self.rehearsal_keys.note_act(self.now()):
            self.newsroom.audit.note(AuditEntry(self.now(), by.name, by.role, "rehearsal began", ""))

    def clear(self, by: Actor) -> None:
        """Ends the rehearsal: everything of it is gone but who did what in it."""
        began = self.rehearsal_keys.began_at()
        self.rehearsal_keys.clear()
        if began:
            self.newsroom.audit.note(AuditEntry(self.now(), by.name, by.role, "rehearsal cleared", ""))
        self.catch_up()
