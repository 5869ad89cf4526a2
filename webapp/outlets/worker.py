"""One worker for each surface: what is due ─► the surface ─► the ledger. A slow or dead surface holds up no other.

What a worker knows of its surface is in its memory and in the ledger; the ledger is written after each step, under the lease's
token, so that a process that was replaced writes nothing any more. While the store is away the worker goes on from memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

import structlog

from webapp.fetch.addresses import FetchRefused
from webapp.fetch.client import BadResponse
from webapp.fetch.connection import ConnectFailed, ConnectRefused
from webapp.newsroom.errors import NewsroomError
from webapp.newsroom.outlets.ledger import LedgerEntry, OutletState, ailing, well
from webapp.newsroom.outlets.plan import Task, due_tasks
from webapp.newsroom.outlets.settings import OutletConfig
from webapp.newsroom.station import settings_key
from webapp.outlets.desk_view import DeskView
from webapp.outlets.outlet import OutletFailed
from webapp.store.core.keys import OUTLET_ENTRIES_CAP
from webapp.store.outlets.ledger import Ledger

MAX_PAUSE = timedelta(hours=1)
"""The longest pause that a surface may ask for."""

T = TypeVar("T")

log = structlog.get_logger("outlets")


@dataclass(frozen=True)
class Surface:
    """Names and settings of a surface. `settings` changes with any of them."""

    id: str
    title: str
    kind: str
    config: OutletConfig

    @property
    def settings(self) -> str:
        return settings_key(self.config)


class Worker(Protocol):
    """What the process runs in a thread for each surface."""

    surface: Surface

    def step(self, token: str) -> bool:
        """Does the next thing that is due; whether it did one, so that another may be due. Raises `StoreAway`, `LeaseLost`."""

    def rest(self) -> None:
        """Called now and then while another process leads."""


class Memory:
    """What is known of one surface: `state` and `entries`, loaded once for each lease, and put down as they change."""

    def __init__(self, surface: Surface, ledger: Ledger, view: DeskView) -> None:
        self._surface = surface
        self._ledger = ledger
        self._view = view
        self._token = ""
        self._dirty: set[str] = set()
        self._owed = False
        self.state = OutletState(title="", kind="", since=datetime.fromtimestamp(0).astimezone())
        self.entries: dict[str, LedgerEntry] = {}

    def take_up(self, token: str, now: datetime) -> None:
        """Loads what the process before left, when this one has just begun to act; else puts down what could not be before."""
        if token == self._token:
            if self._owed:
                self.put(now, ())
            return
        surface = self._surface
        state, stored = self._ledger.load(surface.id)
        about = {"title": surface.title, "kind": surface.kind, "settings": surface.settings}
        if state is None:
            state = OutletState.load({"since": now, **about})
        elif state.settings != surface.settings:  # put right, perhaps: tried at once
            state = state.model_copy(update={**about, "due_at": None, "failures": 0})
        self.state = state
        if token != _after(self._token):
            self._dirty.clear()  # another process acted meanwhile, and knows better
        self.entries = {**stored, **{name: self.entries[name] for name in self._dirty}}
        self._token = token
        self.put(now, ())

    def due(self, now: datetime) -> list[Task]:
        """What the surface still has to do, in order (`due_tasks`)."""
        view = self._view
        return due_tasks(
            view.current(now), self.entries, view.record, self.state.since, now, self._surface.config.priorities
        )

    def note(self, changed: Iterable[LedgerEntry], *, waiting: int | None = None) -> None:
        """Notes `changed` here; the ledger has it with what is put there next."""
        for entry in changed:
            self.entries[entry.headline] = entry
            self._dirty.add(entry.headline)
        if waiting is not None:
            self.state = self.state.model_copy(update={"waiting": waiting})

    @property
    def has_unwritten(self) -> bool:
        """Whether anything was noted that the ledger does not have."""
        return bool(self._dirty)

    def put(self, now: datetime, changed: Iterable[LedgerEntry], *, waiting: int | None = None) -> None:
        """Notes `changed` here and in the ledger."""
        self.note(changed, waiting=waiting)
        self._owed = True
        forget = self._forget()
        rows = [self.entries[name] for name in self._dirty if name in self.entries]
        self._ledger.put(self._surface.id, self.state, rows, self._token, forget)
        self._dirty.clear()
        self._owed = False

    def _forget(self) -> list[str]:
        """The oldest entries beyond the bound that nothing more can be due for, or whose headline nobody knows any more."""
        beyond = len(self.entries) - OUTLET_ENTRIES_CAP
        if beyond <= 0:
            return []
        settled = [name for name, entry in self.entries.items() if not entry.may_show or not self._view.record(name)]
        gone = (settled + [name for name in self.entries if name not in set(settled)])[:beyond]
        for name in gone:
            del self.entries[name]
            self._dirty.discard(name)
        return gone

    def rests(self, now: datetime, *, is_urgent: bool = False) -> bool:
        """Whether the surface failed lately, and is left alone for now; what `is_urgent` waits for no pause but one that it asked
        for."""
        pauses = self.state.due_at is not None and self.state.due_at > now
        return pauses and not (is_urgent and not self.state.asked_for)

    def note_success(self, now: datetime) -> None:
        self.state = well(self.state, now)

    def note_failure(self, error: NewsroomError, now: datetime, *, pause: bool = True) -> None:
        """Without a `pause` where the failure is one headline's alone, and holds up no other."""
        log.warning("not done", outlet=self._surface.id, error=error.message, failures=self.state.failures + 1)
        if not pause:
            return
        wait_s = error.retry_after_s if isinstance(error, OutletFailed) else None
        wait = None if wait_s is None else min(timedelta(seconds=max(wait_s, 0.1)), MAX_PAUSE)
        self.state = ailing(self.state, error.message, now, wait)


def may_have_reached(error: NewsroomError) -> bool:
    """Whether the surface may have done what it did not acknowledge."""
    if isinstance(error, OutletFailed):
        return error.reached
    never_sent = isinstance(error, ConnectFailed | ConnectRefused | FetchRefused) and not isinstance(error, BadResponse)
    return not never_sent


def in_words(surface: Surface, do: Callable[[], T]) -> T:
    """What `do` returns. Whatever an outlet raises that it should not is logged, and raised as `OutletFailed`."""
    try:
        return do()
    except NewsroomError:
        raise
    except Exception as error:
        log.exception("outlet failed", outlet=surface.id)
        raise OutletFailed(f"{type(error).__name__}: {error}") from error


def _after(token: str) -> str:
    """The token of the lease that follows."""
    return str(int(token) + 1) if token else ""
