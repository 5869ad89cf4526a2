"""Notes at the desk."""

from __future__ import annotations

from datetime import datetime

from webapp.desk.change import NOTHING, Decision, DeskPart, Receipt
from webapp.desk.headlines import new_id
from webapp.newsroom.board import Board
from webapp.newsroom.errors import NotFound
from webapp.newsroom.people.notes import DeskNote, NoteDraft, outdated
from webapp.newsroom.staff import Actor
from webapp.store.people.colleagues import note_removals, note_write


class NoteDesk(DeskPart):
    """Notes to each other, and handovers."""

    def leave_note(self, draft: NoteDraft, by: Actor, now: datetime, key: str | None = None) -> Receipt:
        """Leaves a note that everybody at the desk sees."""
        note = DeskNote(id=new_id(by, now, key), text=draft.text, by=by.name, at=now, handover=draft.handover)

        def decide(board: Board) -> Decision:
            gone = outdated([*self._colleagues.notes(), note], now)
            did = "handover left" if draft.handover else ""
            writes = [note_write(note), *note_removals(gone)]
            return Decision(did=did, what=draft.text, writes=writes, names={"id": note.id})

        return self._change(decide, "breaking", by, now, key, draft)

    def take_handover(self, note_id: str, by: Actor, now: datetime, key: str | None = None) -> Receipt:
        """Takes a handover: the first who does is named. Raises `NotFound`."""

        def decide(board: Board) -> Decision:
            note = next((one for one in self._colleagues.notes() if one.id == note_id and one.handover), None)
            if note is None:
                raise NotFound("there is no such handover any more")
            if note.taken_by:
                return NOTHING
            taken = note.model_copy(update={"taken_by": by.name})
            return Decision(did="handover taken", what=f"{note.text} ({note.by})", writes=[note_write(taken)])

        return self._change(decide, "breaking", by, now, key, (note_id, "taken"))
