"""Alerts that newsroom systems post: who may, what becomes of them, and what listeners see."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from tests.any_store import connect
from tests.conftest import NOON, Valkey
from tests.unit.alerts.messages import cap_info, cap_xml
from tests.web.addresses import ADDRESSES
from tests.web.alerts.posting import got, in_force, post
from tests.web.in_process_site import InProcessSite, open_site


@pytest.fixture
def site(valkey_server: Valkey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[InProcessSite]:
    connect(valkey_server.url).flushall()
    with time_machine.travel(NOON, tick=False) as clock:
        yield open_site(valkey_server, clock, tmp_path_factory.mktemp("station"))


def headlined(headline: str, **more: str) -> str:
    return cap_info(headline=headline, **more)


def test_an_editors_alert_is_in_force_at_once_and_its_update_and_cancel_follow_it(site: InProcessSite) -> None:
    first = post(site, cap_xml("a"))
    assert (first.status_code, first.json["state"]) == (201, "in_force")
    assert in_force(site) == ["The river rises"]
    update = post(site, cap_xml("b", "Update", references=["a"], infos=headlined("The river falls")))
    assert (update.status_code, update.json["id"], update.json["rev"]) == (201, first.json["id"], 2)
    assert in_force(site) == ["The river falls"]
    assert post(site, cap_xml("c", "Cancel", references=["b"])).status_code == 200
    assert in_force(site) == []


def test_a_cancel_that_was_faster_than_its_alert_is_remembered(site: InProcessSite) -> None:
    post(site, cap_xml("c", "Cancel", references=["a"]))
    assert post(site, cap_xml("a")).json["state"] == "replaced" and in_force(site) == []


def test_a_repeat_changes_nothing(site: InProcessSite) -> None:
    post(site, cap_xml("a"))
    seq = site.room.log.board().seq
    again = post(site, cap_xml("a"))
    assert (again.status_code, again.json["state"], site.room.log.board().seq) == (200, "in_force", seq)


@pytest.mark.parametrize(
    "not_public",
    [{"status": "Exercise"}, {"status": "Test"}, {"status": "Draft"}, {"status": "System"}, {"scope": "Restricted"},
     {"scope": "Private"}],
)  # fmt: skip
def test_what_is_not_actual_and_public_is_for_staff_alone(site: InProcessSite, not_public: dict[str, str]) -> None:
    answer = post(site, cap_xml("a", **not_public))
    assert (answer.status_code, answer.json["state"]) == (202, "exercise")
    assert in_force(site) == [] and site.room.log.board().seq == 0


def test_an_exercise_takes_nothing_down(site: InProcessSite) -> None:
    post(site, cap_xml("a"))
    post(site, cap_xml("c", "Cancel", references=["a"], status="Exercise"))
    assert in_force(site) == ["The river rises"]


def test_an_anchors_alert_waits_for_a_person_and_an_encoder_posts_none(site: InProcessSite) -> None:
    assert post(site, cap_xml("a"), "anchor").json["state"] == "draft"
    assert in_force(site) == [] and post(site, cap_xml("b"), "encoder").status_code == 403


def test_an_alert_is_over_at_its_time_and_its_end_is_written_down(site: InProcessSite) -> None:
    post(site, cap_xml("a", infos=headlined("Short", expires="2026-03-02T12:30:00+08:00") + headlined("Long")))
    assert in_force(site) == ["Short", "Long"] or in_force(site) == ["Long", "Short"]
    site.wait(minutes=30)
    assert in_force(site) == ["Long"]
    assert site.room.desk.settle_alerts(site.now) is not None
    assert site.room.desk.settle_alerts(site.now) is None, "once"
    site.follow()
    assert [item.headline for item in site.running.services.replica.board.alerts] == ["Long"]


def test_the_severest_alert_stands_first(site: InProcessSite) -> None:
    for name, severity in (("a", "Minor"), ("b", "Extreme"), ("c", "Moderate")):
        post(site, cap_xml(name, infos=headlined(severity, severity=severity)))
    assert in_force(site) == ["Extreme", "Moderate", "Minor"]


def test_more_alerts_than_the_board_carries_are_all_in_the_list(site: InProcessSite) -> None:
    for n in range(52):
        post(site, cap_xml(f"a{n}"))
    assert len(got(site, "/api/v1/snapshot")["alerts"]) == 50
    assert len(got(site, "/api/v1/alerts")["alerts"]) == 52
    post(site, cap_xml("mild", infos=headlined("Mild", severity="Minor")))
    post(site, cap_xml("over", "Cancel", references=["mild"]))
    assert "Mild" not in str(got(site, "/api/v1/alerts")), "though no event told of it"
    post(site, cap_xml("c", "Cancel", references=[f"a{n}" for n in range(10)]))
    assert len(in_force(site)) == 42


def test_a_wrong_document_is_told_what_is_wrong(site: InProcessSite) -> None:
    answer = post(site, cap_xml(infos=cap_info(severity="Dreadful")))
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert [error["field"] for error in answer.json["errors"]] == ["info.0.severity"]
    assert post(site, "{}").status_code == 422 and post(site, "").status_code == 422
    assert post(site, b"<alert>" + b" " * 1_000_001).status_code == 413


def test_the_event_has_the_whole_list(site: InProcessSite) -> None:
    post(site, cap_xml("a"))
    events = site.running.services.replica.missed(site.running.services.replica.board.epoch, 0)
    assert events is not None and events[-1].type == "alerts"
    wire = events[-1].wire()
    expected = {"id", "event", "headline", "area", "severity", "until", "instruction"}
    assert expected <= wire["alerts"][0].keys() and wire["alerts"] == got(site, "/api/v1/snapshot")["alerts"]


def test_an_exercise_stands_at_no_address_of_listeners(site: InProcessSite) -> None:
    post(site, cap_xml("a"))
    drill = headlined("Drill of the year", instruction="Act as in the drill.")
    post(site, cap_xml("b", "Update", references=["a"], status="Exercise", infos=drill))
    post(site, cap_xml("c", scope="Private", infos=drill))
    found = []
    for address in (address for ways in ADDRESSES.values() for address in ways):
        if address.path != "/api/v1/events":  # which is the log: nothing of it is there, see below
            body = site.client().get(address.path).data
            assert b"drill" not in body.lower(), address.path
            found += [address.path] if b"The river rises" in body else []
    assert {
        "/",
        "/lite",
        "/articles",
        "/embed/ticker",
        "/embed/ticker.json",
        "/api/v1/snapshot",
        "/api/v1/alerts",
    } <= set(found)
    assert "drill" not in str(site.running.services.replica.missed(site.room.log.board().epoch, 0)).lower()


def test_every_act_is_in_the_record(site: InProcessSite) -> None:
    post(site, cap_xml("a"))
    post(site, cap_xml("c", "Cancel", references=["a"]))
    did = [row["did"] for row in site.room.audit.newest(5)]
    assert did == ["alert taken back", "alert put in force"]
