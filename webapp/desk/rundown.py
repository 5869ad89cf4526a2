"""Producers' changes to single dates: another title or length, other articles, special coverage; and back to the grid."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from webapp.desk.air import OnAirDesk
from webapp.desk.change import Decision, Receipt
from webapp.newsroom.board import Board
from webapp.newsroom.errors import FieldError, Invalid, NoSuchRev, NotFound, Stale, TooMany
from webapp.newsroom.events import ScheduleChange
from webapp.newsroom.schedule.dated_entries import (
    ENTRIES_CAP,
    DatedEntry,
    EntryDraft,
    EntryRemoval,
    broadcast_span,
    check_entry,
    expired_ids,
    override_span,
    with_entries,
)
from webapp.newsroom.schedule.grid.grid import Override
from webapp.newsroom.staff import Actor
from webapp.newsroom.times import rfc3339
from webapp.newsroom.unknown import carry_unknown
from webapp.store.schedule.rundown import entry_removals, entry_write


class RundownDesk(OnAirDesk):
    """Dated entries of the rundown."""

    def set_entry(self, entry_id: str, draft: EntryDraft, by: Actor, now: datetime, key: str | None = None) -> Receipt:
        """Puts a change of one date in force, and on the air what it says. Raises `Stale` when `rev` is not current,
        `Invalid`, `TooMany`.
        """

        def decide(board: Board) -> Decision:
            grid, entries = self._rundown.own_grid(), self._rundown.entries()
            known = entries.get(entry_id)
            override = carry_unknown(draft.override, known.override if known else None)
            _seen(known, draft.rev)
            check_entry(grid, override)
            if override_span(grid, override)[1] <= now:
                raise Invalid("it is over", fields=[FieldError("ends_at", f"must be after {rfc3339(now)}", "over")])
            self._known_articles(override, known)
            if known and known.override == override:
                return Decision(names={"id": entry_id, "rev": known.rev})
            gone = expired_ids(entries.values(), grid, now)
            if known is None and len(entries) - len(gone) >= ENTRIES_CAP:
                raise TooMany(f"{ENTRIES_CAP} dates differ by hand already; put such changes into the grid")
            slot = broadcast_span(grid, entry_id)
            entry = DatedEntry(
                id=entry_id, rev=draft.rev + 1, by=by.name, at=now, override=override,
                slot_start=slot[0] if slot else None, slot_end=slot[1] if slot else None,
            )  # fmt: skip
            entry = carry_unknown(entry, known)
            after = with_entries(grid, [*(e for e in entries.values() if e.id not in (*gone, entry_id)), entry])
            what = override.title or override.programme or "nothing on"
            return Decision(
                ScheduleChange(revision=after.revision), "rundown changed", what,
                [*entry_removals(gone), entry_write(entry)], {"id": entry_id, "rev": entry.rev},
            )  # fmt: skip

        receipt = self._change(decide, "schedule", by, now, key, (entry_id, draft))
        self.settle_on_air(now)
        return receipt

    def drop_entry(
        self, entry_id: str, gone: EntryRemoval, by: Actor, now: datetime, key: str | None = None
    ) -> Receipt:
        """Gives a date back to the grid. Raises `NotFound`, `Stale`."""

        def decide(board: Board) -> Decision:
            grid, entries = self._rundown.own_grid(), self._rundown.entries()
            known = entries.get(entry_id)
            if known is None:
                raise NotFound(f"nothing differs under {entry_id!r}; the grid is in force there")
            _seen(known, gone.rev)
            after = with_entries(grid, (entry for entry in entries.values() if entry.id != entry_id))
            what = known.override.title or known.override.programme or "nothing on"
            return Decision(
                ScheduleChange(revision=after.revision), "rundown given back", what,
                entry_removals([entry_id]), {"id": entry_id},
            )  # fmt: skip

        receipt = self._change(decide, "schedule", by, now, key, (entry_id, gone))
        self.settle_on_air(now)
        return receipt

    def _known_articles(self, override: Override, known: DatedEntry | None) -> None:
        """Raises `Invalid` for articles that are not published; one withdrawn since it was planned may stay in the
        plan.
        """
        before = {slug for _, slug in _named(known.override)} if known else set()
        wanted = _named(override)
        out = {story.slug for story in self._articles.some({slug for _, slug in wanted}) if story.withdrawn is None}
        wrong = [
            FieldError(field, f"there is no article {slug!r}", "unknown")
            for field, slug in wanted
            if slug not in out and slug not in before
        ]
        if wrong:
            raise Invalid.of(wrong)


def _named(override: Override) -> list[tuple[str, str]]:
    """Every article that the override names, with its field."""

    def under(path: str, slugs: Iterable[str]) -> list[tuple[str, str]]:
        return [(f"{path}articles.{n}", slug) for n, slug in enumerate(slugs)]

    own = under("", override.articles)
    return own + [pair for n, part in enumerate(override.segments) for pair in under(f"segments.{n}.", part.articles)]


def _seen(known: DatedEntry | None, rev: int) -> None:
    """Raises `Stale` unless `rev` is the entry's current one; 0 stands for no entry."""
    if rev == (known.rev if known else 0):
        return
    if known and rev > known.rev:
        raise NoSuchRev(rev, known.rev, known.dump())
    current: dict[str, Any] = {"current": known.dump(), "by": known.by, "at": rfc3339(known.at)} if known else {}
    who = f"{known.by} changed it" if known else "somebody gave it back to the grid"
    raise Stale(f"{who} meanwhile; look at it again, then decide", extra={"current": None, **current})
