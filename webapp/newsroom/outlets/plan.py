"""What is due on a surface: the difference between what the newsroom says and what the surface shows. Pure.

Nothing is queued, so nothing can pile up while a surface is away: once it is back, only what still matters is due. What was
withdrawn goes first, then corrections, then publications, each in the order in which the newsroom asked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from webapp.newsroom.headlines.record import HeadlineRecord, HeadlineRevision
from webapp.newsroom.model import BreakingItem, Priority
from webapp.newsroom.outlets.ledger import LedgerEntry, OutletAction

Find = Callable[[str], HeadlineRecord | None]

_FIRST: dict[OutletAction, int] = {"withdrawn": 0, "corrected": 1, "published": 2}


@dataclass(frozen=True)
class Task:
    """`action` is due on the surface for the headline `item`; the newsroom asked for it at `asked_at`.

    `entry` is what the surface did with it before. `rev` is the revision of the wording, or of the withdrawal.
    """

    action: OutletAction
    item: BreakingItem
    rev: int
    asked_at: datetime
    entry: LedgerEntry

    @property
    def handle(self) -> str | None:
        """What the outlet kept when it published the headline."""
        return self.entry.handle

    @property
    def key(self) -> str:
        """An id of this task that stays the same however often it is tried."""
        return f"{self.item.id}-{self.rev}-{self.action}"


def wording(record: HeadlineRecord) -> HeadlineRevision:
    """The revision that last said something: expiry changes no word."""
    return next((one for one in reversed(record.revisions) if one.action != "expired"), record.revisions[-1])


def task_for(record: HeadlineRecord, entry: LedgerEntry | None, since: datetime, now: datetime) -> Task | None:
    """What is due for one headline on a surface that was configured at `since`; `None` when it shows what it should."""
    last = wording(record)
    known = entry or LedgerEntry(headline=record.id)
    if last.action == "withdrawn":
        due = known.may_show and not known.withdrawn
        return Task("withdrawn", last.item, last.item.rev, last.at, known) if due else None
    if last.item.rev in (known.shown, known.refused) or known.ended_at:
        return None
    if known.shown:
        return Task("corrected", last.item, last.item.rev, last.at, known)
    if record.published_at < since or record.state(now) != "current":
        return None
    return Task("published", last.item, last.item.rev, last.at, known)


def due_tasks(
    records: Iterable[HeadlineRecord],
    entries: Mapping[str, LedgerEntry],
    find: Find,
    since: datetime,
    now: datetime,
    priorities: Collection[Priority],
) -> list[Task]:
    """All that is due, in order. `records` are those that may have to be published; those of `entries` are found by `find`."""
    known = {name: find(name) for name, entry in entries.items() if entry.may_show}
    wanted = {record.id: record for record in records if wording(record).item.priority in priorities}
    about = wanted | {name: record for name, record in known.items() if record is not None}
    tasks = (task_for(record, entries.get(name), since, now) for name, record in about.items())
    return sorted((task for task in tasks if task), key=lambda task: (_FIRST[task.action], task.asked_at))


def still_shows(record: HeadlineRecord, entry: LedgerEntry | None) -> bool:
    """Whether a surface shows, or may show, a headline that was withdrawn: red until it does not."""
    withdrawn = record.revisions[-1].action == "withdrawn"
    return withdrawn and entry is not None and entry.may_show and not entry.withdrawn
