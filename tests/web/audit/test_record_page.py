"""The record is searched by who, what, which and when, and goes into a spreadsheet without running there."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import orjson
import pytest
import time_machine
from flask.testing import FlaskClient

from tests.any_store import connect
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import InProcessSite, open_site
from webapp.newsroom.audit.entry import AuditEntry
from webapp.newsroom.drafts import BreakingDraft, Withdrawal
from webapp.newsroom.staff import Actor
from webapp.store.audit import reading

LIGAYA = Actor(name="Ligaya", role="anchor")
FORMULA = '=HYPERLINK("http://evil.example","Click")'


@pytest.fixture(scope="module")
def site(valkey_server: Valkey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[InProcessSite]:
    """Three days: a source asked on each, a headline pushed and withdrawn on the second, a stranger on the third."""
    connect(valkey_server.url).flushall()
    with time_machine.travel(NOON, tick=False) as clock:
        site = open_site(valkey_server, clock, tmp_path_factory.mktemp("record"))
        desk, audit = site.running.services.desk, site.running.services.audit
        for day in range(3):
            at = NOON + timedelta(days=day)
            audit.note(AuditEntry(at, "Efren", "editor", "source asked", FORMULA if day == 2 else f"Day {day}"))
            if day == 1:
                item = (
                    desk.publish_breaking(BreakingDraft(headline="Bridge open", priority="urgent"), LIGAYA, at).id or ""
                )
                desk.withdraw_breaking(item, Withdrawal(rev=1, reason="Wrong"), LIGAYA, at)
        audit.note(AuditEntry(NOON + timedelta(days=2), "nobody", "system", "wrong password", "for Ana"), "access")
        clock.move_to(NOON + timedelta(days=3))
        yield site


@pytest.fixture(scope="module")
def editor(site: InProcessSite) -> FlaskClient:
    return signed_in(site, "editor")


def signed_in(site: InProcessSite, role: str) -> FlaskClient:
    site.running.services.staff.set_account(role, role, "three-words-of-nothing")
    browser = site.client()
    page = browser.get("/panel/sign-in").text
    token = page.partition('name="csrf" content="')[2].partition('"')[0]
    form = {"csrf_token": token, "name": role, "password": "three-words-of-nothing"}
    assert browser.post("/panel/sign-in", data=form).status_code == 302
    return browser


def acts(browser: FlaskClient, query: str = "") -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in browser.get(f"/panel/audit.jsonl?{query}").text.splitlines()]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["source asked", "breaking withdrawn", "breaking published", "source asked", "source asked"]),
        ("by=ligaya", ["breaking withdrawn", "breaking published"]),
        ("act=headlines", ["breaking withdrawn", "breaking published"]),
        ("act=breaking+published", ["breaking published"]),
        ("q=BRIDGE+wrong", ["breaking withdrawn"]),
        ("from=2026-03-03&to=2026-03-03", ["breaking withdrawn", "breaking published", "source asked"]),
        ("to=2026-03-02", ["source asked"]),
        ("from=2026-03-03T05:00:00Z", ["source asked"]),
        ("by=nobody", []),
    ],
)
def test_it_is_found_by_who_what_and_when(editor: FlaskClient, query: str, found: list[str]) -> None:
    assert [act["did"] for act in acts(editor, query)] == found
    page = editor.get(f"/panel/audit?{query}").text
    assert page.count('<li class="act">') == len(found) and ("Nothing was found." in page) == (not found)


def test_all_that_was_done_to_one_headline_is_one_link_away(editor: FlaskClient) -> None:
    page = editor.get("/panel/audit?act=breaking+published").text
    link = page.partition('<a href="/panel/audit?item=')[2].partition('"')[0]
    assert [act["did"] for act in acts(editor, f"item={link}")] == ["breaking withdrawn", "breaking published"]
    assert "withdrew" in editor.get(f"/panel/audit?item={link}").text


def test_pages_join_without_a_gap_or_a_repeat(editor: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading.AuditReader.page, "__defaults__", (reading.START, 2))
    monkeypatch.setattr(reading, "BATCH_ROWS", 2)
    seen: list[int] = []
    address, pages = "/panel/audit", 0
    while address:
        page = editor.get(address).text
        seen += map(int, re.findall(r"no\. (\d+)\s*</span>", page))
        address, pages = page.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&"), pages + 1
    assert seen == [act["n"] for act in acts(editor)] == [5, 4, 3, 2, 1] and pages == 3


def test_who_came_in_is_for_admins_alone(site: InProcessSite, editor: FlaskClient) -> None:
    admin = signed_in(site, "admin")
    assert [act["did"] for act in acts(admin, "trail=access&by=nobody")] == ["wrong password"]
    assert {act["trail"] for act in acts(admin)} == {"access", "changes"}
    assert editor.get("/panel/audit?trail=access").status_code == 422
    assert editor.get("/panel/audit.csv?trail=access").status_code == 422
    assert "wrong password" not in str(acts(editor))


def test_what_cannot_be_understood_is_marked_and_kept(editor: FlaskClient) -> None:
    answer = editor.get("/panel/audit?from=yesterday&by=Ligaya")
    assert (
        answer.status_code == 422 and 'aria-describedby="wrong-from"' in answer.text and 'value="Ligaya"' in answer.text
    )
    for query in ("from=0001-01-01", "to=9999-12-31", "from=2026-03-05&to=2026-03-01", f"q={'x' * 300}", "after=1.2"):
        assert editor.get(f"/panel/audit?{query}").status_code in (200, 422), query
    assert editor.get("/panel/audit.csv?to=never").status_code == 422


def test_no_spreadsheet_runs_what_somebody_typed(editor: FlaskClient) -> None:
    answer = editor.get("/panel/audit.csv")
    assert (
        answer.headers["Content-Disposition"] == 'attachment; filename="record-2026-03-05.csv"' and answer.is_streamed
    )
    rows = list(csv.DictReader(answer.text.removeprefix("\ufeff").splitlines()))
    assert rows[0]["what"] == f"'{FORMULA}" and rows[0]["n"] == "5" and len(rows[0]["link"]) == 64
    assert [row["did"] for row in rows] == [act["did"] for act in acts(editor)]


def test_an_export_is_itself_in_the_record(site: InProcessSite, editor: FlaskClient) -> None:
    acts(editor, "by=Ligaya")
    newest = site.running.services.audit.newest(1, "access")[0]
    assert (newest["by"], newest["did"], newest["what"]) == ("editor", "record exported", "jsonl, by Ligaya")


def test_the_rehearsals_acts_are_searched_and_exported_in_its_own_record_alone(
    site: InProcessSite, editor: FlaskClient
) -> None:
    token = {"X-CSRFToken": editor.get("/panel/").text.partition('name="csrf" content="')[2].partition('"')[0]}
    said = {"headline": "Only practice", "priority": "urgent"}
    assert editor.post("/api/v1/rehearsal/breaking", json=said, headers=token).status_code == 201
    page = editor.get("/panel/rehearsal/audit?q=practice").text
    assert "Only practice" in page and "REHEARSAL" in page and 'href="/panel/rehearsal/audit.csv?' in page
    assert "Only practice" in editor.get("/panel/rehearsal/audit.jsonl").text
    assert "Only practice" not in editor.get("/panel/audit.jsonl").text + editor.get("/panel/audit").text
    assert "Bridge open" not in editor.get("/panel/rehearsal/audit").text
