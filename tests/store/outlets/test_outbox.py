"""One headline on every surface, and one withdrawal for all of them: each at least once, in order, whatever dies meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.any_store import Store
from tests.conftest import FrozenClock
from tests.store.outlets.newsroom import Newsroom, Ticker, Wall
from webapp.fetch.addresses import FetchRefused
from webapp.fetch.connection import ConnectFailed, ConnectRefused
from webapp.newsroom.errors import NewsroomError
from webapp.newsroom.outlets.plan import still_shows
from webapp.outlets.outlet import OutletFailed, OutletRefused


@pytest.fixture
def newsroom(store: Store, clock: FrozenClock) -> Newsroom:
    return Newsroom(store, clock)


def test_a_headline_its_correction_and_its_withdrawal_follow_to_the_surface(newsroom: Newsroom) -> None:
    wall = Wall()
    worker = newsroom.wall(wall)
    newsroom.work(worker)
    item = newsroom.publish("Bridge closed")
    newsroom.work(worker)
    newsroom.later(seconds=3)
    newsroom.correct(item, "Bridge open")
    newsroom.work(worker)
    newsroom.withdraw(item, rev=2)
    newsroom.work(worker, worker)
    assert wall.did == ["published Bridge closed", "corrected Bridge open", "withdrawn not true"] and not wall.shows
    entry = newsroom.entry(item)
    assert newsroom.steps(item) == [("published", True), ("corrected", True), ("withdrawn", True)]
    assert entry.steps[1].evidence == "seen on the wall" and entry.steps[1].asked_at == newsroom.clock()
    assert not entry.may_show


def test_what_was_published_before_the_surface_was_configured_does_not_go_there(newsroom: Newsroom) -> None:
    wall = Wall()
    newsroom.publish("Old news")
    newsroom.later(seconds=1)
    worker = newsroom.wall(wall)
    newsroom.work(worker)
    newsroom.later(seconds=1)
    newsroom.publish("News")
    newsroom.work(worker)
    assert wall.did == ["published News"]


def test_after_a_long_outage_only_what_still_matters_is_sent_in_order(newsroom: Newsroom) -> None:
    wall = Wall()
    worker = newsroom.wall(wall)
    newsroom.work(worker)
    wrong = newsroom.publish("Wrong and out")
    newsroom.work(worker)
    wall.fails = ConnectFailed("down")
    kept, _over, withdrawn = (newsroom.publish(text, expires_in=s) for text, s in
                             [("Kept", 9000), ("Soon over", 300), ("Withdrawn meanwhile", 9000)])  # fmt: skip
    newsroom.work(worker)
    newsroom.later(minutes=1)
    newsroom.withdraw(withdrawn)
    newsroom.correct(kept, "Kept, corrected")
    newsroom.withdraw(wrong)
    newsroom.later(minutes=30)
    newsroom.publish("Latest")
    newsroom.work(worker)
    assert newsroom.state().waiting == 3 and newsroom.state().error == "down"
    wall.fails, wall.did = None, []
    newsroom.later(hours=1)
    newsroom.work(worker)
    assert wall.did == ["withdrawn not true", "published Kept, corrected", "published Latest"]
    assert newsroom.state().error is None and newsroom.state().waiting == 0


def test_one_that_was_killed_before_it_could_note_it_does_it_again_and_then_withdraws_it(newsroom: Newsroom) -> None:
    wall = Wall()
    newsroom.work(newsroom.wall(wall))
    item = newsroom.publish("Bridge closed")
    wall.fails, wall.fails_after = OutletFailed("the answer was cut off"), True
    newsroom.work(newsroom.wall(wall))
    assert newsroom.entry(item).unsure and newsroom.steps(item) == [("published", False)]
    wall.fails = None
    newsroom.withdraw(item)
    newsroom.later(minutes=5)
    newsroom.work(newsroom.wall(wall))
    assert not wall.shows and newsroom.steps(item) == [("withdrawn", True)]


@pytest.mark.parametrize(
    "why",
    [
        ConnectFailed("no route"),
        ConnectRefused("refused"),
        FetchRefused("a private address"),
        OutletFailed("404", reached=False),
    ],
)
def test_a_headline_that_never_got_there_needs_no_withdrawal(newsroom: Newsroom, why: NewsroomError) -> None:
    wall = Wall(fails=why)
    worker = newsroom.wall(wall)
    newsroom.work(worker)
    item = newsroom.publish("Bridge closed")
    newsroom.work(worker)
    newsroom.withdraw(item)
    wall.fails = None
    newsroom.later(minutes=5)
    newsroom.work(worker)
    assert wall.did == [] and not newsroom.entry(item).may_show


def test_what_may_have_got_there_is_not_published_again_once_its_time_is_over(newsroom: Newsroom) -> None:
    wall = Wall(fails=OutletFailed("cut off"), fails_after=True)
    worker = newsroom.wall(wall)
    newsroom.work(worker)
    newsroom.publish("Bridge closed", expires_in=300)
    newsroom.work(worker)
    wall.fails = None
    newsroom.later(minutes=10)
    newsroom.work(worker)
    assert wall.did == ["published Bridge closed"]


def test_a_surface_that_still_shows_a_withdrawn_headline_is_red_until_it_does_not(newsroom: Newsroom) -> None:
    wall = Wall()
    worker = newsroom.wall(wall)
    newsroom.work(worker)
    item = newsroom.publish("Bridge closed")
    newsroom.work(worker)
    wall.fails = OutletFailed("frozen")
    newsroom.withdraw(item)
    record = newsroom.view.record(item)
    assert record and still_shows(record, newsroom.entry(item)), "before anybody even tried"
    newsroom.work(worker)
    assert still_shows(record, newsroom.entry(item)) and newsroom.entry(item).steps[-1].error == "frozen"
    wall.fails = None
    newsroom.later(minutes=2)
    newsroom.work(worker)
    assert not still_shows(record, newsroom.entry(item))


def test_pauses_grow_to_a_minute_and_end_with_success(newsroom: Newsroom) -> None:
    wall = Wall(fails=OutletFailed("503"))
    worker = newsroom.wall(wall)
    newsroom.work(worker)
    newsroom.publish("Bridge closed")
    pauses = []
    for _ in range(9):
        newsroom.work(worker)
        due = newsroom.state().due_at
        assert due
        pauses.append((due - newsroom.clock()).total_seconds())
        newsroom.clock.at = due
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    wall.fails = OutletFailed("slow down", retry_after_s=600)
    newsroom.work(worker)
    due = newsroom.state().due_at
    assert due and due - newsroom.clock() == timedelta(seconds=600)


def test_a_withdrawal_does_not_wait_for_the_end_of_a_pause_unless_the_surface_asked_for_it(newsroom: Newsroom) -> None:
    wall, ticker = Wall(), Ticker()
    workers = newsroom.wall(wall), newsroom.ticker(ticker)
    newsroom.work(*workers)
    first, second = newsroom.publish("First"), newsroom.publish("Second")
    newsroom.work(*workers)
    wall.fails = ticker.fails = OutletFailed("503")
    newsroom.publish("Third")
    newsroom.work(*workers)
    wall.fails = ticker.fails = None
    newsroom.withdraw(second)
    newsroom.work(*workers)
    assert "Second" not in wall.shows.values() and ticker.shows == "Third"
    wall.fails = OutletFailed("slow down", retry_after_s=30)
    newsroom.publish("Fourth")
    newsroom.work(workers[0])
    wall.fails = None
    newsroom.withdraw(first)
    newsroom.work(workers[0])
    assert "First" in wall.shows.values()


def test_what_a_surface_will_not_take_holds_up_nothing_else(newsroom: Newsroom) -> None:
    wall = Wall(fails=OutletRefused("too rude", reached=False))
    worker = newsroom.wall(wall)
    newsroom.work(worker)
    refused = newsroom.publish("Rude")
    newsroom.work(worker)
    wall.fails = None
    newsroom.publish("Polite")
    newsroom.work(worker)
    assert wall.did == ["published Polite"]
    newsroom.correct(refused, "Less rude")
    newsroom.work(worker)
    assert wall.did[1:] == ["published Less rude"]


def test_a_slow_surface_delays_no_other(newsroom: Newsroom) -> None:
    dead, quick = Wall(fails=OutletFailed("dead")), Wall()
    first, second = newsroom.wall(dead, "dead"), newsroom.wall(quick, "quick")
    newsroom.work(first, second)
    for text in ("One", "Two"):
        newsroom.publish(text)
        newsroom.work(first, second)
    assert quick.did == ["published One", "published Two"] and newsroom.state("dead").waiting == 2


def test_another_process_goes_on_where_the_first_one_was_and_that_writes_nothing_any_more(newsroom: Newsroom) -> None:
    wall = Wall()
    frozen = newsroom.wall(wall)
    newsroom.work(frozen)
    item = newsroom.publish("Bridge closed")
    newsroom.work(frozen)
    view, successor = newsroom.process("outlets-2")
    successor.keep_lease()
    assert not successor.acting()
    newsroom.room.store.delete("{airwire}:outlets:lease")  # as its time does
    successor.keep_lease()
    newsroom.withdraw(item)
    taken_over = newsroom.wall(wall, view=view)
    assert successor.work_once(taken_over)
    assert not newsroom.role.work_once(frozen)  # it wakes, and believes it leads
    assert wall.did == ["published Bridge closed", "withdrawn not true"]
    assert newsroom.steps(item)[-1] == ("withdrawn", True)


def test_a_lease_that_cannot_be_kept_is_given_up_before_another_takes_it(newsroom: Newsroom) -> None:
    assert newsroom.role.acting()
    newsroom.seconds += 5
    assert not newsroom.role.acting()


def test_a_display_shows_the_newest_headline_and_something_else_once_it_is_withdrawn(newsroom: Newsroom) -> None:
    ticker = Ticker()
    worker = newsroom.ticker(ticker)
    newsroom.work(worker)
    first = newsroom.publish("First")
    newsroom.work(worker)
    newsroom.later(seconds=1)
    second = newsroom.publish("Second")
    newsroom.work(worker)
    newsroom.withdraw(second)
    newsroom.work(worker)
    assert ticker.did == ["Radyo", "First", "Second", "First"]
    assert newsroom.steps(second, "ticker") == [("published", True), ("withdrawn", True)]
    assert newsroom.entry(second, "ticker").steps[-1].evidence == "shows First"
    assert newsroom.entry(first, "ticker").shown == 1
    newsroom.later(hours=5)
    newsroom.work(worker)
    assert ticker.shows == "Radyo" and not newsroom.entry(first, "ticker").may_show


def test_a_display_that_hangs_is_red_and_is_not_asked_all_the_time(newsroom: Newsroom) -> None:
    ticker = Ticker()
    worker = newsroom.ticker(ticker)
    newsroom.work(worker)
    item = newsroom.publish("Bridge closed")
    newsroom.work(worker)
    ticker.fails = OutletFailed("hangs")
    newsroom.withdraw(item)
    newsroom.work(worker, worker, worker)
    record = newsroom.view.record(item)
    assert record and still_shows(record, newsroom.entry(item, "ticker")) and ticker.shows == "Bridge closed"
    assert newsroom.entry(item, "ticker").steps[-1].tries == 1
    ticker.fails = None
    newsroom.later(seconds=2)
    newsroom.work(worker)
    assert not still_shows(record, newsroom.entry(item, "ticker")) and ticker.shows == "Radyo"


def test_a_display_that_somebody_else_wrote_to_is_written_again(newsroom: Newsroom) -> None:
    ticker = Ticker()
    worker = newsroom.ticker(ticker)
    newsroom.publish("Bridge closed")
    newsroom.work(worker)
    ticker.overwritten = True
    newsroom.later(seconds=31)
    newsroom.work(worker)
    assert ticker.did == ["Bridge closed", "Bridge closed"]
