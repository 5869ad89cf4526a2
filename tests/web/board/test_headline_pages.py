"""Headlines at addresses of their own: shared, found again by day, corrected in the open, and gone once withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson
import pytest
import time_machine
from defusedxml.ElementTree import fromstring
from lxml import html

from tests.any_store import connect
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import InProcessSite, open_site
from webapp.newsroom.drafts import BreakingDraft, Correction, Withdrawal
from webapp.newsroom.model import Article
from webapp.newsroom.staff import Actor

LIGAYA = Actor(name="Ligaya", role="anchor")
STATION = 'name = "Radyo Dagat"\nurl = "https://radyo.example"\nlanguages = ["en", "fil"]'


@pytest.fixture
def site(valkey_server: Valkey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[InProcessSite]:
    connect(valkey_server.url).flushall()
    with time_machine.travel(NOON, tick=False) as clock:
        yield open_site(valkey_server, clock, tmp_path_factory.mktemp("station"), STATION)


def push(site: InProcessSite, headline: str = "Quake off Batangas", **more: Any) -> str:
    draft = BreakingDraft(**{"headline": headline, "priority": "bulletin", **more})
    item_id = str(site.room.desk.publish_breaking(draft, LIGAYA, site.now).id)
    site.follow()
    return item_id


def correct(site: InProcessSite, item_id: str, rev: int = 1, **change: Any) -> None:
    site.room.desk.correct_breaking(item_id, Correction(rev=rev, **change), LIGAYA, site.now)
    site.follow()


def withdraw(site: InProcessSite, item_id: str, rev: int = 1, reason: str = "There was no quake.") -> None:
    site.room.desk.withdraw_breaking(item_id, Withdrawal(rev=rev, reason=reason), LIGAYA, site.now)
    site.follow()


def first_item(site: InProcessSite) -> Any:
    return fromstring(site.client().get("/breaking.xml").data).find("channel/item")


def said_by(site: InProcessSite, path: str) -> Any:
    return site.client().get(path).json


def test_the_page_of_a_headline_says_it_with_its_corrections_for_people_and_for_machines(site: InProcessSite) -> None:
    item_id = push(site)
    site.wait(minutes=5)
    correct(site, item_id, reason="It was off Mindoro.", headline="Quake off Mindoro")
    page: Any = html.document_fromstring(site.client().get(f"/breaking/{item_id}").text)
    assert page.find(".//h1").text_content().strip() == "Quake off Mindoro"
    assert "It was off Mindoro." in page.find(".//main").text_content()
    about = orjson.loads(page.find(".//script[@type='application/ld+json']").text)
    assert (
        about["correction"][0]["@type"] == "CorrectionComment"
        and about["correction"][0]["text"] == "It was off Mindoro."
    )
    assert page.find(".//link[@rel='canonical']").get("href") == f"https://radyo.example/breaking/{item_id}"
    assert page.find(".//meta[@property='og:title']").get("content") == "Quake off Mindoro"


def test_a_shared_address_still_answers_after_the_headline_is_over(site: InProcessSite) -> None:
    item_id = push(site, expires_in=600)
    site.wait(hours=30)
    answer = site.client().get(f"/breaking/{item_id}")
    assert answer.status_code == 200 and "Quake off Batangas" in answer.text
    assert said_by(site, f"/api/v1/breaking/{item_id}")["state"] == "expired"


def test_the_banner_of_a_flash_lies_over_every_page_but_its_own_and_its_article_s(site: InProcessSite) -> None:
    article = Article(slug="quake", title="What is known", body_html="<p>Little.</p>", published_at=site.now)
    site.room.desk.put_article(article, Actor(name="Feeds", role="system"), site.now)
    item_id = push(site, priority="flash", article="quake")

    def has_banner(path: str) -> bool:
        page: Any = html.document_fromstring(site.client().get(path).text)
        return "Quake off Batangas" in page.find(".//aw-flash").text_content()

    shown = {path: has_banner(path) for path in ("/articles", "/articles/quake", f"/breaking/{item_id}")}
    assert list(shown.values()) == [True, False, False]


EVERYWHERE = ("/breaking", "/breaking/{id}", "/breaking.xml", "/breaking.json", "/api/v1/breaking", "/api/v1/breaking/{id}",
              "/breaking?q=quake", "/", "/lite", "/api/v1/snapshot", "/embed/ticker.json")  # fmt: skip


@pytest.mark.parametrize("ended", [False, True], ids=["on the air", "over"])
def test_no_address_has_a_word_of_a_withdrawn_headline(site: InProcessSite, ended: bool) -> None:
    item_id = push(site, expires_in=600)
    if ended:
        site.wait(hours=1)
        site.room.desk.expire_breaking(site.now)
        site.follow()
    before = [site.client().get(path.format(id=item_id)).text for path in EVERYWHERE]
    assert sum("Batangas" in text for text in before) >= (7 if ended else 10)
    withdraw(site, item_id, 2 if ended else 1)
    after = {path: site.client().get(path.format(id=item_id)) for path in EVERYWHERE}
    assert [path for path, answer in after.items() if "Batangas" in answer.text] == []
    assert after["/breaking/{id}"].status_code == after["/api/v1/breaking/{id}"].status_code == 410
    for path in ("/breaking", "/breaking/{id}", "/breaking.xml", "/api/v1/breaking", "/api/v1/breaking/{id}"):
        assert "There was no quake." in after[path].text, path


def test_a_day_is_the_stations_own(site: InProcessSite) -> None:
    push(site, "Late at night")
    site.wait(hours=14)
    push(site, "Early in the morning")
    today, before = (site.client().get(f"/breaking?day={day}").text for day in ("2026-03-03", "2026-03-02"))
    today, before = (page.partition("<main")[2].partition("</main>")[0] for page in (today, before))
    assert "Early in the morning" in today and "Late at night" not in today
    assert "Late at night" in before and "Early in the morning" not in before
    assert 'href="/breaking?day=2026-03-03"' in before and 'href="/breaking?day=2026-03-02"' in today


@pytest.mark.parametrize(
    "path",
    ["/breaking?day=soon", "/breaking?day=2026-02-30", "/breaking?day=2027-01-01", "/breaking?day=9999-12-31",
     "/breaking?day=20260302", "/breaking/none"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(site: InProcessSite, path: str) -> None:
    assert site.client().get(path).status_code == 404


def test_a_wrong_day_or_limit_of_the_api_is_told_by_its_name(site: InProcessSite) -> None:
    days = ("soon", "", "0001-01-01", "9999-12-31", "2026-W10-1")
    for query, field in (*((f"day={day}", "day") for day in days), ("limit=0", "limit"), ("limit=101", "limit")):
        told = said_by(site, f"/api/v1/breaking?{query}")
        assert (told["status"], told["errors"][0]["field"]) == (422, field)


def test_readers_of_the_feed_get_a_correction_and_a_withdrawal_under_the_same_id(site: InProcessSite) -> None:
    item_id = push(site)
    site.wait(minutes=1)
    correct(site, item_id, reason="Not so near.", headline="Quake off Mindoro")
    first = first_item(site)
    site.wait(minutes=1)
    withdraw(site, item_id, 2)
    then = first_item(site)
    assert first.findtext("guid") == then.findtext("guid") == f"https://radyo.example/breaking/{item_id}"
    assert first.findtext("title") == "Quake off Mindoro" and "Not so near." in first.findtext("description")
    assert then.findtext("title") == "This headline was withdrawn"


def test_a_feed_reader_that_has_it_all_is_answered_with_nothing(site: InProcessSite) -> None:
    push(site)
    first = site.client().get("/breaking.xml")
    again = site.client().get("/breaking.xml", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    site.wait(minutes=1)
    push(site, "Another one")
    assert site.client().get("/breaking.xml", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
