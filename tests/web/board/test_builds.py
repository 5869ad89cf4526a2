"""A web process that met what a newer build wrote: it serves on, says so, and sends changes elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
import time_machine
from click.testing import CliRunner

from tests.any_store import Store
from tests.conftest import NOON, Valkey
from tests.store.board.newsroom_day import STEPS
from tests.store.board.next_build import TYPE
from tests.store.board.test_builds import next_build
from tests.web.conftest import newsroom_at
from tests.web.delivery.test_listeners import Listener
from tests.web.in_process_site import InProcessSite, open_site
from tests.web.reads.test_panel_reads import sign_in
from tests.web.server import SECRET, Web, wait_for
from webapp.cli import main
from webapp.newsroom.schema import VERSION
from webapp.store.core import keys
from webapp.store.people.staff import Staff

DRAFT = {"headline": "Ferry runs again", "priority": "urgent"}


@pytest.fixture
def web_site(own_valkey: Valkey, tmp_path: Path) -> Iterator[InProcessSite]:
    """On a store of its own: who is present there is only who the test says."""
    with time_machine.travel(NOON, tick=False) as clock:
        opened = open_site(own_valkey, clock, tmp_path)
        STEPS["another headline"](opened.room)
        opened.follow()
        yield opened


def newer_entry(store: Store) -> None:
    """What the log has after a build with an event type more has written."""
    _, entry = store.xrevrange(keys.LOG, count=1)[0]
    top = int(store.hincrby(keys.META, "top", 1))
    store.hset(keys.META, "numbered", top)
    store.xadd(keys.LOG, {**entry, b"type": TYPE.encode(), b"body": b'{"text":"later"}'}, id=f"{top}-0")


def post(web_site: InProcessSite, **more: Any) -> Any:
    token = Staff(web_site.room.store).add_token("system", "editor")
    return web_site.client().post(
        "/api/v1/breaking", json={**DRAFT, **more}, headers={"Authorization": f"Bearer {token}"}
    )


def test_its_pages_stay_and_a_change_gets_503_with_words_and_may_be_sent_again(web_site: InProcessSite) -> None:
    newer_entry(web_site.room.store)
    web_site.follow()
    assert "Bridge is closed" in web_site.client().get("/").text
    answer = post(web_site)
    assert answer.status_code == 503 and answer.mimetype == "application/problem+json"
    problem = answer.get_json()
    assert problem["retry"] is True and problem["type"] == "urn:airwire:problem:newer-build"
    assert f"runs Airwire {VERSION}, older than another one" in problem["detail"]


def test_ready_until_another_process_can_take_the_changes(web_site: InProcessSite) -> None:
    running = web_site.running
    builds, presence = running.services.log.builds, running.services.presence
    assert web_site.client().get("/readyz").get_json()["writes"] is True
    newer_entry(web_site.room.store)
    web_site.follow()
    running.site.health.look(web_site.now)
    builds.look_elsewhere(presence.processes(web_site.now).values())
    answer = web_site.client().get("/readyz")
    assert (answer.status_code, answer.get_json()["writes"]) == (200, False)
    assert [one["what"] for one in answer.get_json()["degraded"]] == ["builds"]

    presence.announce("a-newer-one", 0, 2, web_site.now)
    builds.look_elsewhere(presence.processes(web_site.now).values())
    answer = web_site.client().get("/readyz")
    assert answer.status_code == 503 and "unknown type" in answer.get_json()["reason"]


def test_the_newsroom_sees_it_on_the_desk(web_site: InProcessSite) -> None:
    newer_entry(web_site.room.store)
    web_site.follow()
    site = web_site.running.site
    site.health.look(web_site.now)
    site.presence.announce("web-1", 0, 2, web_site.now, [one.dump() for one in site.health.degraded], writes=False)
    told = sign_in(web_site, "Ligaya", "anchor").get("/panel/state.json").get_json()["degraded"]
    assert [one["what"] for one in told] == ["builds"]


def check(web_site: InProcessSite, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("REDIS_URL", web_site.running.services.redis_url)
    monkeypatch.setenv("SECRET_KEY", SECRET)
    said = CliRunner().invoke(main, ["check"]).output.splitlines()
    return [line for line in said if "builds:" in line]


def test_the_check_says_which_builds_are_there(web_site: InProcessSite, monkeypatch: pytest.MonkeyPatch) -> None:
    store, presence = web_site.room.store, web_site.running.services.presence
    assert check(web_site, monkeypatch) == []
    presence.announce("web-1", 0, 1, web_site.now)
    presence.announce("clock-1", 0, 1, web_site.now, part="clock")
    assert check(web_site, monkeypatch) == [f"ok   builds: {VERSION} (1 clock), {VERSION} (1 web)"]
    presence.announce("clock-1", 0, 1, web_site.now, part="clock", writes=False)
    assert any(line.startswith("BAD") and "clock-1" in line for line in check(web_site, monkeypatch))
    store.hset(keys.PROCESSES, "web-0", orjson.dumps({"listeners": 0, "seq": 1, "at": web_site.now.timestamp()}))
    assert any("nothing may run beside a build before 0.2.0" in line for line in check(web_site, monkeypatch))


def test_the_check_says_when_a_build_without_numbers_wrote_last(
    web_site: InProcessSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = web_site.room.store
    _, entry = store.xrange(keys.LOG)[0]
    for name in (b"schema", b"min_reader"):
        del entry[name]
    store.xadd(keys.LOG, entry, id="2-0")
    store.hset(keys.META, "top", 2)
    (line,) = check(web_site, monkeypatch)
    assert line.startswith("BAD") and "wrote event 2 at 2026-03-02T04:00:00.000Z" in line
    web_site.wait(hours=2)
    (line,) = check(web_site, monkeypatch)
    assert line.startswith("BAD") and "the board was last written by one before 0.2.0" in line
    STEPS["a short headline"](web_site.room)
    assert check(web_site, monkeypatch) == []


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
        web.end()
