"""A rehearsal has the newsroom's rules and errors, a clock, a record and an end; a real flash goes its own way meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient

from tests.any_store import connect
from tests.conftest import NOON, Valkey
from tests.unit.alerts.messages import cap_info, cap_xml
from tests.web.in_process_site import InProcessSite, open_site
from tests.web.reads.test_panel_reads import csrf, sign_in
from webapp.store.board.rehearsal import RehearsalKeys

STATION = """
url = "https://radyo.example"
languages = ["en", "fil"]
[pushing]
flash_approval = "always"
[[outlets]]
id = "toots"
kind = "mastodon"
url = "https://social.example"
token = "t"
priorities = ["flash"]
[[outlets]]
id = "car"
kind = "rds"
host = "encoder.example"
port = 5000
prefix = "NEWS "
[[outlets]]
id = "chat"
kind = "telegram"
token = "1:x"
chat = "@radyo"
"""


@pytest.fixture(scope="module")
def application(valkey_server: Valkey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[InProcessSite]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield open_site(valkey_server, clock, tmp_path_factory.mktemp("station"), STATION)


@pytest.fixture
def site(application: InProcessSite, valkey_server: Valkey) -> InProcessSite:
    """At noon, with nothing in the store."""
    connect(valkey_server.url).flushall()
    application.wait(seconds=(NOON - application.now).total_seconds())
    application.running.relay.pump_once(0)
    return application


class Staff:
    """Calls of newsroom systems, each with a token of its own; `at` is the beginning of the addresses."""

    def __init__(self, site: InProcessSite, at: str = "/api/v1/rehearsal") -> None:
        self.site, self.at = site, at

    def call(self, method: str, path: str, body: Any = None, by: str = "anchor", **headers: str) -> Any:
        token = self.site.running.services.staff.add_token(by, "editor" if by == "editor" else "anchor")
        browser = self.site.client(authorization=f"Bearer {token}", **headers)
        return browser.open(f"{self.at}{path}", method=method, json=body)

    def push(self, headline: str, priority: str = "bulletin", **more: Any) -> Any:
        return self.call("POST", "/breaking", {"headline": headline, "priority": priority, **more})

    def headlines(self) -> list[str]:
        return [item["headline"] for item in self.call("GET", "/snapshot").json["breaking"]]

    def alert(self, document: str) -> Any:
        token = self.site.running.services.staff.add_token("editor", "editor")
        browser = self.site.client(authorization=f"Bearer {token}")
        return browser.post(f"{self.at}/alerts", data=document, content_type="application/cap+xml")

    def alerts(self) -> list[str]:
        return [alert["headline"] for alert in self.call("GET", "/alerts").json["alerts"]]


@pytest.fixture
def staff(site: InProcessSite) -> Staff:
    return Staff(site)


def clock_step(site: InProcessSite) -> None:
    site.running.services.rehearsal_clock.step()


def state_of(browser: FlaskClient) -> Any:
    """What the rehearsal's desk is told."""
    return browser.get("/panel/rehearsal/state.json").json


def public_headlines(site: InProcessSite) -> list[str]:
    board: Any = site.client().get("/api/v1/snapshot").json
    return [item["headline"] for item in board["breaking"]]


def record(site: InProcessSite) -> list[str]:
    return [row["did"] for row in site.running.services.audit.newest(20)]


def test_the_newsrooms_rules_hold_and_its_errors_are_said(staff: Staff) -> None:
    flash = staff.push("Drill flash", "flash")
    assert (flash.status_code, flash.json["state"]) == (202, "pending")
    path = f"/breaking/{flash.json['id']}"
    assert staff.call("POST", f"{path}/approve", {"rev": 1}).status_code == 403, "nobody approves their own"
    assert staff.call("POST", f"{path}/approve", {"rev": 1}, "editor").status_code == 201
    stale = staff.call("PATCH", path, {"rev": 7, "reason": "x", "headline": "y"})
    assert (stale.status_code, stale.json["current"]["headline"]) == (409, "Drill flash")
    assert staff.push("", "flash").json["errors"][0]["field"] == "headline"
    assert staff.call("DELETE", path, {"rev": 1, "reason": "a drill"}).status_code == 200
    assert staff.headlines() == []


def test_the_same_key_changes_nothing_twice_and_is_another_key_in_the_newsroom(
    site: InProcessSite, staff: Staff
) -> None:
    body = {"headline": "Drill", "priority": "urgent"}
    first = staff.call("POST", "/breaking", body, idempotency_key="k1")
    assert staff.call("POST", "/breaking", body, idempotency_key="k1").json == first.json
    assert staff.headlines() == ["Drill"]
    real = Staff(site, "/api/v1").call("POST", "/breaking", body, idempotency_key="k1")
    site.follow()
    assert real.status_code == 201 and real.json["epoch"] != first.json["epoch"]


