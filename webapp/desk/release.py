"""What becomes of headlines that wait: approved, released, taken back, or looked at afterwards."""

from __future__ import annotations

from datetime import datetime

from webapp.desk.change import CLOCK, NOTHING, Decide, Decision, Receipt
from webapp.desk.headlines import HeadlineDesk
from webapp.desk.waiting import stale_waiting
from webapp.newsroom.board import Board
from webapp.newsroom.drafts import Approval, Release, Reviewed, TakeBack
from webapp.newsroom.errors import Invalid, LeaseLost, NewsroomError, NotAllowed, NotFound, StoreAway, TooEarly, TooLate
from webapp.newsroom.headlines.push_rules import REVIEW_WITHIN
from webapp.newsroom.headlines.waiting import FlashSentAlone, WaitingHeadline
from webapp.newsroom.model import BreakingItem
from webapp.newsroom.staff import Actor
from webapp.newsroom.times import rfc3339
from webapp.store.board.commits import Seen
from webapp.store.board.waiting import sent_alone_removal, sent_alone_write, waiting_removal, waiting_write


class ReleaseDesk(HeadlineDesk):
    """Headlines that wait go out here, each exactly once: in one commit they leave those that wait and come upon the board."""

    def approve_breaking(
        self, item_id: str, approval: Approval, by: Actor, now: datetime, key: str | None = None
    ) -> Receipt:
        """Approves a flash: it goes out, or waits for its time. Raises `Stale` when it was changed since `rev`, `NotAllowed` for
        its own author, and with `alone` `TooEarly` while somebody else may still come.
        """

        def decide(board: Board) -> Decision:
            waiting, seen = self._one_waiting(board, item_id)
            if waiting.rev != approval.rev:
                raise stale_waiting(waiting, approval.rev)
            if waiting.state != "pending":
                raise Invalid(f"it waits for no approval, it is {waiting.state}")
            if approval.alone and waiting.until and now < waiting.until:
                raise TooEarly(
                    f"somebody else may still approve it; alone from {rfc3339(waiting.until)}",
                    extra={"until": rfc3339(waiting.until)},
                )
            if not approval.alone and waiting.was_last_written_by(by):
                raise NotAllowed("nobody approves their own flash; somebody else has to look at it")
            decision = self._approved(board, waiting, seen, by, now)
            alone = FlashSentAlone(
                id=item_id, headline=waiting.draft.headline, by=by.name, at=now, due=now + REVIEW_WITHIN
            )
            writes = [sent_alone_write(alone)] if approval.alone else []
            return Decision(
                decision.body, "flash sent alone" if approval.alone else "breaking approved",
                f"flash: {waiting.draft.headline} ({waiting.by})", [*decision.writes, *writes], decision.names,
                seen=decision.seen, limits=(),
            )  # fmt: skip

        return self._change(decide, "breaking", by, now, key, (item_id, approval, "approve"))

    def release_breaking(
        self, item_id: str, release: Release, by: Actor, now: datetime, key: str | None = None
    ) -> Receipt:
        """Sends a held or scheduled headline before its time, or a missed one. Raises `Stale`, and `Invalid` for a
        flash that waits for its second person.
        """

        def decide(board: Board) -> Decision:
            waiting, seen = self._one_waiting(board, item_id)
            if waiting.rev != release.rev:
                raise stale_waiting(waiting, release.rev)
            if waiting.state == "pending":
                raise Invalid("a second person has to approve it first")
            if waiting.state == "draft":
                raise Invalid("it is a draft; push it")
            return self._out(board, waiting, seen, now)

        return self._change(decide, "breaking", by, now, key, (item_id, release, "release"))

    def take_back_breaking(
        self, item_id: str, asked: TakeBack, by: Actor, now: datetime, key: str | None = None
    ) -> Receipt:
        """Takes a headline back before it is out, without a trace outside. Raises `TooLate` when it is out, with what
        to withdraw.
        """

        def decide(board: Board) -> Decision:
            waiting, seen = self._one_waiting(board, item_id)
            if asked.rev not in (None, waiting.rev):
                raise stale_waiting(waiting, asked.rev)
            return self._taken_back(waiting, seen)

        return self._change(decide, "breaking", by, now, key, (item_id, asked, "undo"))

    def release_due(self, now: datetime, lease: str = "") -> datetime | None:
        """Sends every headline whose time has come, and keeps for a person what should have gone out long ago. Returns when the
        next one is due. One that cannot be sent keeps none of the others.
        """
        every = self._waiting.every()
        for waiting in every:
            if waiting.is_due(now):
                try:
                    by = CLOCK if waiting.is_missed(now) else waiting.author
                    self._change(self._due(waiting.id, now), "breaking", by, now, None, None, lease)
                except (StoreAway, LeaseLost):
                    raise
                except NewsroomError:
                    continue
        later = (one.until for one in every if one.state in ("held", "scheduled") and not one.is_due(now))
        return min((until for until in later if until), default=None)

    def review_flash(
        self, item_id: str, reviewed: Reviewed, by: Actor, now: datetime, key: str | None = None
    ) -> Receipt:
        """Notes that somebody else has looked at a flash that was sent alone. Raises `NotFound`, `NotAllowed` for who sent it."""

        def decide(board: Board) -> Decision:
            flash = next((one for one in self._waiting.sent_alone() if one.id == item_id), None)
            if flash is None:
                raise NotFound("there is no such flash to look at; somebody else has")
            if flash.by.casefold() == by.name.casefold():
                raise NotAllowed("somebody else looks at it than who sent it")
            what = f"{flash.headline} ({flash.by})" + (f": {reviewed.note}" if reviewed.note else "")
            return Decision(
                did="flash reviewed", what=what, writes=[sent_alone_removal(item_id)], names={"id": item_id}
            )

        return self._change(decide, "breaking", by, now, key, (item_id, reviewed, "review"))

    def _due(self, item_id: str, now: datetime) -> Decide:
        def decide(board: Board) -> Decision:
            waiting, seen = self._waiting.get(item_id)
            if waiting is None or not waiting.is_due(now):
                return NOTHING
            if waiting.is_missed(now):
                missed = waiting.model_copy(update={"state": "missed"})
                return Decision(
                    did="breaking missed", what=f"{waiting.draft.priority}: {waiting.draft.headline}",
                    writes=[waiting_write(missed)], seen=(seen,),
                )  # fmt: skip
            return self._out(board, waiting, seen, now)

        return decide

    def _approved(self, board: Board, waiting: WaitingHeadline, seen: Seen, by: Actor, now: datetime) -> Decision:
        at = waiting.draft.at
        if at and at > now:
            ready = waiting.model_copy(update={"state": "scheduled", "until": at, "approved_by": by.name})
            return self._let_wait(ready, (seen,))
        return self._out(board, waiting, seen, now)

    def _out(self, board: Board, waiting: WaitingHeadline, seen: Seen, now: datetime) -> Decision:
        """The decision that publishes a headline that waited, or makes the correction that did."""
        if waiting.correction:
            made = self._corrected(board, waiting.id, waiting.correction, waiting.author, now)
        else:
            made = self._published(waiting.id, waiting.rev, waiting.draft, waiting.author, now, article_may_go=True)
        writes = [*made.writes, waiting_removal(waiting.id)]
        return Decision(made.body, made.did, made.what, writes, made.names, seen=(seen,), limits=())

    def _one_waiting(self, board: Board, item_id: str) -> tuple[WaitingHeadline, Seen]:
        """Raises `TooLate` for one that is out, `NotFound`."""
        waiting, seen = self._waiting.get(item_id)
        if waiting:
            return waiting, seen
        item = board.find(item_id)
        history = [] if item else self._revisions.of(item_id)
        if item is None and not history:
            raise NotFound(f"there is no headline {item_id!r} that waits")
        current = item or BreakingItem.load(history[-1]["item"])
        withdrawn = bool(history) and history[-1]["action"] == "withdrawn"
        raise TooLate(
            "it was withdrawn meanwhile" if withdrawn else "too late: it is out; withdraw it instead",
            extra={"current": None if withdrawn else current.dump()},
        )
