"""When a session is over, and what its cookie is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
import time_machine
from flask.testing import FlaskClient

from tests.any_store import Store
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import InProcessSite, open_site
from webapp.app import create_app

PASSWORD = "three-words-of-nothing"


@pytest.fixture
def site(valkey_server: Valkey, store: Store, tmp_path: Path) -> Iterator[InProcessSite]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield open_site(valkey_server, clock, tmp_path)


@pytest.fixture
def anchor(site: InProcessSite) -> FlaskClient:
    site.running.services.staff.set_account("Ligaya", "anchor", PASSWORD)
    browser = site.client()
    found = re.search(r'name="csrf" content="([^"]+)"', browser.get("/panel/sign-in").text)
    assert found
    form = {"csrf_token": found[1], "name": "Ligaya", "password": PASSWORD}
    assert browser.post("/panel/sign-in", data=form).status_code == 302
    return browser


def test_a_panel_that_only_stands_open_is_signed_out_after_a_shift(site: InProcessSite, anchor: FlaskClient) -> None:
    for _ in range(12 * 6):
        assert anchor.get("/panel/state.json").status_code == 200
        site.wait(minutes=10)
    site.wait(seconds=1)
    assert anchor.get("/panel/state.json").status_code == 401
    assert anchor.get("/panel/").location == "/panel/sign-in"


def test_whoever_works_stays_signed_in_through_the_next_shift_and_for_a_week_at_the_most(
    site: InProcessSite, anchor: FlaskClient
) -> None:
    for _ in range(7 * 3):
        assert anchor.get("/panel/").status_code == 200
        token = orjson.loads(anchor.get("/panel/state.json").data)["csrf"]
        body, headers = {"headline": "Bridge open", "priority": "urgent"}, {"X-CSRFToken": token}
        assert anchor.post("/api/v1/breaking", json=body, headers=headers).status_code == 201
        site.wait(hours=8)
    site.wait(seconds=1)
    assert anchor.get("/panel/").location == "/panel/sign-in"


def test_over_tls_the_session_is_bound_to_this_host(valkey_server: Valkey, store: Store, tmp_path: Path) -> None:
    app = create_app(redis_url=valkey_server.url, secret_key="x" * 32, airwire_data=tmp_path, airwire_https=True)
    app.extensions["airwire"].services.staff.set_account("Ligaya", "anchor", PASSWORD)
    browser = app.test_client()
    first = browser.get("/panel/sign-in", base_url="https://localhost")
    found = re.search(r'name="csrf" content="([^"]+)"', first.text)
    assert found
    form = {"csrf_token": found[1], "name": "Ligaya", "password": PASSWORD}
    headers = {"Referer": "https://localhost/panel/sign-in"}
    answer = browser.post("/panel/sign-in", data=form, base_url="https://localhost", headers=headers)
    session, known = sorted(answer.headers.getlist("Set-Cookie"))
    assert session.startswith("__Host-airwire_staff=") and "; Path=/" in session and "Domain" not in session
    assert known.startswith("__Secure-airwire_known_") and "Path=/panel/sign-in" in known and "SameSite=Strict" in known
    assert all("Secure" in cookie and "HttpOnly" in cookie for cookie in (session, known))
