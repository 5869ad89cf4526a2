"""The ledger: for each headline on each surface what was asked of it, when, and by what evidence it was done. Pure.

One `LedgerEntry` for one headline on one surface:

    asked ─► tried ─┬─ acknowledged, by evidence        the surface shows `shown`, or nothing any more
                    └─ failed ─► tried again            `unsure`: it may have reached the surface all the same
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from webapp.newsroom.model import Value
from webapp.newsroom.times import Instant

OutletAction = Literal["published", "corrected", "withdrawn"]

MAX_STEPS = 30
"""Of one headline on one surface; the oldest corrections go first."""

MAX_ERROR_CHARS = 300

FIRST_RETRY, MAX_RETRY = timedelta(seconds=1), timedelta(seconds=60)
"""The longest pause is short: a headline that was withdrawn meanwhile must not stand for long once the surface is back."""


class Evidence(Value):
    """By what we know that a surface did what it was asked: a sentence (`answered 204`), and where it can be seen.

    `handle` is what the outlet needs to correct or withdraw it later. `instead` says that it cannot be taken back there, and a
    correction was sent; `gone` that somebody else took it off there, so that there is nothing to correct.
    """

    text: str
    url: str | None = None
    handle: str | None = None
    instead: bool = False
    gone: bool = False


class LedgerStep(Value):
    """One thing asked of a surface. `asked_at` is when the newsroom asked it, `acknowledged_at` when the surface had done it."""

    action: OutletAction
    rev: int
    asked_at: Instant
    acknowledged_at: Instant | None = None
    evidence: str | None = None
    url: str | None = None
    instead: bool = False
    tries: int = 0
    error: str | None = None


class LedgerEntry(Value):
    """One headline on one surface. `shown` is the revision that it shows as far as it acknowledged, 0 for none; `refused` the
    revision that it will not take. `ended_at` is when something else took its place there, or somebody took it off.
    """

    headline: str
    shown: int = 0
    unsure: bool = False
    refused: int = 0
    handle: str | None = None
    ended_at: Instant | None = None
    steps: tuple[LedgerStep, ...] = ()

    @property
    def last(self) -> LedgerStep | None:
        return self.steps[-1] if self.steps else None

    @property
    def may_show(self) -> bool:
        """Whether the surface shows the headline in some wording, or may."""
        return self.shown > 0 or self.unsure

    @property
    def withdrawn(self) -> bool:
        """Whether the surface acknowledged the withdrawal, or a correction in its place."""
        return any(step.action == "withdrawn" and step.acknowledged_at for step in self.steps)


class OutletState(Value):
    """How a surface is doing. `since` is when it was configured: earlier headlines are not sent. `waiting` is how many headlines
    had something due when it was last looked at; `due_at` when it is tried again, `asked_for` whether it asked for
    that pause itself. `showing` is what a surface with room for one
    thing shows.
    """

    title: str
    kind: str
    since: Instant
    settings: str = ""
    failures: int = 0
    due_at: Instant | None = None
    asked_for: bool = False
    error: str | None = None
    failing_since: Instant | None = None
    acknowledged_at: Instant | None = None
    waiting: int = 0
    showing: str | None = None


def asked(entry: LedgerEntry, action: OutletAction, rev: int, at: datetime) -> LedgerEntry:
    """The entry with the step that is about to be tried, which is the last one when it was tried before.

    An unacknowledged step that is overtaken (a publication by a correction, say) is replaced.
    """
    before = entry.last
    if before and (before.action, before.rev) == (action, rev) and before.acknowledged_at is None:
        return entry
    kept = entry.steps if before is None or before.acknowledged_at else entry.steps[:-1]
    return entry.model_copy(update={"steps": _bounded((*kept, LedgerStep(action=action, rev=rev, asked_at=at)))})


def tried(entry: LedgerEntry) -> LedgerEntry:
    """The entry just before its last step is tried. Whatever comes of it, the surface may have it from now on."""
    step = entry.steps[-1]
    fresh = {"unsure": True} if step.action != "withdrawn" else {}
    return entry.model_copy(update={**fresh, "steps": _last(entry, tries=step.tries + 1)})


def acknowledged(entry: LedgerEntry, evidence: Evidence, now: datetime) -> LedgerEntry:
    """The entry after the surface has done the last step."""
    step = entry.steps[-1]
    shown = 0 if step.action == "withdrawn" or evidence.gone else step.rev
    done = _last(
        entry, acknowledged_at=now, evidence=evidence.text, url=evidence.url, instead=evidence.instead, error=None
    )
    ended_at = now if evidence.gone else None
    handle = evidence.handle or (entry.handle if shown else None)
    return entry.model_copy(
        update={"shown": shown, "unsure": False, "refused": 0, "handle": handle, "ended_at": ended_at, "steps": done}
    )


def failed(entry: LedgerEntry, error: str, *, was_unsure: bool, reached: bool, for_good: bool) -> LedgerEntry:
    """The entry after its last step failed. `reached` says that the surface may have it nevertheless, `for_good` that it will
    never take this revision."""
    step = entry.steps[-1]
    unsure = {} if reached and not for_good else {"unsure": was_unsure}
    refused = {"refused": step.rev} if for_good else {}
    return entry.model_copy(update={**unsure, **refused, "steps": _last(entry, error=error[:MAX_ERROR_CHARS])})


def replaced(entry: LedgerEntry, now: datetime) -> LedgerEntry:
    """The entry after something else took the headline's place on a surface that shows one thing at a time."""
    return entry.model_copy(update={"shown": 0, "unsure": False, "handle": None, "ended_at": now})


def well(state: OutletState, now: datetime) -> OutletState:
    """The state after the surface acknowledged something."""
    return state.model_copy(
        update={
            "failures": 0,
            "due_at": None,
            "asked_for": False,
            "error": None,
            "failing_since": None,
            "acknowledged_at": now,
        }
    )


def ailing(state: OutletState, error: str, now: datetime, wait: timedelta | None = None) -> OutletState:
    """The state after a failure: each doubles the pause, up to `MAX_RETRY`, unless the surface named a pause itself."""
    failures = state.failures + 1
    pause = wait if wait is not None else min(FIRST_RETRY * 2 ** min(failures - 1, 10), MAX_RETRY)
    return state.model_copy(
        update={"failures": failures, "due_at": now + pause, "asked_for": wait is not None, "error": error[:MAX_ERROR_CHARS],
                "failing_since": state.failing_since or now}
    )  # fmt: skip


def _last(entry: LedgerEntry, **change: object) -> tuple[LedgerStep, ...]:
    return (*entry.steps[:-1], entry.steps[-1].model_copy(update=change))


def _bounded(steps: tuple[LedgerStep, ...]) -> tuple[LedgerStep, ...]:
    """The first step and the newest ones."""
    return steps if len(steps) <= MAX_STEPS else (steps[0], *steps[-MAX_STEPS + 1 :])
