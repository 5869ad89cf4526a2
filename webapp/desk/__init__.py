"""The desk: the only writer of what the public sees.

Every change goes through `DeskPart._change`: decide upon the current board, commit the new board and one event
together, and decide again if another change came first. Repeating a request with the same key returns the first answer.
"""

from __future__ import annotations

from webapp.desk.air import StreamDesk
from webapp.desk.alerts import AlertDesk
from webapp.desk.article_writing import ArticleWritingDesk
from webapp.desk.change import Receipt
from webapp.desk.drafts import DraftDesk
from webapp.desk.most_read import MostReadDesk
from webapp.desk.notes import NoteDesk
from webapp.desk.rundown import RundownDesk

__all__ = ["Desk", "Receipt"]


class Desk(DraftDesk, NoteDesk, AlertDesk, StreamDesk, RundownDesk, ArticleWritingDesk, MostReadDesk):
    """All methods take `now` and the actor (`by`); those that people call take an idempotency `key` (or `None`).

    They raise `Invalid`, `NotFound`, `Stale`, `NotAllowed`, `KeyReused`, `TooMany`, and `StoreAway` when nothing is
    confirmed.
    """
