"""What a stranger can order holds nobody up: it is made in a thread, once for each revision, whatever host asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import timedelta
from pathlib import Path
from threading import current_thread
from typing import Any

import jinja2
import pytest
import time_machine
from markupsafe import escape

from tests.any_store import Store
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import IMPORT, InProcessSite, open_site
from tests.web.server import wait_for
from webapp import app as wiring
from webapp import pages
from webapp.newsroom.articles.search.index import SearchIndex
from webapp.newsroom.schedule.grid.grid import Grid
from webapp.pages import article_lists, planned_days
from webapp.pages.syndication import feeds, sitemaps
from webapp.web import answer_cache

PAGES = ("/", "/lite", "/articles", "/articles/rice", "/articles?topic=prices", "/articles?q=rice", "/most-read",
         "/schedule", "/schedule?day=2026-03-20")  # fmt: skip
DOCUMENTS = ("/feed.xml", "/feed.json", "/schedule.ics", "/sitemap.xml", "/sitemap-1.xml", "/news-sitemap.xml",
             "/api/v1/schedule?from=2026-03-01T00:00:00Z&to=2026-03-31T00:00:00Z")  # fmt: skip
GRID = {
    "zone": "Asia/Manila",
    "programmes": [{
        "id": "balita", "title": "Balita", "slots": [{"days": ["mon", "fri"], "start": "05:00", "end": "09:00"}],
        "segments": [{"id": "one", "title": "Part one", "start": "05:00"}],
    }],
}  # fmt: skip


class Threads:
    """In which kind of thread each dear function ran, and how often: `worker` where it may take its time, else `loop`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ran: Counter[tuple[str, str]] = Counter()
        self._patch = monkeypatch
        self._pool = ThreadPoolExecutor(thread_name_prefix="worker")

    def elsewhere(self, work: Callable[[], Any]) -> Any:
        return self._pool.submit(copy_context().run, work).result(20)

    def watch(self, owner: Any, name: str, label: str) -> None:
        real = getattr(owner, name)

        def watched(*args: Any, **named: Any) -> Any:
            kind = "worker" if current_thread().name.startswith("worker") else "loop"
            self.ran[label, kind] += 1
            return real(*args, **named)

        self._patch.setattr(owner, name, watched)

    def count(self, label: str) -> int:
        return self.ran[label, "worker"] + self.ran[label, "loop"]

    def made(self) -> Counter[str]:
        """How often each ran, but for what is done for each host: to pack it."""
        return Counter({label: n for (label, _), n in self.ran.items() if label != "packed"})


@pytest.fixture
def threads(monkeypatch: pytest.MonkeyPatch) -> Threads:
    made = Threads(monkeypatch)
    monkeypatch.setattr(wiring, "in_a_thread", made.elsewhere)
    for owner, name, label in (
        (jinja2.Template, "render", "page"), (answer_cache, "compressed", "packed"), (feeds, "schedule_ics", "calendar"),
        (feeds, "rss", "feed"), (planned_days, "planned_broadcasts", "day"),
        (SearchIndex, "find", "search"),
        (SearchIndex, "like", "related"), (article_lists, "Catalogue", "catalogue"), (sitemaps, "tostring", "map"),
    ):  # fmt: skip
        made.watch(owner, name, label)
    return made


@pytest.fixture
def site(valkey_server: Valkey, store: Store, tmp_path: Path, threads: Threads) -> Iterator[InProcessSite]:
    with time_machine.travel(NOON, tick=False) as clock:
        opened = open_site(valkey_server, clock, tmp_path)
        opened.room.desk.set_grid(Grid.load(GRID), IMPORT, opened.now)
        opened.put_out("rice", topics=("Prices",), body_html="<p>Rice is cheaper.</p>" * 40)
        wait_for(lambda: "found" in opened.client().get("/articles?q=rice").text)
        threads.ran.clear()
        yield opened


def test_nothing_that_takes_its_time_is_done_in_the_event_loop(site: InProcessSite, threads: Threads) -> None:
    site.wait(seconds=20)  # of what was asked for before nothing is remembered
    for path in (*PAGES, *DOCUMENTS):
        before = threads.ran.total()
        assert site.client().get(path, headers={"Accept-Encoding": "gzip"}).status_code == 200
        assert threads.ran.total() > before, f"{path} has something dear about it"
        assert {label for label, kind in threads.ran if kind == "loop"} == set(), path


def test_it_is_made_once_for_a_revision_whatever_host_asks(site: InProcessSite, threads: Threads) -> None:
    for path in (*PAGES, *DOCUMENTS):
        site.client().get(path)
        made = threads.made()
        for number in range(20):
            answer = site.client().get(path, headers={"Host": f"h{number}.example"})
            assert answer.status_code == 200 and "home.airwire.invalid" not in answer.text
        assert threads.made() == made, path


