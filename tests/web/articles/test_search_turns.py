"""Searching holds nobody up: not the news, not other listeners, not the articles that come meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Event, Semaphore
from typing import Any

import pytest
import time_machine

from tests.any_store import Store
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import InProcessSite, open_site
from tests.web.server import wait_for
from webapp.newsroom.errors import TooMany
from webapp.newsroom.model import Article
from webapp.newsroom.staff import Actor
from webapp.pages.html import search as html_search
from webapp.pages.html.search import Search

EDITOR = Actor(name="Efren", role="editor")


class Slow:
    """What is done elsewhere takes until it is `let_go`; `begun` is released with each."""

    def __init__(self) -> None:
        self.let_go = Event()
        self.let_go.set()
        self.begun = Semaphore(0)

    def __call__(self, do: Any) -> Any:
        self.begun.release()
        assert self.let_go.wait(20)
        return do()


@pytest.fixture
def site(valkey_server: Valkey, store: Store, tmp_path: Path) -> Iterator[InProcessSite]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield open_site(valkey_server, clock, tmp_path)


@pytest.fixture
def slow() -> Slow:
    return Slow()


@pytest.fixture
def search(site: InProcessSite, slow: Slow) -> Search:
    made = Search(site.running.site, slow)
    site.running.relay.add(made)
    return made


def slugs(search: Search, query: str) -> list[str]:
    return [article.slug for article in search.find(query, 10)]


def test_news_goes_on_while_somebody_searches(site: InProcessSite, search: Search, slow: Slow) -> None:
    site.put_out("rice")
    wait_for(lambda: slugs(search, "rice"), 5)
    with ThreadPoolExecutor() as pool:
        while slow.begun.acquire(blocking=False):
            pass
        slow.let_go.clear()
        searching_now = pool.submit(slugs, search, "ri")  # nobody asked for that yet
        assert slow.begun.acquire(timeout=5)
        site.put_out("ferry")  # and the relay has given it to every sink
        assert site.running.site.replica.article("ferry") is not None
        slow.let_go.set()
        assert searching_now.result(5) == ["rice"]
    wait_for(lambda: slugs(search, "ferry") == ["ferry"], 5)


def test_one_address_that_asks_for_too_much_waits_and_others_do_not(
    site: InProcessSite, search: Search, slow: Slow
) -> None:
    slow.let_go.clear()
    with ThreadPoolExecutor() as pool:

        def ask(who: str, query: str) -> Future[list[Article]]:
            return pool.submit(search.find, query, 10, None, who)

        waiting = [ask("203.0.113.7", f"rice {number}") for number in range(html_search.MAX_WAITING_PER_ADDRESS)]
        wait_for(lambda: search._lane.under_way_of("203.0.113.7") == html_search.MAX_WAITING_PER_ADDRESS, 5)
        with pytest.raises(TooMany):
            search.find("rice 99", 10, None, "203.0.113.7")
        other = ask("198.51.100.1", "rice")
        slow.let_go.set()
        assert [asked.result(5) for asked in (*waiting, other)] == [[]] * (html_search.MAX_WAITING_PER_ADDRESS + 1)
    assert not search._lane.under_way


def test_while_the_index_is_made_anew_everything_is_found_as_before(site: InProcessSite, search: Search) -> None:
    for number in range(12):
        site.put_out(f"rice-{number}", published_at=NOON - timedelta(hours=number))
    wait_for(lambda: len(search.find("rice", 20)) == 12, 5)
    wait_for(lambda: not search._indexing.locked(), 5)
    with search._indexing:  # nobody else takes a step
        search.snapshot()
        assert search.pump_once() and len(search.find("rice", 20)) == 12
        site.room.desk.withdraw_article("rice-0", "wrong", EDITOR, site.now)
        site.put_out("rice-new")
        while search.pump_once():
            assert len(search.find("rice", 20)) >= 11
        assert len(search.find("rice", 20)) == 12 and slugs(search, "new") == ["rice-new"]


def test_what_belongs_beside_an_article_follows_what_is_put_out_and_withdrawn(
    site: InProcessSite, search: Search
) -> None:
    site.put_out("one", topics=("Water",))
    site.put_out("two", topics=("water",))
    first = site.running.site.replica.articles["one"]
    assert [article.slug for article in search.related(first, 4)] == ["two"]
    site.put_out("three", topics=("Water",), published_at=NOON)
    assert [article.slug for article in search.related(first, 4)] == ["three", "two"]
    site.room.desk.withdraw_article("two", "wrong", EDITOR, site.now)
    site.follow()
    assert [article.slug for article in search.related(first, 4)] == ["three"]
