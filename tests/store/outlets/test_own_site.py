"""The site's own pages and feeds are surfaces: done once every web process that is alive serves the change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest

from tests.any_store import Store
from tests.conftest import FrozenClock
from tests.store.outlets.newsroom import Newsroom, surface
from webapp.newsroom.outlets.ledger import LedgerEntry, OutletState
from webapp.newsroom.outlets.settings import OWN_SURFACES
from webapp.outlets.item_worker import ItemWorker
from webapp.outlets.own_site import OwnSiteOutlet
from webapp.store.board.replica import Replica
from webapp.store.people.presence import Presence


class Site:
    """The worker of `pages`, and web processes that say how far they are."""

    def __init__(self, newsroom: Newsroom, replica: Replica) -> None:
        self.newsroom, self.presence = newsroom, Presence(newsroom.room.store)
        config = OWN_SURFACES[0]
        outlet = OwnSiteOutlet(config, self.presence, newsroom.view, replica, newsroom.clock)
        self.worker = ItemWorker(
            surface("pages", "pages", config), outlet, newsroom.ledger, newsroom.view, newsroom.clock
        )
        newsroom.work(self.worker)

    def says(self, process: str, listeners: int, behind: int = 0) -> None:
        board = self.newsroom.room.log.board()
        self.presence.announce(process, listeners, board.seq - behind, self.newsroom.clock(), epoch=board.epoch)


@pytest.fixture
def site(store: Store, clock: FrozenClock) -> Site:
    newsroom = Newsroom(store, clock)
    return Site(newsroom, newsroom.replica)


def test_a_headline_is_out_once_every_web_process_serves_it(site: Site) -> None:
    site.says("web-1", 700)
    site.says("web-2", 504)
    item = site.newsroom.publish("Bridge closed")
    site.newsroom.work(site.worker)
    assert site.newsroom.steps(item, "pages") == [("published", False)]
    site.says("web-1", 700)
    site.newsroom.later(seconds=0.2)
    site.newsroom.work(site.worker)
    assert site.newsroom.steps(item, "pages") == [("published", False)]
    site.says("web-2", 504)
    site.newsroom.later(seconds=0.2)
    site.newsroom.work(site.worker)
    step = site.newsroom.entry(item, "pages").steps[0]
    assert step.acknowledged_at and step.evidence == "served by 2 web processes, sent to 1204 open pages"


def test_a_web_process_that_hangs_keeps_a_withdrawal_from_being_done_until_it_is_gone(site: Site) -> None:
    site.says("web-1", 3)
    item = site.newsroom.publish("Bridge closed")
    site.says("web-1", 3)
    site.newsroom.work(site.worker)
    site.newsroom.withdraw(item)
    site.newsroom.work(site.worker)
    site.newsroom.later(seconds=10)
    site.says("web-2", 3)
    site.newsroom.work(site.worker)
    assert site.newsroom.steps(item, "pages")[-1] == ("withdrawn", False)
    site.newsroom.later(seconds=6)
    site.newsroom.work(site.worker)
    assert site.newsroom.steps(item, "pages")[-1] == ("withdrawn", True)


def test_a_burst_of_headlines_is_one_write_to_the_ledger(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    items = [site.newsroom.publish(f"Ferry {number} goes again") for number in range(3)]
    site.says("web-1", 7)
    written: list[int] = []
    put = site.newsroom.ledger.put

    def counted(surface: str, state: OutletState, entries: Sequence[LedgerEntry], *rest: Any) -> None:
        written.append(len(entries))
        put(surface, state, entries, *rest)

    asked: list[datetime] = []
    processes = site.presence.processes

    def looked(now: datetime) -> dict[str, dict[str, Any]]:
        asked.append(now)
        return processes(now)

    monkeypatch.setattr(site.presence, "processes", looked)
    monkeypatch.setattr(site.newsroom.ledger, "put", counted)
    site.newsroom.work(site.worker)
    assert (written, len(asked)) == ([3], 1)
    assert [site.newsroom.steps(item, "pages") for item in items] == [[("published", True)]] * 3