def test_a_real_flash_goes_out_while_a_rehearsal_runs_and_both_boards_are_right(
    site: InProcessSite, staff: Staff
) -> None:
    real, browser = Staff(site, "/api/v1"), sign_in(site, "Amado", "admin")
    staff.push("Drill: bridge closed")
    asked = real.push("Earthquake in Batangas", "flash")
    news = state_of(browser)["newsroom"]
    assert news == {"flash": None, "approvals": 1}, "who rehearses is asked too"
    real.call("POST", f"/breaking/{asked.json['id']}/approve", {"rev": 1}, "editor")
    site.follow()
    assert staff.headlines() == ["Drill: bridge closed"]
    assert public_headlines(site) == ["Earthquake in Batangas"]
    news = state_of(browser)["newsroom"]
    assert news == {"flash": "Earthquake in Batangas", "approvals": 0}
    assert "Drill" not in browser.get("/panel/state.json").text
    site.wait(minutes=21)
    assert state_of(browser)["newsroom"]["flash"] is None


def test_what_is_due_happens_in_the_rehearsal_alone(site: InProcessSite, staff: Staff) -> None:
    staff.push("At five past", at="2026-03-02T04:05:00Z")
    staff.push("For ten minutes", expires_in=600)
    site.wait(minutes=5)
    site.running.services.clock.settle_once()
    assert staff.headlines() == ["For ten minutes"], "the newsroom's clock knows nothing of it"
    clock_step(site)
    assert staff.headlines() == ["At five past", "For ten minutes"]
    site.wait(minutes=6)
    clock_step(site)
    assert staff.headlines() == ["At five past"]
    site.running.relay.pump_once(0)
    assert site.client().get("/api/v1/breaking").json == {"headlines": []} and site.room.log.board().seq == 0


