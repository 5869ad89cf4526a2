"""The panel's page of reads: why a story stands where it does, and what an editor may do about it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient

from tests.any_store import connect
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import IMPORT, InProcessSite, open_site
from webapp.newsroom.drafts import BreakingDraft, ReadOnAirDraft
from webapp.newsroom.reads.pins import MAX_CHOICES, EditorChoiceDraft
from webapp.newsroom.staff import Actor
from webapp.store.people.staff import Staff

PAGE = "/panel/reads"
ELENA = Actor(name="Elena", role="editor")
PASSWORD = "mabuhay-sa-lahat"


@pytest.fixture
def site(valkey_server: Valkey, tmp_path: Path) -> Iterator[InProcessSite]:
    connect(valkey_server.url).flushall()
    with time_machine.travel(NOON, tick=False) as clock:
        site = open_site(valkey_server, clock, tmp_path)
        for slug in ("rice", "ferry"):
            site.put_out(slug)
        yield site


@pytest.fixture
def editor(site: InProcessSite) -> FlaskClient:
    return sign_in(site, "Elena", "editor")


def sign_in(site: InProcessSite, name: str, role: str) -> FlaskClient:
    Staff(site.room.store).set_account(name, role, PASSWORD)
    browser = site.client()
    page = browser.get("/panel/sign-in").get_data(as_text=True)
    fields = {"csrf_token": csrf(page), "name": name, "password": PASSWORD}
    assert browser.post("/panel/sign-in", data=fields).status_code == 302
    return browser


def csrf(page: str) -> str:
    found = re.search(r'name="csrf" content="([^"]+)"', page)
    assert found
    return found[1]


def bearer(site: InProcessSite, **more: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {Staff(site.room.store).add_token('a system', 'editor')}"} | more


def choose(editor: FlaskClient, slug: str = "rice", **form: Any) -> Any:
    page = editor.get(f"{PAGE}/{slug}").get_data(as_text=True)
    return editor.post(f"{PAGE}/{slug}", data={"csrf_token": csrf(page), "key": token_hex(8), **form})


def most_read(site: InProcessSite) -> list[tuple[str, bool]]:
    listed = site.room.log.board().most_read
    return [(item.article, bool(item.pinned)) for item in listed.items] if listed else []


def test_only_staff_see_the_numbers(site: InProcessSite) -> None:
    for path in (PAGE, f"{PAGE}/rice"):
        answer = site.client().get(path)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/panel/sign-in")


def test_without_a_leader_editors_see_the_list_that_listeners_see(site: InProcessSite, editor: FlaskClient) -> None:
    site.room.reads.seed({"rice": 240}, site.room.articles.newest(9), site.now)
    site.room.desk.rank_most_read(site.room.reads.rank(site.now), site.now)
    choose(editor, "ferry", action="pin", reason="the last boat", hours="1")
    site.follow()
    site.wait(hours=2)  # nobody has ranked since, so the pin stands on
    page = editor.get(PAGE).get_data(as_text=True)
    listed = [item["article"] for item in site.client().get("/api/v1/most-read").get_json()["items"]]
    assert listed == re.findall(r"places__rank.*?/panel/reads/([a-z]+)", page) == ["ferry", "rice"]
    assert "too old to be shown" not in page and "The list is not being updated" in page
    site.wait(hours=2)
    assert "too old to be shown" in editor.get(PAGE).get_data(as_text=True)


def test_the_list_says_what_is_shown_and_what_waits_below_the_floor(site: InProcessSite, editor: FlaskClient) -> None:
    page = editor.get(PAGE).get_data(as_text=True)
    assert "No article has been read often enough yet" in page
    site.room.reads.seed({"rice": 240, "ferry": 24}, site.room.articles.newest(9), site.now)
    page = editor.get(f"{PAGE}?window=24h").get_data(as_text=True)
    assert "240 reads" in page and f"{PAGE}/rice" in page


def test_a_story_tells_its_numbers_and_draws_its_hours(site: InProcessSite, editor: FlaskClient) -> None:
    site.room.reads.seed({"rice": 240}, site.room.articles.newest(9), site.now)
    page = editor.get(f"{PAGE}/rice").get_data(as_text=True)
    assert "Why is this here?" in page and ">240<" in page
    hours = chart_in(page, "hours-chart")
    assert [one["name"] for one in hours["series"]] == ["left out: repeats and robots", "counted"]
    assert sum(hours["series"][1]["values"]) == 240 and len(hours["times"]) == 25
    assert hours["unit"] == "reads an hour" and hours["counting"] == hours["times"][-1]


def test_a_story_shows_its_airtime_beneath_its_reads(site: InProcessSite, editor: FlaskClient) -> None:
    site.room.desk.read_on_air(ReadOnAirDraft(article="rice"), Actor(name="Ligaya", role="anchor"), site.now)
    site.wait(minutes=1)
    page = editor.get("/panel/reads/rice").text
    assert "Airtime and reads" in page and "read on air" in page
    (lane,) = chart_in(page, "airtime-chart")["lanes"]
    assert [(band["tone"], band["label"]) for band in lane["bands"]] == [("read", "Rice: read on air")]


def test_a_story_s_chart_marks_its_pushes_and_corrections_and_those_of_no_other(
    site: InProcessSite, editor: FlaskClient
) -> None:
    push(site, "Rice at 42 pesos", "rice")
    push(site, "The ferry is late", "ferry")
    site.wait(minutes=2)
    site.put_out("rice", title="Rice at 41", correction="It was 42.", corrected_at=site.now)
    site.wait(minutes=1)
    marks = chart_in(editor.get(f"{PAGE}/rice").text, "airtime-chart")["marks"]
    assert [(mark["tone"], mark["label"]) for mark in marks] == [
        ("push", "pushed: Rice at 42 pesos"), ("correction", "corrected: Rice at 41"),
    ]  # fmt: skip


def push(site: InProcessSite, headline: str, article: str) -> None:
    draft = BreakingDraft(headline=headline, priority="urgent", article=article)
    site.room.desk.publish_breaking(draft, ELENA, site.now)
    site.follow()


def chart_in(page: str, name: str) -> dict[str, Any]:
    """The data of the chart with this id."""
    found = re.search(rf'<aw-chart[^>]* id="{name}".*?<script type="application/json">(.*?)</script>', page, re.S)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_times_of_another_day_say_which(site: InProcessSite, editor: FlaskClient) -> None:
    choose(editor, action="pin", reason="the week's story", hours="168")
    for path in (PAGE, f"{PAGE}/rice"):
        assert "until Mar 9, 12:00\xa0PM" in editor.get(path).text, path
    choose(editor, action="pin", reason="for lunch", hours="1")
    page = editor.get(f"{PAGE}/rice").text
    assert "until 1:00\xa0PM" in page
    assert "<td>Mar 1, 12:00\xa0PM</td>" in page, "24 hours ago was yesterday"
    assert '<th scope="row">Mar 1, 12:00\xa0PM</th>' in page and '<th scope="row">12:00\xa0PM</th>' in page


def test_an_editor_pins_keeps_off_and_gives_back(site: InProcessSite, editor: FlaskClient) -> None:
    site.room.reads.seed({"rice": 240}, site.room.articles.newest(9), site.now)
    assert choose(editor, action="pin", reason="tonight's special", hours="6").status_code == 302
    assert most_read(site) == [("rice", True)]
    assert choose(editor, action="suppress", reason="a complaint", hours="").status_code == 302
    assert most_read(site) == []
    assert choose(editor, action="release", reason="").status_code == 302
    assert most_read(site) == [("rice", False)]


def test_a_choice_without_a_reason_is_refused_beside_its_field(site: InProcessSite, editor: FlaskClient) -> None:
    answer = choose(editor, action="pin", reason=" ", hours="1")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and 'id="reason-error"' in page and most_read(site) == []


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"reason": "   "}, "Isulat muna ang dahilan."),
        ({"reason": "x" * 501}, "Masyadong mahaba ang dahilan: hanggang 500 karakter lang."),
        ({"reason": "a bell\x07"}, "May mga karakter ang dahilan na hindi maipapakita."),
        ({"action": "lift"}, "Piliin kung i-pi-pin ang balita o aalisin."),
        ({"hours": "abc"}, "Piliin sa listahan kung hanggang kailan ito."),
        ({"key": "used"}, "Naipadala na ang form na ito nang iba ang laman."),
        ({}, "May 3 naka-pin na balita na; bawiin muna ang isa."),
    ],
)
def test_a_refused_choice_says_why_in_the_pages_language(
    site: InProcessSite, editor: FlaskClient, form: dict[str, str], told: str
) -> None:
    choose(editor, "ferry", action="suppress", reason="a complaint", hours="1", key="used")
    for slug in ("water", "road", "bridge"):
        site.put_out(slug)
        choose(editor, slug, action="pin", reason="tonight's special", hours="")
    before = most_read(site)
    editor.set_cookie("lang", "fil")
    answer = choose(editor, **{"action": "pin", "reason": "tonight", "hours": "1", **form})
    assert answer.status_code == 422 and told in answer.text and most_read(site) == before
    assert "String should" not in answer.text and "already" not in answer.text


def test_where_enough_is_chosen_about_already_the_page_says_so_in_its_language(
    site: InProcessSite, editor: FlaskClient
) -> None:
    desk, draft = site.room.desk, EditorChoiceDraft(action="suppress", reason="a complaint")
    for n in range(MAX_CHOICES):
        site.put_out(f"story-{n}")
        desk.choose_most_read(f"story-{n}", draft, site.room.reads.rank(site.now), ELENA, site.now)
    editor.set_cookie("lang", "fil")
    answer = choose(editor, action="suppress", reason="a complaint", hours="1")
    assert answer.status_code == 422 and "May 30 balita nang naka-pin o inalis" in answer.text


def test_a_story_withdrawn_under_an_editors_hands_is_not_chosen(site: InProcessSite, editor: FlaskClient) -> None:
    site.room.desk.withdraw_article("rice", "wrong", IMPORT, site.now)  # this process has not heard of it yet
    editor.set_cookie("lang", "fil")
    answer = choose(editor, action="pin", reason="tonight", hours="1")
    assert answer.status_code == 404 and "Hindi mapipili ang balitang binawi na." in answer.text


def test_a_withdrawn_storys_page_ends_with_its_numbers(site: InProcessSite, editor: FlaskClient) -> None:
    assert "Pin or keep off" in editor.get(f"{PAGE}/rice").text
    site.room.desk.withdraw_article("rice", "wrong", IMPORT, site.now)
    site.follow()
    page = editor.get(f"{PAGE}/rice").text
    assert "This article was withdrawn: it is on no list." in page and "Pin or keep off" not in page


@pytest.mark.parametrize("hours", ["-1", "0", "1.5", "abc", "٣", "²", " 6", "1000"])
def test_a_time_that_is_none_is_refused_and_not_taken_for_until_taken_back(
    site: InProcessSite, editor: FlaskClient, hours: str
) -> None:
    answer = choose(editor, action="pin", reason="tonight", hours=hours)
    assert answer.status_code == 422 and 'id="hours-error">Choose from the list how long it stands.<' in answer.text
    assert '<option value="6" selected>' in answer.text and 'value="tonight"' in answer.text
    assert most_read(site) == []


def test_an_anchor_sees_the_numbers_and_decides_nothing(site: InProcessSite) -> None:
    anchor = sign_in(site, "Ana", "anchor")
    page = anchor.get(f"{PAGE}/rice").get_data(as_text=True)
    assert "Editors and admins decide about this" in page
    assert choose(anchor, action="pin", reason="mine", hours="1").status_code == 403
    assert most_read(site) == []


def test_a_newsroom_system_pins_by_the_api_once_however_often_it_asks(site: InProcessSite) -> None:
    body = {"action": "pin", "reason": "tonight's special"}
    head = bearer(site) | {"Idempotency-Key": "pin-rice"}
    answers = [site.client().put("/api/v1/most-read/rice", json=body, headers=head) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].get_json() == answers[1].get_json()
    assert most_read(site) == [("rice", True)]
    head = bearer(site)
    assert site.client().put("/api/v1/most-read/rice", json={"auto": True}, headers=head).status_code == 200
    assert most_read(site) == []


@pytest.mark.parametrize(
    ("slug", "body", "status"),
    [
        ("none", {"action": "pin", "reason": "x"}, 404),
        ("rice", {"action": "lift", "reason": "x"}, 422),
        ("rice", {"action": "pin"}, 422),
        ("rice", {"action": "pin", "reason": "x", "until": "2020-01-01T00:00:00Z"}, 422),
        ("rice", [], 422),
        ("%2e%2e", {"action": "pin", "reason": "x"}, 404),
    ],
)
def test_what_cannot_be_chosen_is_told_why(site: InProcessSite, slug: str, body: Any, status: int) -> None:
    head = bearer(site)
    answer = site.client().put(f"/api/v1/most-read/{slug}", json=body, headers=head)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
