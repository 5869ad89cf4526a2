"""Notes that people at the desk leave each other, and what one shift hands over to the next. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from webapp.newsroom.model import OneLineText, Value
from webapp.newsroom.plain_text import multi_line, visible_text
from webapp.newsroom.times import Instant

MAX_NOTES = 100
MAX_NOTE_CHARS = 1000
KEPT = timedelta(hours=24)
"""A note goes after this; a handover that nobody has taken stays."""

NoteText = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_NOTE_CHARS),
    AfterValidator(multi_line),
    AfterValidator(visible_text),
]


class NoteDraft(Value):
    """A note as somebody writes it; a `handover` stays until somebody takes it."""

    text: NoteText
    handover: bool = False


class DeskNote(Value):
    """A note at the desk, and of a handover who took it."""

    id: str
    text: str
    by: OneLineText
    at: Instant
    handover: bool = False
    taken_by: OneLineText | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is a handover that nobody has taken."""
        return self.handover and self.taken_by is None


def outdated(notes: Iterable[DeskNote], now: datetime) -> list[str]:
    """The ids of notes that go: old ones, and the oldest of too many; open handovers last."""
    kept = sorted(notes, key=lambda note: (note.is_open, note.at), reverse=True)
    return [note.id for n, note in enumerate(kept) if n >= MAX_NOTES or (now - note.at > KEPT and not note.is_open)]