def test_pages_that_nobody_has_cost_one_look_and_each_says_what_was_asked_for(
    site: InProcessSite, threads: Threads
) -> None:
    for asked in ("a", "<b>&amp;", "{{ 1 }}", "\ue000message\ue001"):
        with site.app.test_request_context("/x"):
            answer = pages.error_page(site.app.extensions["airwire.frame"], 404, f"there is no {asked}")
        assert f'<p dir="auto">{escape(f"There is no {asked}.")}</p>' in answer.get_data(as_text=True)
    assert threads.ran == {("page", "worker"): 1}


def test_what_strangers_make_us_remember_is_bounded(site: InProcessSite, monkeypatch: pytest.MonkeyPatch) -> None:
    memories: list[answer_cache.AnswerCache] = []
    begun = answer_cache.AnswerCache.answer

    def seen(memory: answer_cache.AnswerCache, *given: Any, **named: Any) -> Any:
        memories.append(memory)
        return begun(memory, *given, **named)

    monkeypatch.setattr(answer_cache.AnswerCache, "answer", seen)
    for number in range(150):
        site.client().get("/feed.xml", headers={"Host": f"h{number}.example"})
        until = (NOON + timedelta(minutes=number)).isoformat()
        site.client().get("/api/v1/schedule", query_string={"from": "2026-03-01T00:00:00Z", "to": until})
    feed, spans = memories[0], memories[1]
    assert len(feed) <= 1 + answer_cache.MAX_HOST_COPIES and len(spans) == 100


def test_each_host_is_told_its_own_addresses(site: InProcessSite) -> None:
    for host in ("one.example", "two.example:8443"):
        text = site.client().get("/feed.xml", headers={"Host": host}).text
        assert f"<link>http://{host}/articles/rice</link>" in text
    one, two = (site.client().get("/feed.xml", headers={"Host": host}) for host in ("one.example", "two.example"))
    assert one.headers["ETag"] != two.headers["ETag"]
    strange = site.client().get("/feed.xml", headers={"Host": "a<b>\"'.example"})
    assert "a<b>" not in strange.text


def test_a_broadcast_has_one_id_in_every_calendar(site: InProcessSite) -> None:
    one, two = (
        site.client().get("/schedule.ics", headers={"Host": host}).data for host in ("one.example", "two.example")
    )
    assert one == two and b"UID:balita" in one.replace(b"\r\n ", b"")


def test_a_new_grid_is_a_new_schedule(site: InProcessSite, threads: Threads) -> None:
    path = DOCUMENTS[-1]
    first = site.client().get(path).get_json()["broadcasts"]
    days = threads.count("day")
    site.room.desk.set_grid(Grid.load({**GRID, "programmes": []}), IMPORT, site.now)
    site.follow()
    assert first and site.client().get(path).get_json()["broadcasts"] == []
    assert threads.count("day") > days


def test_a_day_is_worked_out_once_in_whatever_span_it_is_asked_for(site: InProcessSite, threads: Threads) -> None:
    """The second month has one day that the first has not."""
    for shift in range(5):
        start = NOON + timedelta(minutes=shift)
        query = {"from": start.isoformat(), "to": (start + timedelta(days=30)).isoformat()}
        assert site.client().get("/api/v1/schedule", query_string=query).get_json()["broadcasts"]
    assert threads.count("day") <= 32


def test_topics_that_nobody_has_cost_one_look_at_the_articles(site: InProcessSite, threads: Threads) -> None:
    for number in range(20):
        assert site.client().get(f"/articles?topic=made-up-{number}").status_code == 404
        assert site.client().get(f"/api/v1/articles?topic=made-up-{number}").get_json()["total"] == 0
    assert threads.count("catalogue") == 1


def test_the_same_search_is_looked_for_once_until_an_article_comes(site: InProcessSite, threads: Threads) -> None:
    for _ in range(5):
        site.client().get("/articles?q=cheaper rice")
    assert threads.count("search") == 1
    site.put_out("salt", title="Cheaper rice and salt")
    wait_for(lambda: "/articles/salt" in site.client().get("/articles?q=cheaper rice").text)


def test_who_orders_more_than_the_queue_holds_is_told_when_to_come_back(site: InProcessSite) -> None:
    lane = site.running.site.lanes.odd
    for number in range(100):
        lane._under_way[f"198.51.100.{number}"] += 1  # as if so many were waiting
    page = site.client().get("/schedule?day=2026-03-20")
    document = site.client().get(DOCUMENTS[-1])
    assert page.status_code == document.status_code == 503
    assert page.headers["Retry-After"] == document.headers["Retry-After"] == "2"
    assert document.get_json()["retry"] is True
    # What everybody opens does not wait in that queue.
    for path in ("/", "/schedule", "/schedule.ics", "/articles/rice", "/feed.xml"):
        assert site.client().get(path).status_code == 200
