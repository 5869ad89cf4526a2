"""The running orders of the newsroom's system on the rundown page: where each stands, or why nowhere, and its scripts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from webapp.newsroom.rundowns.placement import (
    BY_HAND,
    NO_LENGTH,
    NO_PROGRAMME,
    NO_TIME,
    NOT_READY,
    REFUSED,
    TOO_FAR,
)
from webapp.newsroom.rundowns.running_order import PlacedOrder, RunningOrder
from webapp.newsroom.schedule.days import local_date
from webapp.web.site import Site


@dataclass(frozen=True)
class ListedOrder:
    """A running order with its stories; `why` says in words why it is not in the rundown, `None` where it is."""

    order: RunningOrder
    placed: PlacedOrder
    why: str | None

    @property
    def starts_at(self) -> datetime | None:
        """When its broadcast begins, else when it says that it begins."""
        return self.placed.starts_at or self.order.head.starts_at


def listed_orders(site: Site, day: date) -> list[ListedOrder]:
    """Those of that day, and those that name no time; none where the station takes no running orders. Raises `StoreAway`."""
    if site.station.mos is None:
        return []
    placed, tz, found = site.running_orders.placed(), site.replica.grid.tz, []
    for row in site.running_orders.rows().values():
        where = placed.get(row.id, PlacedOrder())
        begins = where.starts_at or row.head.starts_at
        if begins is None or local_date(tz, begins) == day:
            found.append(ListedOrder(site.running_orders.whole(row), where, _why(where)))
    return sorted(found, key=lambda one: (one.starts_at is None, one.starts_at or site.now(), one.order.id))


def _why(placed: PlacedOrder) -> str | None:
    words: Mapping[str, str] = {
        NO_PROGRAMME: _("no programme is set for its name in the station's file"),
        NO_TIME: _("it says no time at which it begins"),
        NO_LENGTH: _("its programme is not on then, and it has no length"),
        TOO_FAR: _("it is long over, or more than two weeks ahead"),
        NOT_READY: _("it is not said to be ready yet"),
        BY_HAND: _("%(by)s changed this date by hand", by=placed.by or "?"),
        REFUSED: _("the rundown refused it; the log says why"),
    }
    return words.get(placed.problem, placed.problem) if placed.problem else None
