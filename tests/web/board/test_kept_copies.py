"""What browsers keep for a time without a network: which copies no longer stand, and the worker that keeps them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from tests.any_store import connect
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import InProcessSite, open_site
from webapp.newsroom.drafts import BreakingDraft, Withdrawal
from webapp.newsroom.staff import Actor

LIGAYA, ELENA = Actor(name="Ligaya", role="anchor"), Actor(name="Elena", role="editor")
STATION = 'name = "Radyo Dagat"\nurl = "https://radyo.example"\nlanguages = ["en", "fil"]'


@pytest.fixture(scope="module")
def site(valkey_server: Valkey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[InProcessSite]:
    connect(valkey_server.url).flushall()
    with time_machine.travel(NOON, tick=False) as clock:
        site = open_site(valkey_server, clock, tmp_path_factory.mktemp("station"), STATION)
        for slug, language in (("rice", "en"), ("bigas", "fil"), ("ferry", "en")):
            site.put_out(slug, language=language)
        yield site


def push(site: InProcessSite, headline: str) -> str:
    draft = BreakingDraft(headline=headline, priority="bulletin")
    return str(site.room.desk.publish_breaking(draft, LIGAYA, site.now).id)


def test_a_browser_learns_which_of_its_copies_no_longer_stand(site: InProcessSite) -> None:
    stands, wrong = push(site, "Ferry runs again"), push(site, "Dam bursts")
    site.room.desk.withdraw_breaking(wrong, Withdrawal(rev=1, reason="It leaks."), LIGAYA, site.now)
    site.room.desk.withdraw_article("ferry", "It never stopped.", ELENA, site.now)
    site.follow()
    kept = {"articles": ["rice", "ferry", "never-was"], "headlines": [stands, wrong]}
    answer = site.client().post("/api/v1/gone", json=kept)
    assert answer.json == {"articles": ["ferry", "never-was"], "headlines": [wrong]}
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "asked", [[], {"articles": "rice"}, {"headlines": [1]}, {"articles": ["a"] * 1001}, {"articles": [""]}]
)
def test_a_question_that_is_none_is_told_which_field_is_wrong(site: InProcessSite, asked: object) -> None:
    answer = site.client().post("/api/v1/gone", json=asked)
    assert answer.status_code == 422 and answer.json
    assert answer.json["errors"][0]["field"] in ("articles", "headlines")


def test_the_worker_names_its_code_by_an_address_that_changes_with_it(site: InProcessSite) -> None:
    script = site.client().get("/sw.js")
    assert script.mimetype == "text/javascript" and "max-age=0" in script.headers["Cache-Control"]
    assert "script-src 'self'" in script.headers["Content-Security-Policy"]
    named = re.search(r'from "(/assets/[0-9a-f]{12}/[^"]+)"', script.text)
    assert named and "immutable" in site.client().get(named[1]).headers["Cache-Control"]
    assert "Offline kayo" in script.text and "You are offline" in script.text


def test_a_reader_who_wants_one_language_has_only_that_in_lists_until_they_want_all(site: InProcessSite) -> None:
    reader = site.client()
    only = reader.get("/articles?of=fil").text
    assert 'href="/articles/bigas"' in only and 'href="/articles/rice"' not in only
    for path in ("/articles", "/", "/lite"):
        shown = reader.get(path).text
        assert 'href="/articles/bigas"' in shown and 'href="/articles/rice"' not in shown, path
    reader.get("/articles?of=all")
    assert 'href="/articles/rice"' in reader.get("/articles").text
    assert 'href="/articles/rice"' in site.client().get("/articles").text


def test_a_reader_who_wants_headlines_in_one_language_has_only_those_and_every_flash(site: InProcessSite) -> None:
    def send(headline: str, priority: Any = "bulletin", **more: Any) -> None:
        draft = BreakingDraft.model_validate({"headline": headline, "priority": priority, **more})
        site.room.desk.publish_breaking(draft, LIGAYA, site.now)

    send("No ferries", texts={"fil": {"headline": "Walang biyahe"}})
    send("Marikina floods", texts={})
    send("Quake off Batangas", "flash", texts={})
    send("Nobody said in which language")
    site.follow()
    reader = site.client()
    reader.get("/breaking?of=fil")
    for path in ("/breaking", "/", "/lite"):
        shown = reader.get(path).text.partition("<main")[2].partition("</main")[0]
        assert "Walang biyahe" in shown and "No ferries" not in shown and "Marikina floods" not in shown, path
        assert "Quake off Batangas" in shown and "Nobody said" in shown
    assert (
        'data-headlines="fil"' in reader.get("/").text and '<h3 class="headline__text" dir="auto" lang="fil">' in shown
    )
    reader.get("/breaking?of=all")
    assert "No ferries" in reader.get("/").text and "Marikina floods" in reader.get("/").text
    ours = site.client()
    ours.set_cookie("headlines", '"><script>', domain="radyo.example")
    assert "data-headlines" not in ours.get("/").text


def test_large_text_is_there_from_the_first_paint(site: InProcessSite) -> None:
    reader = site.client()
    reader.set_cookie("text", "larger", domain="radyo.example")
    assert 'data-text="larger"' in reader.get("/").text
    reader.set_cookie("text", '"><script>', domain="radyo.example")
    assert "data-text" not in reader.get("/").text
