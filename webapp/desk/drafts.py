"""Drafts that the desk shares: kept until somebody pushes or discards them."""

from __future__ import annotations

from datetime import datetime

from webapp.desk.change import Decision, Receipt
from webapp.desk.headlines import new_id
from webapp.desk.release import ReleaseDesk
from webapp.desk.waiting import stale_waiting
from webapp.newsroom.board import Board
from webapp.newsroom.drafts import BreakingDraft, DraftChange
from webapp.newsroom.errors import NotFound
from webapp.newsroom.headlines.waiting import WaitingHeadline
from webapp.newsroom.headlines.wording import other_texts
from webapp.newsroom.staff import Actor


class DraftDesk(ReleaseDesk):
    """Drafts stand among the headlines that wait, and wait for nothing but a person."""

    def keep_draft(self, draft: BreakingDraft, by: Actor, now: datetime, key: str | None = None) -> Receipt:
        """Keeps a draft where everybody at the desk finds it. Raises `TooMany` when there are too many."""
        item_id = new_id(by, now, key)

        def decide(board: Board) -> Decision:
            other_texts(draft.texts, draft.headline, self._languages)
            return self._let_wait(
                WaitingHeadline(id=item_id, state="draft", draft=draft, by=by.name, role=by.role, since=now)
            )

        return self._change(decide, "breaking", by, now, key, ("draft", draft))

    def change_draft(
        self, item_id: str, change: DraftChange, by: Actor, now: datetime, key: str | None = None
    ) -> Receipt:
        """Replaces a draft. Raises `Stale` when somebody else did since `rev`, `NotFound` when it was pushed or discarded."""

        def decide(board: Board) -> Decision:
            waiting, seen = self._waiting.get(item_id)
            if waiting is None or waiting.state != "draft":
                raise NotFound("there is no such draft; somebody has pushed or discarded it")
            if waiting.rev != change.rev:
                raise stale_waiting(waiting, change.rev)
            draft = BreakingDraft.load(change.model_dump(exclude={"rev"}))
            other_texts(draft.texts, draft.headline, self._languages)
            return self._let_wait(waiting.rewritten(draft, by, now), (seen,), "draft")

        return self._change(decide, "breaking", by, now, key, (item_id, change))
