"""A page that does not render is found before a listener finds it, and told to whoever can mend it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import requests
import time_machine
from flask import Flask

from tests.any_store import Store, connect
from tests.conftest import NOON, Valkey
from tests.web.board_states import BARE, FULL, STATES, URGENT, State
from tests.web.in_process_site import InProcessSite, open_site
from tests.web.server import Web, wait_for
from webapp.app import _pages_only_app
from webapp.pages.ops.page_check import MAX_CPU_SHARE, Page, PageCheck, pages_of, rest_after
from webapp.web.site import Site


@pytest.fixture(scope="module")
def site(valkey_server: Valkey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[InProcessSite]:
    connect(valkey_server.url).flushall()
    with time_machine.travel(NOON, tick=False) as clock:
        yield open_site(valkey_server, clock, tmp_path_factory.mktemp("station"))


@pytest.fixture
def web_site(site: InProcessSite) -> InProcessSite:
    put(site, "everything at once")
    return site


@pytest.fixture
def check(web_site: InProcessSite) -> PageCheck:
    return web_site.running.page_check


@pytest.fixture
def break_(check: PageCheck, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """`break_(name)`: that filter of the templates fails, in the pages that are looked at."""

    def fail(*_: object) -> str:
        raise KeyError("Asia/Manila")

    check.round()
    assert check._app
    return lambda name: monkeypatch.setitem(check._app.jinja_env.filters, name, fail)  # type: ignore[union-attr]


def put(web_site: InProcessSite, name: str) -> None:
    STATES[name].put_into(web_site.running.services.replica)


def degraded(web_site: InProcessSite) -> list[dict[str, str]]:
    web_site.running.site.health.look(web_site.now)
    listed: list[dict[str, str]] = web_site.client().get("/readyz").get_json()["degraded"]
    return listed


def looked_at(check: PageCheck) -> set[str]:
    assert check._app
    return {page.path for page in pages_of(check._app, check._copy, ("en",))}


@pytest.mark.parametrize("name", ["everything at once", "before the first board", "a hole of the grid", "no articles"])
def test_a_site_that_works_is_well(web_site: InProcessSite, check: PageCheck, name: str) -> None:
    put(web_site, name)
    check.round()
    assert check.broken == {} and degraded(web_site) == []


def test_a_page_that_breaks_is_told_with_its_error_until_it_is_mended(
    web_site: InProcessSite, check: PageCheck, break_: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    break_("weekday")
    put(web_site, "a hole of the grid")
    check.round()
    assert check.broken.keys() == {
        Page(path, lang) for path in ("/schedule", "/programmes/dawn") for lang in ("en", "fil")
    }
    [told] = degraded(web_site)
    assert told["what"] == "pages"
    assert "/schedule: KeyError: 'Asia/Manila'" in told["detail"]
    monkeypatch.undo()
    put(web_site, "everything at once")
    check.round()
    assert degraded(web_site) == []


def test_many_broken_pages_make_no_endless_sentence(
    web_site: InProcessSite, check: PageCheck, break_: Callable[[str], None]
) -> None:
    break_("zone_name")
    put(web_site, "no promo")
    check.round()
    told = check.look(web_site.now)
    assert len(check.broken) > 8 and told and told.endswith(f"; and {len(check.broken) // 2 - 3} more")


def test_no_listener_has_a_page_looked_at(web_site: InProcessSite, check: PageCheck) -> None:
    rounds = check.rounds
    put(web_site, "no most-read")
    for path in ("/", "/readyz", "/metrics", "/healthz"):
        web_site.client().get(path)
    assert check.rounds == rounds


@pytest.mark.parametrize(
    "name", ["everything at once", "no most-read", "before the first board", "more alerts in force than a board has"]
)
def test_no_page_that_is_looked_at_asks_the_store(web_site: InProcessSite, check: PageCheck, name: str) -> None:
    put(web_site, name)
    before = web_site.room.store.info("stats")["total_commands_processed"]
    check.round()
    assert web_site.room.store.info("stats")["total_commands_processed"] == before + 1, "the question itself"


def test_each_page_is_rendered_in_a_turn_of_its_own_off_the_loop(
    check: PageCheck, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns: list[int] = []

    def run_in_thread(do: Callable[[], Any]) -> Any:
        with ThreadPoolExecutor(1) as thread:
            turns.append(thread.submit(threading.get_ident).result())
            return thread.submit(do).result()

    monkeypatch.setattr(check, "run_in_thread", run_in_thread)
    check.round()
    assert len(turns) >= 2 * len(looked_at(check))
    assert threading.get_ident() not in turns


def test_its_own_application_is_made_off_the_loop_too(web_site: InProcessSite) -> None:
    """It takes many times as long as a turn of the loop may."""
    made: list[str] = []

    def in_thread(do: Callable[[], Any]) -> Any:
        made.append("begun")
        try:
            return do()
        finally:
            made.append("over")

    def make_app(site: Site) -> Flask:
        made.append("app")
        return _pages_only_app(site)

    PageCheck(web_site.running.site, make_app, in_thread).round()
    assert made[:3] == ["begun", "app", "over"]


def test_what_is_looked_at_is_a_copy_that_no_event_changes_meanwhile(web_site: InProcessSite, check: PageCheck) -> None:
    check.round()
    replica, copy = web_site.running.services.replica, check._copy
    replica.put_articles([BARE.model_copy(update={"slug": "later"})])
    assert "later" in replica.articles and "later" not in copy.articles
    assert replica.articles_out == copy.articles_out + 1


def test_pages_are_looked_at_anew_once_an_event_or_time_has_changed_them(
    web_site: InProcessSite, check: PageCheck
) -> None:
    soon = URGENT.model_copy(update={"expires_at": NOON + timedelta(minutes=2)})
    State(FULL.model_copy(update={"breaking": (soon,)})).put_into(web_site.running.services.replica)
    assert check.is_due(NOON)
    check.round()
    assert not check.is_due(NOON + timedelta(minutes=1))
    assert check.is_due(NOON + timedelta(minutes=3)), "the headline is over by then"
    State(FULL.model_copy(update={"breaking": (URGENT,)})).put_into(web_site.running.services.replica)
    assert check.is_due(NOON + timedelta(minutes=1)), "another board"


PICTURES_AND_RADIOS = (
    frozenset({"name"}),
    frozenset({"bearer", "day"}),
    frozenset({"of", "about", "key"}),
    frozenset({"digest"}),
    frozenset({"digest", "piece"}),
)
"""Icons, drawn cards, dictionaries, pinned scripts, and SPI for the bearers of the station's file: no pages of the board."""


