"""The wall screen stays on when the session of who opened it has ended, and opens nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from flask.testing import FlaskClient

from tests.any_store import connect
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import InProcessSite, open_site

PASSWORD = "three-words-of-nothing"
WALL = "/panel/wall"


@pytest.fixture
def site(valkey_server: Valkey, tmp_path: Path) -> Iterator[InProcessSite]:
    connect(valkey_server.url).flushall()
    with time_machine.travel(NOON, tick=False) as clock:
        site = open_site(valkey_server, clock, tmp_path)
        site.running.services.staff.set_account("Ligaya", "anchor", PASSWORD)
        yield site


@pytest.fixture
def screen(site: InProcessSite) -> FlaskClient:
    """A browser in which an anchor has signed in and opened the wall screen."""
    browser = site.client()
    found = re.search(r'name="csrf" content="([^"]+)"', browser.get("/panel/sign-in").text)
    assert found
    form = {"csrf_token": found[1], "name": "Ligaya", "password": PASSWORD}
    assert browser.post("/panel/sign-in", data=form).status_code == 302
    assert browser.get(WALL).status_code == 200
    return browser


def test_it_stays_on_for_weeks_and_the_session_does_not(site: InProcessSite, screen: FlaskClient) -> None:
    for _ in range(6 * 24):
        site.wait(hours=1)
        assert screen.get(WALL).status_code == 200
    assert screen.get("/panel/").status_code == 302, "looking at the wall keeps nobody signed in"
    site.wait(days=30)
    assert screen.get(WALL).status_code == 200, "each day's cookie is new"
    site.wait(days=32)
    assert screen.get(WALL).status_code == 302


def test_signing_out_leaves_the_screen_on_and_nothing_else(screen: FlaskClient) -> None:
    found = re.search(r'name="csrf" content="([^"]+)"', screen.get("/panel/").text)
    assert found
    screen.post("/panel/sign-out", data={"csrf_token": found[1]})
    assert screen.get(WALL).status_code == 200
    assert screen.get("/panel/").status_code == screen.get("/panel/rundown").status_code == 302
    assert screen.get("/panel/state.json").status_code == screen.get("/api/v1/rundown").status_code == 401


@pytest.mark.parametrize("how", ["a new password", "no account any more", "a role that may not read"])
def test_it_ends_with_the_account(site: InProcessSite, screen: FlaskClient, how: str) -> None:
    staff = site.running.services.staff
    if how == "a new password":
        staff.set_account("Ligaya", "anchor", PASSWORD + "2")
    elif how == "no account any more":
        staff.remove("Ligaya")
    else:
        staff.set_account("Ligaya", "encoder", PASSWORD)
    assert screen.get(WALL).status_code == 302


@pytest.mark.parametrize(
    "made", ["", "x", "a.b.c.d", "4c6967617961.x.2026-03-02.AAAAAAAAAAAAAAAAAAAA", "...", "é.é.é.é"]
)
def test_a_cookie_that_somebody_made_opens_nothing(site: InProcessSite, made: str) -> None:
    browser = site.client()
    browser.set_cookie("airwire_wall", made, path=WALL)
    assert browser.get(WALL).status_code == 302


def test_it_says_what_is_on_what_broke_and_who_listens(site: InProcessSite, screen: FlaskClient) -> None:
    page = screen.get(WALL).text
    assert "Nothing scheduled" in page and "No headline is up." in page and "Listening now" in page
