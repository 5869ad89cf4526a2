"""A web process that met what a newer build wrote: it serves on, says so, and sends changes elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
import time_machine
from click.testing import CliRunner

from tests.conftest import NOON, Valkey
from tests.store.newsroom_day import STEPS
from tests.store.next_build import TYPE
from tests.store.test_builds import next_build
from tests.web.conftest import newsroom_at
from tests.web.doors import Doors, open_doors
from tests.web.server import SECRET, Web, wait_for
from tests.web.test_listeners import Listener
from tests.web.test_panel_reads import sign_in
from webapp.cli import main
from webapp.newsroom.schema import VERSION
from webapp.store import keys
from webapp.store.connection import Store
from webapp.store.staff import Staff

DRAFT = {"headline": "Ferry runs again", "priority": "urgent"}


@pytest.fixture
def doors(own_valkey: Valkey, tmp_path: Path) -> Iterator[Doors]:
    """On a store of its own: who is present there is only who the test says."""
    with time_machine.travel(NOON, tick=False) as clock:
        opened = open_doors(own_valkey, clock, tmp_path)
        STEPS["another headline"](opened.room)
        opened.follow()
        yield opened


def newer_entry(store: Store) -> None:
    """What the log has after a build with an event type more has written."""
    _, entry = store.xrevrange(keys.LOG, count=1)[0]
    top = int(store.hincrby(keys.META, "top", 1))
    store.hset(keys.META, "numbered", top)
    store.xadd(keys.LOG, {**entry, b"type": TYPE.encode(), b"body": b'{"text":"later"}'}, id=f"{top}-0")


def post(doors: Doors, **more: Any) -> Any:
    token = Staff(doors.room.store).add_token("system", "editor")
    return doors.client().post("/api/v1/breaking", json={**DRAFT, **more}, headers={"Authorization": f"Bearer {token}"})


def test_its_pages_stay_and_a_change_gets_503_with_words_and_may_be_sent_again(doors: Doors) -> None:
    newer_entry(doors.room.store)
    doors.follow()
    assert "Bridge is closed" in doors.client().get("/").text
    answer = post(doors)
    assert answer.status_code == 503 and answer.mimetype == "application/problem+json"
    problem = answer.get_json()
    assert problem["retry"] is True and problem["type"] == "urn:airwire:problem:newer-build"
    assert f"runs Airwire {VERSION}, older than another one" in problem["detail"]


def test_ready_until_another_process_can_take_the_changes(doors: Doors) -> None:
    running = doors.running
    builds, presence = running.services.log.builds, running.services.presence
    assert doors.client().get("/readyz").get_json()["writes"] is True
    newer_entry(doors.room.store)
    doors.follow()
    running.site.health.look(doors.now)
    builds.look_elsewhere(presence.processes(doors.now).values())
    answer = doors.client().get("/readyz")
    assert (answer.status_code, answer.get_json()["writes"]) == (200, False)
    assert [one["what"] for one in answer.get_json()["degraded"]] == ["builds"]

    presence.tell("a-newer-one", 0, 2, doors.now)
    builds.look_elsewhere(presence.processes(doors.now).values())
    answer = doors.client().get("/readyz")
    assert answer.status_code == 503 and "unknown type" in answer.get_json()["reason"]


def test_the_newsroom_sees_it_on_the_desk(doors: Doors) -> None:
    newer_entry(doors.room.store)
    doors.follow()
    site = doors.running.site
    site.health.look(doors.now)
    site.presence.tell("web-1", 0, 2, doors.now, [one.dump() for one in site.health.degraded], writes=False)
    told = sign_in(doors, "Ligaya", "anchor").get("/panel/state.json").get_json()["degraded"]
    assert [one["what"] for one in told] == ["builds"]


def check(doors: Doors, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("REDIS_URL", doors.running.services.redis_url)
    monkeypatch.setenv("SECRET_KEY", SECRET)
    said = CliRunner().invoke(main, ["check"]).output.splitlines()
    return [line for line in said if "builds:" in line]


def test_the_check_says_which_builds_are_there(doors: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
    store, presence = doors.room.store, doors.running.services.presence
    assert check(doors, monkeypatch) == []
    presence.tell("web-1", 0, 1, doors.now)
    presence.tell("clock-1", 0, 1, doors.now, part="clock")
    assert check(doors, monkeypatch) == [f"ok   builds: {VERSION} (1 clock), {VERSION} (1 web)"]
    presence.tell("clock-1", 0, 1, doors.now, part="clock", writes=False)
    assert any(line.startswith("BAD") and "clock-1" in line for line in check(doors, monkeypatch))
    store.hset(keys.PROCESSES, "web-0", orjson.dumps({"listeners": 0, "seq": 1, "at": doors.now.timestamp()}))
    assert any("nothing may run beside a build before 0.2.0" in line for line in check(doors, monkeypatch))


def test_the_check_says_when_a_build_without_numbers_wrote_last(doors: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
    store = doors.room.store
    _, entry = store.xrange(keys.LOG)[0]
    for name in (b"schema", b"min_reader"):
        del entry[name]
    store.xadd(keys.LOG, entry, id="2-0")
    store.hset(keys.META, "top", 2)
    (line,) = check(doors, monkeypatch)
    assert line.startswith("BAD") and "wrote event 2 at 2026-03-02T04:00:00.000Z" in line
    doors.wait(hours=2)
    (line,) = check(doors, monkeypatch)
    assert line.startswith("BAD") and "the board was last written by one before 0.2.0" in line
    STEPS["a short headline"](doors.room)
    assert check(doors, monkeypatch) == []


def test_listeners_of_an_older_process_hear_all_that_a_newer_one_says(own_valkey: Valkey) -> None:
    web = Web(own_valkey).start()
    listener = Listener(web.url)
    try:
        wait_for(lambda: listener.heard)
        with next_build(own_valkey.url) as the_next:
            for step in ("another headline", TYPE, "a short headline"):
                the_next(step)
        wait_for(lambda: listener.headlines() == ["Bridge is closed", "Rain"])
        assert [data["seq"] for _, data in listener.heard][-3:] == [1, 2, 3]
        assert listener.heard[-2] == (TYPE, {**listener.heard[-2][1], "text": "a thing of the future"})
        assert listener.heard[-1][1]["item"]["next_build"] == "kept"
        refused = newsroom_at(web.url, own_valkey.url).call("POST", "/breaking", DRAFT)
        assert refused.status_code == 503 and refused.json()["retry"]
    finally:
        listener.leave()
        web.stop()
