"""Headlines that wait: what has to happen before a push goes out, and a change of one that is not out yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from webapp.desk.change import Decision, DeskPart, in_the_future
from webapp.newsroom.drafts import BreakingDraft, Correction
from webapp.newsroom.errors import FieldError, Invalid, NoSuchRev, Stale, TooMany
from webapp.newsroom.headlines.push_rules import ALONE_AFTER, needs_second_person
from webapp.newsroom.headlines.waiting import MAX_WAITING_HEADLINES, WaitingHeadline, WaitingState
from webapp.newsroom.headlines.wording import corrected_texts, other_texts
from webapp.newsroom.people.actor_limits import CHANGES, FLASHES, HEADLINES, ActorLimit
from webapp.newsroom.staff import Actor
from webapp.newsroom.times import rfc3339
from webapp.store.board.commits import Seen
from webapp.store.board.waiting import waiting_removal, waiting_write

MAX_AHEAD = timedelta(days=90)
"""How far ahead a headline can be scheduled."""

Wait = tuple[WaitingState, datetime]


class WaitingHeadlineDesk(DeskPart):
    """Headlines that are not out. Each change of one is committed only if it is still as it was decided upon (`seen`)."""

    def _wait(self, draft: BreakingDraft, by: Actor, now: datetime) -> Wait | None:
        """What a push waits for and until when; `None` when it goes out at once. Raises `Invalid` for a wrong time."""
        _in_reach(draft, now)
        if draft.priority == "flash" and self._needs_second(by, now):
            return "pending", now + ALONE_AFTER
        if draft.at:
            return "scheduled", draft.at
        return ("held", now + timedelta(seconds=draft.hold_s)) if draft.hold_s else None

    def _needs_second(self, by: Actor, now: datetime) -> bool:
        asked = self._rules.flash_approval == "possible"
        return needs_second_person(self._rules, by, self._colleagues.here(now) if asked else (), now)

    def _let_wait(self, waiting: WaitingHeadline, seen: Sequence[Seen] = (), verb: str = "") -> Decision:
        """Puts a headline among those that wait. Raises `TooMany` when too many wait already."""
        if not seen and self._waiting.count() >= MAX_WAITING_HEADLINES:
            raise TooMany(f"{MAX_WAITING_HEADLINES} headlines wait already; take some back first")
        draft = waiting.draft
        return Decision(
            did=f"breaking {verb or waiting.state}",
            what=f"{draft.priority}: {draft.headline}",
            writes=[waiting_write(waiting)],
            names=_names(waiting),
            seen=seen,
            limits=_limits(draft) if waiting.rev == 1 else (CHANGES,),
        )

    def _rewritten(
        self, waiting: WaitingHeadline, seen: Seen, correction: Correction, by: Actor, now: datetime
    ) -> Decision:
        """The decision that changes the words of a headline that waits: whoever was to approve it looks at the new ones."""
        if waiting.rev != correction.rev:
            raise stale_waiting(waiting, correction.rev)
        given = correction.model_dump(include=correction.model_fields_set - {"rev", "reason", "texts"})
        given = {name: value for name, value in given.items() if value or name in ("body", "article")}
        before = waiting.draft
        reworded = any(getattr(before, name) != given[name] for name in ("headline", "body") if name in given)
        halves = other_texts(correction.texts, given.get("headline", before.headline), self._languages)
        texts = corrected_texts(before.texts, halves, is_reworded=reworded)
        plain = None if texts is None else {tag: text.model_dump() for tag, text in texts.items()}
        draft = BreakingDraft.load({**before.model_dump(), **given, "texts": plain})
        if draft == waiting.draft:
            raise Invalid("nothing would change", fields=[FieldError("headline", "the same as what waits", "same")])
        new = waiting.rewritten(draft, by, now)
        if waiting.state == "held" and draft.priority != "flash":
            new = new.model_copy(update={"until": now + timedelta(seconds=draft.hold_s or self._rules.hold_s or 1)})
        elif waiting.state != "draft" and "priority" in given:
            state, until = self._wait(draft, by, now) or ("held", now + timedelta(seconds=self._rules.hold_s or 1))
            new = new.model_copy(update={"state": state, "until": until})
        elif draft.priority == "flash" and waiting.state == "scheduled" and self._needs_second(by, now):
            # What somebody approved was another wording.
            new = new.model_copy(update={"state": "pending", "until": now + ALONE_AFTER, "approved_by": None})
        return self._let_wait(new, (seen,), "rewritten")

    def _taken_back(self, waiting: WaitingHeadline, seen: Seen) -> Decision:
        """The decision that takes a headline back before it is out: outside nothing of it is left."""
        draft = waiting.draft
        names = {"id": waiting.id, "rev": waiting.rev, "state": "undone"}
        return Decision(
            did="breaking undone", what=f"{draft.priority}: {draft.headline}",
            writes=[waiting_removal(waiting.id)], names=names, seen=(seen,), limits=(),
        )  # fmt: skip


def stale_waiting(waiting: WaitingHeadline, rev: int) -> Stale:
    """Says who changed the waiting headline since `rev`, and what; or that there is no such one."""
    if rev > waiting.rev:
        return NoSuchRev(rev, waiting.rev, waiting.for_staff())
    by, at = waiting.changed_by or waiting.by, rfc3339(waiting.changed_at or waiting.since)
    return Stale(
        f"it was changed meanwhile by {by}; look at what changed and decide again",
        extra={
            "current": waiting.for_staff(), "changed": waiting.changed_since(rev), "did": "changed", "by": by, "at": at,
        },
    )  # fmt: skip


def _in_reach(draft: BreakingDraft, now: datetime) -> None:
    """Raises `Invalid` for a time that is over, or too far ahead."""
    if draft.at is None:
        return
    in_the_future(draft.at, now, "at")
    if draft.at > now + MAX_AHEAD:
        problem = f"must be within {MAX_AHEAD.days} days"
        raise Invalid(f"at: {problem}", fields=[FieldError("at", problem, "range", MAX_AHEAD.days)])
    if draft.hold_s:
        problem = "not together with at: until then it can be taken back anyway"
        raise Invalid(f"hold_s: {problem}", fields=[FieldError("hold_s", problem, "not_both")])


def _limits(draft: BreakingDraft) -> Sequence[ActorLimit]:
    """A push counts when it is asked for, not again when it goes out."""
    return (HEADLINES, FLASHES) if draft.priority == "flash" else (HEADLINES,)


def _names(waiting: WaitingHeadline) -> dict[str, Any]:
    return {"id": waiting.id, "rev": waiting.rev, "state": waiting.state, "until": waiting.until}