def test_after_the_store_was_restarted_the_rehearsal_goes_on(
    own_valkey: Valkey, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        site = open_site(own_valkey, clock, tmp_path_factory.mktemp("station"), STATION)
        staff = Staff(site)
        staff.push("Before", at="2026-03-02T04:05:00Z")
        staff.push("Shown")
        own_valkey.kill()
        own_valkey.start()
        site.wait(minutes=5)
        clock_step(site)
        assert staff.headlines() == ["Before", "Shown"]


def test_a_rehearsal_that_everybody_forgot_is_emptied_and_the_record_says_so(site: InProcessSite, staff: Staff) -> None:
    staff.push("Drill", expires_in=86_400)
    staff.call("PUT", "/on-air", {"title": "Special"})
    site.wait(hours=11, minutes=59)
    clock_step(site)
    assert staff.headlines() == ["Drill"]
    staff.push("Still here", expires_in=86_400)
    site.wait(hours=11, minutes=59)
    clock_step(site)
    assert len(staff.headlines()) == 2, "an act begins the twelve hours anew"
    site.wait(minutes=1)
    clock_step(site)
    snapshot = staff.call("GET", "/snapshot").json
    assert (snapshot["breaking"], snapshot["on_air"].get("title"), snapshot["seq"]) == ([], None, 0)
    assert staff.call("GET", "").json == {"began_at": None, "acted_at": None, "empties_at": None}
    assert record(site) == ["rehearsal cleared", "rehearsal began"]


def test_what_was_pushed_by_a_process_that_was_killed_is_cleared_all_the_same(
    site: InProcessSite, staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RehearsalKeys, "note_act", lambda self, now: False)  # it never came so far
    staff.push("Drill", at="2026-03-02T04:05:00Z")
    site.wait(minutes=5)
    clock_step(site)
    assert staff.headlines() == ["Drill"]
    site.wait(hours=12)
    clock_step(site)
    assert staff.call("GET", "/snapshot").json["seq"] == 0


def test_cleared_by_a_person_it_is_gone_at_once_and_who_did_what_stays(site: InProcessSite, staff: Staff) -> None:
    browser = sign_in(site, "Amado", "admin")
    staff.push("Drill")
    staff.call("POST", "/desk/notes", {"text": "A drill"})
    page = browser.get("/panel/rehearsal")
    assert "Drill" in page.text and browser.post("/panel/rehearsal/clear").status_code == 403, "not by a link elsewhere"
    answer = browser.post("/panel/rehearsal/clear", data={"csrf_token": csrf(page.text)})
    assert (answer.status_code, answer.location) == (303, "/panel/rehearsal")
    state = state_of(browser)
    assert (staff.headlines(), state["notes"], state["waiting"]) == ([], [], [])
    rows = [(row["did"], row["rehearsal"]) for row in state["log"]]
    assert ("breaking published", True) in rows, "marked as of a rehearsal"
    assert record(site)[:2] == ["rehearsal cleared", "rehearsal began"]
    staff.push("Anew")
    assert staff.headlines() == ["Anew"] and record(site)[0] == "rehearsal began"


def test_an_exercise_waits_in_the_rehearsal_and_runs_there_with_its_update_and_its_cancel(
    site: InProcessSite, staff: Staff
) -> None:
    real, browser = Staff(site, "/api/v1"), sign_in(site, "Efren", "editor")
    answer = real.alert(cap_xml("a", status="Exercise", infos=cap_info(headline="Drill: river rises")))
    assert (answer.status_code, answer.json["state"]) == (202, "exercise")
    page = browser.get("/panel/rehearsal/alerts").text
    assert "Drill: river rises" in page and staff.alerts() == []
    key = answer.json["id"]
    form = {"csrf_token": csrf(page), "act": "in_force"}
    assert browser.post(f"/panel/rehearsal/alerts/{key}", data=form).status_code == 303
    assert staff.alerts() == ["Drill: river rises"]
    assert "Drill: river rises" in browser.get("/panel/rehearsal/outlets").text, "the trace has it too"
    falls = cap_info(headline="Drill: river falls")
    real.alert(cap_xml("b", "Update", references=["a"], status="Exercise", infos=falls))
    assert staff.alerts() == ["Drill: river falls"], "it corrects that very alert"
    real.alert(cap_xml("c", "Cancel", references=["b"], status="Exercise"))
    site.running.relay.pump_once(0)
    assert staff.alerts() == [] and site.client().get("/api/v1/alerts").json == {"alerts": []}


def test_an_exercise_that_was_cleared_away_can_be_brought_back(site: InProcessSite, staff: Staff) -> None:
    browser = sign_in(site, "Efren", "editor")
    exercise = cap_xml("a", status="Exercise", infos=cap_info(headline="Drill"))
    key = Staff(site, "/api/v1").alert(exercise).json["id"]
    staff.call("DELETE", "")
    page = browser.get("/panel/rehearsal/alerts").text
    assert "Put in force in the rehearsal" in page
    form = {"csrf_token": csrf(page), "act": "in_force"}
    browser.post(f"/panel/rehearsal/alerts/{key}", data=form)
    assert staff.alerts() == ["Drill"]


def test_a_real_alert_never_comes_into_the_rehearsal_by_itself(site: InProcessSite, staff: Staff) -> None:
    Staff(site, "/api/v1").alert(cap_xml("a"))
    assert staff.alerts() == []
    assert "The river rises" not in sign_in(site, "Efren", "editor").get("/panel/rehearsal/alerts").text


def test_the_trace_says_what_each_surface_would_have_been_sent(site: InProcessSite, staff: Staff) -> None:
    flash = staff.push("Bridge in Marikina is closed", "flash").json["id"]
    staff.call("POST", f"/breaking/{flash}/approve", {"rev": 1}, "editor")
    staff.call("PATCH", f"/breaking/{flash}", {"rev": 1, "reason": "one lane", "headline": "One lane is open"})
    staff.call("DELETE", f"/breaking/{flash}", {"rev": 2, "reason": "not true"})
    low = staff.push("Slow traffic", "urgent").json["id"]
    rows = {row["id"]: row for row in staff.call("GET", f"/breaking/{flash}/outlets").json["outlets"]}
    assert [step["action"] for step in rows["toots"]["steps"]] == ["published", "corrected", "withdrawn"]
    link = f"https://radyo.example/breaking/{flash}"
    assert rows["toots"]["steps"][1]["text"] == f"One lane is open\n\nCorrected: one lane\n\n{link}"
    assert rows["car"]["steps"][0]["text"] == "NEWS Bridge in Marikina is closed"
    assert "not true" in rows["chat"]["steps"][2]["text"], "what cannot be deleted is said to be withdrawn"
    assert "text" not in rows["toots"]["steps"][2] and {row["state"] for row in rows.values()} == {"would_be_gone"}
    other = {row["id"]: row for row in staff.call("GET", f"/breaking/{low}/outlets").json["outlets"]}
    assert (other["toots"]["state"], other["car"]["state"]) == ("would_not_be_sent", "would_show")
    assert site.running.services.ledger.states() == {}
    page = sign_in(site, "Amado", "admin").get("/panel/rehearsal/outlets").text
    assert "NEWS Bridge in Marikina is closed" in page and "Nothing was sent." in page


def test_every_page_of_the_rehearsal_says_what_it_is_in_both_languages(site: InProcessSite, staff: Staff) -> None:
    browser = sign_in(site, "Amado", "admin")
    drill = staff.push("Drill").json["id"]
    for path in ("", "/alerts", "/outlets", "/wall", "/read", f"/read/{drill}"):
        page = browser.get(f"/panel/rehearsal{path}").text
        assert "REHEARSAL — nothing goes out" in page and "css/panel/rehearsal" in page, path
        page = browser.get(f"/panel/rehearsal{path}", headers={"Accept-Language": "fil"}).text
        assert "ENSAYO — walang lalabas" in page, path
    assert "Drill" in browser.get("/panel/rehearsal/read").text and "Drill" in browser.get("/panel/rehearsal/wall").text
    for path in ("", "alerts", "outlets", "read", "wall"):
        assert "nothing goes out" not in browser.get(f"/panel/{path}").text, path