def test_every_address_of_listeners_is_looked_at(check: PageCheck) -> None:
    check.round()
    paths = looked_at(check)
    assert paths >= {"/", "/lite", "/articles", "/schedule", "/most-read", "/embed/ticker", "/feed.xml", "/feed.json",
                     "/schedule.ics", "/sitemap-1.xml", "/api/v1/snapshot"}  # fmt: skip
    assert f"/articles/{check._copy.newest(1)[0].slug}" in paths
    assert check._app
    parts = {frozenset(rule.arguments) for rule in check._app.url_map.iter_rules()}
    known = {frozenset(), frozenset({"slug"}), frozenset({"number"}), frozenset({"headline_id"}),
             frozenset({"programme_id"}), frozenset({"asked", "name"}), frozenset({"piece"}),
             *PICTURES_AND_RADIOS}  # fmt: skip
    assert parts <= known, "a new kind of address needs a sample in pages_of"


def test_the_more_it_costs_the_rarer_it_is() -> None:
    assert rest_after(0.08) == 5.0
    assert rest_after(1.0) == 1.0 / MAX_CPU_SHARE


def test_a_real_worker_finds_its_broken_page_by_itself_and_serves_on(valkey_server: Valkey, store: Store) -> None:
    web = Web(valkey_server, app="tests.web.broken_app:app").start()
    try:
        wait_for(lambda: requests.get(f"{web.url}/readyz", timeout=2).json()["degraded"], 20)
        answer = requests.get(f"{web.url}/readyz", timeout=2)
        assert answer.status_code == 200
        assert "/schedule: " in answer.json()["degraded"][0]["detail"]
        assert requests.get(web.url, timeout=5).status_code == 200
        assert 'airwire_degraded{what="pages"} 1.0' in requests.get(f"{web.url}/metrics", timeout=5).text
    finally:
        web.end()
