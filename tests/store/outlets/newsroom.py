"""A newsroom whose headlines go to surfaces of the test's own, one step at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from tests.any_store import Store
from tests.conftest import FrozenClock, Room, make_room
from webapp.delivery.relay import Relay
from webapp.newsroom.drafts import BreakingDraft, Correction, Withdrawal
from webapp.newsroom.errors import NewsroomError
from webapp.newsroom.outlets.ledger import Evidence, LedgerEntry, OutletState
from webapp.newsroom.outlets.plan import Task
from webapp.newsroom.outlets.scene import Scene
from webapp.newsroom.outlets.settings import OutletConfig
from webapp.newsroom.staff import Actor
from webapp.outlets.desk_view import DeskView
from webapp.outlets.display_worker import DisplayWorker
from webapp.outlets.item_worker import ItemWorker
from webapp.outlets.role import OutletsRole
from webapp.outlets.worker import Surface
from webapp.store.board.replica import Replica
from webapp.store.core.lease import OUTLETS_LEASE, Lease
from webapp.store.outlets.ledger import Ledger

ANCHOR = Actor(name="Ligaya", role="anchor")


def surface(name: str, kind: str = "wall", config: OutletConfig | None = None) -> Surface:
    return Surface(name, name.title(), kind, config or OutletConfig(id=name))


@dataclass
class Wall:
    """A surface that keeps headlines; `fails` is what it says instead, `fails_after` whether it did it all the same."""

    shows: dict[str, str] = field(default_factory=dict)
    did: list[str] = field(default_factory=list)
    fails: NewsroomError | None = None
    fails_after: bool = False

    def publish(self, task: Task) -> Evidence:
        return self._do(task, task.item.headline)

    def correct(self, task: Task) -> Evidence:
        return self._do(task, task.item.headline)

    def withdraw(self, task: Task) -> Evidence:
        return self._do(task, None)

    def _do(self, task: Task, text: str | None) -> Evidence:
        if self.fails and not self.fails_after:
            raise self.fails
        self.did.append(f"{task.action} {text or task.item.reason}")
        if text is None:
            self.shows.pop(task.item.id, None)
        else:
            self.shows[task.item.id] = text
        if self.fails:
            raise self.fails
        return Evidence(text="seen on the wall", handle=f"nail {len(self.did)}")


@dataclass
class Ticker:
    """A surface that shows one thing at a time."""

    shows: str | None = None
    did: list[str] = field(default_factory=list)
    fails: NewsroomError | None = None
    overwritten: bool = False

    def show(self, scene: Scene, at: datetime) -> Evidence:
        if self.fails:
            raise self.fails
        self.shows = scene.headline.headline if scene.headline else scene.station
        self.did.append(self.shows)
        self.overwritten = False
        return Evidence(text=f"shows {self.shows}")

    def still_shows(self, scene: Scene) -> bool:
        return not self.overwritten


class Newsroom:
    """A desk, and a process with workers that act."""

    def __init__(self, store: Store, clock: FrozenClock) -> None:
        self.room: Room = make_room(store)
        self.clock = clock
        self.ledger = Ledger(self.room.store)
        self.seconds = 0.0
        self.view, self.role = self.process("outlets-1")
        self.role.keep_lease()

    def process(self, name: str) -> tuple[DeskView, OutletsRole]:
        """Another outlets process on the same store."""
        replica, room = Replica("Asia/Manila"), self.room
        self.replica = replica
        view = DeskView(replica, self.clock)
        relay = Relay(room.log, room.articles, room.rundown, room.revisions, replica, self.clock)
        relay.add(view)
        relay.pump_once(0)
        self.relays = [*getattr(self, "relays", []), relay]
        return view, OutletsRole(dict, view, Lease(room.store, name, OUTLETS_LEASE), lambda: self.seconds)

    def wall(self, wall: Wall, name: str = "wall", view: DeskView | None = None) -> ItemWorker:
        return ItemWorker(surface(name), wall, self.ledger, view or self.view, self.clock)

    def ticker(self, ticker: Ticker, name: str = "ticker") -> DisplayWorker:
        return DisplayWorker(surface(name, "ticker"), ticker, self.ledger, self.view, "Radyo", self.clock)

    def publish(self, headline: str, **given: object) -> str:
        draft = BreakingDraft.model_validate({"headline": headline, "priority": "flash", **given})
        receipt = self.room.desk.publish_breaking(draft, ANCHOR, self.clock())
        self.heard()
        assert receipt.id
        return receipt.id

    def correct(self, item: str, headline: str, rev: int = 1) -> None:
        self.room.desk.correct_breaking(
            item, Correction(rev=rev, reason="misheard", headline=headline), ANCHOR, self.clock()
        )
        self.heard()

    def withdraw(self, item: str, rev: int = 1, reason: str = "not true") -> None:
        self.room.desk.withdraw_breaking(item, Withdrawal(rev=rev, reason=reason), ANCHOR, self.clock())
        self.heard()

    def heard(self) -> None:
        for relay in self.relays:
            relay.pump_once(0)

    def work(self, *workers: ItemWorker | DisplayWorker) -> None:
        """Steps until nothing more is due."""
        for worker in workers:
            while self.role.work_once(worker):
                pass

    def later(self, **by: float) -> None:
        self.clock.move(**by)

    def entry(self, item: str, surface: str = "wall") -> LedgerEntry:
        return self.ledger.entries([surface], [item])[item][surface]

    def steps(self, item: str, surface: str = "wall") -> list[tuple[str, bool]]:
        return [(step.action, step.acknowledged_at is not None) for step in self.entry(item, surface).steps]

    def state(self, surface: str = "wall") -> OutletState:
        return self.ledger.states()[surface]
