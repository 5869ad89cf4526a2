"""The desk: the only writer of what the public sees.

Every change goes through `Changes._change`: decide upon the board as it is, commit the board after it and one event at
once, decide again if somebody was faster. A caller who repeats a request with the same key gets the first answer again.
"""

from __future__ import annotations

from webapp.desk.air import StreamDesk
from webapp.desk.change import Receipt
from webapp.desk.headlines import HeadlineDesk
from webapp.desk.most_read import MostReadDesk
from webapp.desk.rundown import RundownDesk
from webapp.desk.stories import ArticleDesk

__all__ = ["Desk", "Receipt"]


class Desk(HeadlineDesk, StreamDesk, RundownDesk, ArticleDesk, MostReadDesk):
    """All methods take `now` and who asks (`by`); those that people call take an idempotency `key` (or `None`).

    They raise `Invalid`, `NotFound`, `Stale`, `NotAllowed`, `KeyReused`, `TooMany`, and `StoreAway` where nothing is confirmed.
    """
