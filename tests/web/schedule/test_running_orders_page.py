"""Running orders on the rundown page: staff see where each stands and its scripts, and nobody else sees a word of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from flask.testing import FlaskClient

from tests.any_store import connect
from tests.conftest import NOON, Valkey
from tests.store.board.test_desk import GRID
from tests.store.rundowns.mos_station import MosStation, config, role_of
from tests.unit.rundowns.mos_messages import THEM, US, order, script, status, story
from tests.web.in_process_site import IMPORT, InProcessSite, open_site
from tests.web.people.test_who_may import NAMED

PASSWORD = "three-words-of-nothing"
STATION = f"""
zone = "Asia/Manila"
[mos]
id = "{US}"
ncs_id = "{THEM}"
[[mos.programmes]]
match = "midday*"
programme = "midday"
"""
SECRET = "The governor will resign at noon."


@pytest.fixture
def site(valkey_server: Valkey, tmp_path: Path) -> Iterator[InProcessSite]:
    connect(valkey_server.url).flushall()
    with time_machine.travel(NOON, tick=False) as clock:
        site = open_site(valkey_server, clock, tmp_path, STATION)
        site.put_out("rice")
        site.put_out("edsa")
        site.room.desk.set_grid(GRID, IMPORT, NOON)
        station = MosStation(role_of(site.room, lambda: NOON, config()), site.room, lambda: NOON)  # type: ignore[arg-type]
        station.send(order("roCreate", [story("s1", "Floods", 3600), story("s2", "Capitol", 1800)]))
        station.send(order("roCreate", [story("x", "Late")], name="RO2", slug="Evening"))
        station.send(script("s2", SECRET))
        station.settle()
        station.send(status("s2"))
        site.follow()
        yield site


def signed_in(site: InProcessSite, name: str, role: str) -> FlaskClient:
    site.running.services.staff.set_account(name, role, PASSWORD)
    browser = site.client()
    found = re.search(r'name="csrf" content="([^"]+)"', browser.get("/panel/sign-in").text)
    assert found
    browser.post("/panel/sign-in", data={"csrf_token": found[1], "name": name, "password": PASSWORD})
    return browser


def test_staff_see_where_each_stands_and_the_scripts(site: InProcessSite) -> None:
    page = signed_in(site, "Rosa", "producer").get("/panel/rundown").text
    orders = page.partition('id="orders"')[2].partition("</section>")[0]
    assert "Midday Monday" in orders and "in the rundown" in orders and SECRET in orders
    assert "not in the rundown: no programme is set for its name in the station&#39;s file" in orders
    tomorrow = signed_in(site, "Rosa", "producer").get("/panel/rundown?date=2026-03-03").text
    assert "Midday Monday" not in tomorrow


def test_no_address_that_listeners_may_open_has_a_word_of_a_script(site: InProcessSite) -> None:
    adapter = site.app.url_map.bind("localhost")
    asked, with_story = 0, 0
    named = {**NAMED, "programme_id": "midday"}
    for rule in site.app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.endpoint in ("sse.events",):
            continue
        path = adapter.build(
            rule.endpoint, {name: named[name] for name in rule.arguments if name not in (rule.defaults or {})}
        )
        answer = site.client().get(path)
        asked, with_story = asked + 1, with_story + (b"Capitol" in answer.data)
        assert b"governor" not in answer.data, path
    assert asked > 40 and with_story > 3, "the story itself is on the air, and on pages"
