"""Who came in, who tried to, and who was refused: written in the store and in the log, and nothing secret with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from structlog.testing import capture_logs

from tests.any_store import Store
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import InProcessSite, open_site
from webapp.newsroom.articles.feed_state import feed_id
from webapp.panel.people.access import ROW_BURST

PASSWORD = "three-words-of-nothing"
FEED = "https://radyo.example/feed"
STATION = f'[[feeds]]\nurl = "{FEED}"\ntitle = "Our own site"\n'
NOT_THEIRS = "editors do not do this; it is for: anchor, producer, admin"


@pytest.fixture
def site(valkey_server: Valkey, store: Store, tmp_path: Path) -> Iterator[InProcessSite]:
    with time_machine.travel(NOON, tick=False) as clock:
        site = open_site(valkey_server, clock, tmp_path, STATION)
        site.running.services.staff.set_account("Elena", "editor", PASSWORD)
        yield site


def csrf(page: str) -> str:
    found = re.search(r'name="csrf" content="([^"]+)"', page)
    assert found
    return found[1]


def sign_in(browser: Any, name: str = "Elena", password: str = PASSWORD) -> int:
    form = {"csrf_token": csrf(browser.get("/panel/sign-in").text), "name": name, "password": password}
    return int(browser.post("/panel/sign-in", data=form).status_code)


def rows(site: InProcessSite, kind: Any = "access") -> list[str]:
    """The oldest first."""
    return [f"{row['by']}: {row['did']}: {row['what']}" for row in reversed(site.room.audit.newest(100, kind))]


def test_coming_and_going_is_written_down_in_the_store_and_in_the_log(site: InProcessSite) -> None:
    browser = site.client()
    with capture_logs() as said:
        assert sign_in(browser, password="wrong-" + PASSWORD) == 401
        assert sign_in(browser) == 302
        browser.post("/panel/sign-out", data={"csrf_token": csrf(browser.get("/panel/").text)})
        assert sign_in(browser) == 302
    assert rows(site) == [
        "nobody: wrong password: for Elena, from 203.0.113.7",
        "Elena: signed in: from 203.0.113.7, a browser new to the name",
        "Elena: signed out: from 203.0.113.7",
        "Elena: signed in: from 203.0.113.7, a browser known to the name",
    ]
    assert [line["did"] for line in said if line["event"] == "audit"] == [
        "wrong password", "signed in", "signed out", "signed in",
    ]  # fmt: skip
    assert PASSWORD not in repr(said)


def test_a_password_typed_as_a_name_is_not_written_down(site: InProcessSite) -> None:
    assert sign_in(site.client(), name=PASSWORD, password="wrong") == 401
    assert rows(site) == ["nobody: wrong password: for a name that nobody has, from 203.0.113.7"]


def test_who_is_held_up_is_written_down(site: InProcessSite) -> None:
    assert [sign_in(site.client(), password="wrong") for _ in range(6)][-1] == 429
    assert rows(site)[-1] == "nobody: held up: too many tries for Elena, for 30 s more, from 203.0.113.7"


def test_tokens_nobody_knows_and_duties_nobody_has_are_written_down(site: InProcessSite) -> None:
    token = site.running.services.staff.add_token("automation", "editor")
    with capture_logs() as said:
        for given in ("aw_not-a-token", token):
            site.client(authorization=f"Bearer {given}").put("/api/v1/stream", json={"status": "off_air"})
    assert rows(site) == [
        "nobody: unknown token: for /api/v1/stream, from 203.0.113.7",
        f"automation: refused: PUT /api/v1/stream: {NOT_THEIRS}, from 203.0.113.7",
    ]
    assert token not in repr(said) and "aw_not-a-token" not in repr(said)


def test_a_write_by_a_cookie_alone_is_written_down_with_whose_it_was(site: InProcessSite) -> None:
    browser = site.client()
    sign_in(browser)
    browser.post("/api/v1/breaking", json={})
    assert rows(site)[-1].startswith("Elena: refused: POST /api/v1/breaking: the X-CSRFToken header is missing")


def test_a_source_asked_or_paused_says_by_whom(site: InProcessSite) -> None:
    browser = site.client()
    sign_in(browser)
    token = csrf(browser.get("/panel/sources").text)
    for act in ("now", "pause", "resume"):
        browser.post(f"/panel/sources/{feed_id(FEED)}", data={"csrf_token": token, "act": act})
    assert rows(site, "changes") == [
        "Elena: source asked: Our own site", "Elena: source paused: Our own site", "Elena: source resumed: Our own site",
    ]  # fmt: skip


def test_a_stranger_with_a_list_of_tokens_fills_no_log(site: InProcessSite) -> None:
    for n in range(ROW_BURST + 20):
        site.client(authorization=f"Bearer aw_{n}").get("/api/v1/rundown")
    assert len(rows(site)) == ROW_BURST
