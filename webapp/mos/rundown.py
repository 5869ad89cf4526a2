"""Running orders into the rundown: each as a dated entry, written when what listeners see of it changes.

What a person does wins: an entry that somebody changed by hand, or gave back to the schedule, is left alone until the running
order changes or the person's change is gone; a story that starts does not end a cut by hand.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

import structlog

from webapp.desk import Desk
from webapp.mos.orders import Orders
from webapp.newsroom.drafts import OnAirHoldDraft
from webapp.newsroom.errors import Invalid, NewsroomError, NotFound, StoreAway
from webapp.newsroom.rundowns.placement import BY_HAND, REFUSED, Placement, placement, shown_title
from webapp.newsroom.rundowns.running_order import PlacedOrder, RunningOrder
from webapp.newsroom.rundowns.settings import MosConfig
from webapp.newsroom.schedule.dated_entries import DatedEntry, EntryDraft, EntryRemoval
from webapp.newsroom.staff import Actor
from webapp.store.schedule.rundown import Rundown
from webapp.store.schedule.running_orders import RunningOrders

log = structlog.get_logger("mos")

STEP_S = 1.0
"""Listeners see a change at most this much later; a hundred changes a second are one."""

NEAR_S = 1800.0
"""A story that starts this long before or after its broadcast is a rehearsal, and turns nothing."""

OVERRUN = timedelta(minutes=15)


class RundownWriter:
    """`step` writes what changed; `turn` puts a story on the air."""

    def __init__(
        self,
        config: MosConfig,
        desk: Desk,
        rundown: Rundown,
        orders: Orders,
        store: RunningOrders,
        now: Callable[[], datetime],
    ) -> None:
        self._config, self._desk, self._rundown = config, desk, rundown
        self._orders, self._store, self._now = orders, store, now
        self._by = Actor(name=f"MOS {config.ncs_id}"[:100], role="system")
        self._lock = threading.RLock()
        self._placed: dict[str, PlacedOrder] | None = None

    def step(self, everything: bool = False) -> None:
        """Brings the rundown up to date with the running orders that changed, or with all. Raises `StoreAway`."""
        dirty = self._orders.take_dirty()
        names = [order.id for order in self._orders.every()] if everything else sorted(dirty)
        for n, name in enumerate(names):
            try:
                self._write(name, name in dirty)
            except StoreAway:
                for left in names[n:]:
                    if left in dirty:
                        self._orders.mark_dirty(left)
                raise
            except Exception:  # what one running order has in it costs the others nothing
                log.exception("rundown", order=name)

    def turn(self, order: RunningOrder, story_id: str) -> None:
        """A story of `order` starts on the air now. Raises `NewsroomError`."""
        now = self._now()
        with self._lock:
            self._write(order.id, True)
            placed = self._known_places().get(order.id, PlacedOrder())
            place = placement(order, self._config, self._rundown.own_grid(), now)
            if place.override is None or not placed.is_near(now, NEAR_S):
                log.info("turns nothing", order=order.id, story=story_id, why=placed.problem or "not its time")
                return
            held = self._rundown.holds().on_air
            if held and held.in_force(now) and held.by != self._by.name:
                log.info("turns nothing", order=order.id, story=story_id, why=f"{held.by} has cut by hand")
                return
            segment = place.segments.get(story_id)
            overrides = self._rundown.grid().overrides
            if not any(one.id == segment for override in overrides for one in override.segments):
                segment = None  # it has no length, or somebody else's change is in force
            story = order.story(story_id)
            title = (shown_title(story, self._config) if story and not segment else "") or None
            ends = place.end if place.end and place.end > now else now + OVERRUN
            draft = OnAirHoldDraft(programme=place.override.programme, segment=segment, title=title, until=ends)
            if held and (held.programme, held.segment, held.title) == (draft.programme, segment, title):
                return
            self._desk.hold_on_air(draft, self._by, now)

    def gone(self, order: RunningOrder) -> None:
        """The running order was deleted: a broadcast that has not begun is the schedule's again. Raises `NewsroomError`."""
        with self._lock:
            placed = self._known_places().pop(order.id, PlacedOrder())
            if placed.starts_at and placed.starts_at > self._now():
                self._give_back(placed)

    def _write(self, name: str, has_changed: bool) -> None:
        with self._lock:
            order, places = self._orders.get(name), self._known_places()
            before = places.get(name, PlacedOrder())
            if order is None:
                return
            now = self._now()
            place = placement(order, self._config, self._rundown.own_grid(), now)
            after = self._put(place, before, has_changed, now)
            if after != before:
                self._store.put_placed(name, after)
                places[name] = after
            if after.problem != before.problem and after.problem:
                log.info("not in the rundown", order=name, why=after.problem, by=after.by)

    def _put(self, place: Placement, before: PlacedOrder, has_changed: bool, now: datetime) -> PlacedOrder:
        if before.entry and before.entry != place.entry:
            self._give_back(before)
            before = PlacedOrder()
        if place.override is None or place.start is None or place.end is None:
            return PlacedOrder(problem=place.problem)
        known = self._rundown.entries().get(place.entry)
        here = PlacedOrder(starts_at=place.start, ends_at=place.end)
        if known and known.by != self._by.name:
            return here.model_copy(update={"problem": BY_HAND, "by": known.by, "at": known.at})
        if known is None and before.entry and not has_changed:
            return before  # somebody gave it back to the schedule
        if known and known.override == place.override:
            return here.model_copy(update={"entry": place.entry, "rev": known.rev})
        if place.end <= now:
            return before
        try:
            rev = self._set(place, known, now)
        except StoreAway:
            raise
        except NewsroomError as error:
            log.warning("refused by the rundown", entry=place.entry, why=error.message)
            return here.model_copy(update={"problem": REFUSED})
        return here.model_copy(update={"entry": place.entry, "rev": rev})

    def _set(self, place: Placement, known: DatedEntry | None, now: datetime) -> int:
        assert place.override
        fields = {name: getattr(place.override, name) for name in type(place.override).model_fields}
        draft = EntryDraft(rev=known.rev if known else 0, **fields)
        receipt = self._desk.set_entry(place.entry, draft, self._by, now)
        return receipt.rev or draft.rev + 1

    def _give_back(self, placed: PlacedOrder) -> None:
        """Removes an entry of ours, unless somebody changed it since."""
        known = self._rundown.entries().get(placed.entry or "")
        if known and known.by == self._by.name:
            with suppress(NotFound, Invalid):
                self._desk.drop_entry(known.id, EntryRemoval(rev=known.rev), self._by, self._now())

    def _known_places(self) -> dict[str, PlacedOrder]:
        if self._placed is None:
            self._placed = self._store.placed()
        return self._placed
