"""Programmes at addresses of their own: what comes next, what was on in the past days, and a calendar of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import icalendar
import pytest
import time_machine
from lxml import html

from tests.any_store import connect
from tests.conftest import NOON, Valkey
from tests.store.board.test_clock import IMPORT
from tests.web.in_process_site import InProcessSite, open_site
from webapp.newsroom.errors import StoreAway
from webapp.newsroom.schedule.grid.grid import Grid
from webapp.store.schedule.as_run import AsRun

EVERY_DAY = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
GRID = Grid.load(
    {
        "zone": "Asia/Manila",
        "programmes": [
            {
                "id": "tanghali", "title": "Tanghali", "hosts": ["Ligaya Santos"], "language": "fil",
                "description": "Balita sa tanghali.",
                "slots": [{"days": EVERY_DAY, "start": "11:00", "end": "13:00"}],
                "segments": [{"id": "bigas", "title": "Bigas", "start": "12:00", "articles": ["rice"]}],
            },
            {"id": "gabi", "title": "Gabi", "slots": [{"days": EVERY_DAY, "start": "20:00", "end": "22:00"}]},
        ],
    }
)  # fmt: skip


@pytest.fixture
def site(valkey_server: Valkey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[InProcessSite]:
    connect(valkey_server.url).flushall()
    with time_machine.travel(NOON, tick=False) as clock:
        site = open_site(valkey_server, clock, tmp_path_factory.mktemp("programmes"))
        site.put_out("rice")
        site.room.desk.set_grid(GRID, IMPORT, site.now)
        site.room.desk.settle_on_air(site.now)
        site.follow()
        yield site


def page(site: InProcessSite, path: str) -> Any:
    answer = site.client().get(path)
    assert answer.status_code == 200, answer.text
    return html.document_fromstring(answer.text)


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def test_a_programmes_page_says_what_it_is_and_when_it_comes_next(site: InProcessSite) -> None:
    shown = page(site, "/programmes/tanghali")
    assert words(shown.find(".//h1")) == "Tanghali" and "Ligaya Santos" in words(shown.find(".//main"))
    rows = shown.xpath("//li[@data-starts]")
    assert len(rows) == 8 and rows[0].get("data-phase") == "now" and rows[1].get("data-phase") == "later"


def test_all_programmes_stand_in_the_order_in_which_they_come(site: InProcessSite) -> None:
    shown = page(site, "/programmes")
    assert [words(title) for title in shown.xpath("//main//h2")] == ["Tanghali", "Gabi"]
    assert "On air now" in words(shown.xpath("//main//li")[0])


def test_the_past_days_are_those_that_ran_without_stories_withdrawn_since(site: InProcessSite) -> None:
    site.wait(hours=3)
    site.room.desk.settle_on_air(site.now)
    site.follow()
    past = page(site, "/programmes/tanghali").xpath("//details[@class='programme__past']")
    assert len(past) == 1 and "Bigas" in words(past[0]) and "/articles/rice" in past[0].xpath(".//a/@href")
    site.room.desk.withdraw_article("rice", "It is wrong.", IMPORT, site.now)
    site.follow()
    assert page(site, "/programmes/tanghali").xpath("//details//a[contains(@href, 'articles')]") == []


def test_a_page_stays_while_the_store_is_away(site: InProcessSite, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise StoreAway("away")

    monkeypatch.setattr(AsRun, "ran", away)
    assert "The record cannot be read" in words(page(site, "/programmes/gabi").find(".//main"))


def test_a_programme_has_a_calendar_of_its_own(site: InProcessSite) -> None:
    answer = site.client().get("/programmes/gabi.ics")
    calendar: Any = icalendar.Calendar.from_ical(answer.data)
    assert {str(event["SUMMARY"]) for event in calendar.walk("VEVENT")} == {"Gabi"}
    assert answer.mimetype == "text/calendar" and "Gabi" in calendar["NAME"]


@pytest.mark.parametrize("path", ["/programmes/none", "/programmes/none.ics", "/programmes/%3Cb%3E"])
def test_a_programme_that_is_none_is_not_there(site: InProcessSite, path: str) -> None:
    assert site.client().get(path).status_code == 404


def test_the_schedule_leads_to_its_programmes(site: InProcessSite) -> None:
    assert "/programmes/tanghali" in page(site, "/schedule").xpath("//main//a/@href")
    assert "/programmes/tanghali" in page(site, "/").xpath("//aw-on-air//a/@href")
