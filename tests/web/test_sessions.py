"""Signing in and out at the panel, as browsers do it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import requests

from tests.conftest import Valkey
from tests.web.server import Web
from webapp.store.connection import connect
from webapp.store.staff import Staff

PASSWORD = "three-words-of-nothing"


@pytest.fixture
def phone(web: Web, valkey_server: Valkey) -> Iterator[requests.Session]:
    Staff(connect(valkey_server.url)).set_account("Ligaya", "anchor", PASSWORD)
    with requests.Session() as session:
        yield session


def csrf(phone: requests.Session, web: Web, path: str) -> str:
    found = re.search(r'name="csrf" content="([^"]+)"', phone.get(web.url + path, timeout=5).text)
    assert found
    return found[1]


def sign_in(phone: requests.Session, web: Web, name: str | bytes = "Ligaya", password: str = PASSWORD) -> int:
    fields = {"csrf_token": csrf(phone, web, "/panel/sign-in"), "name": name, "password": password}
    return phone.post(f"{web.url}/panel/sign-in", fields, timeout=5, allow_redirects=False).status_code


def test_signing_out_ends_every_copy_of_the_session(phone: requests.Session, web: Web) -> None:
    assert sign_in(phone, web) == 302
    copy = requests.Session()
    copy.cookies.update(phone.cookies)
    assert copy.get(f"{web.url}/panel/state.json", timeout=5).status_code == 200
    phone.post(f"{web.url}/panel/sign-out", {"csrf_token": csrf(phone, web, "/panel/")}, timeout=5)
    assert copy.get(f"{web.url}/panel/state.json", timeout=5).status_code == 401


def test_a_token_from_before_signing_in_is_worth_nothing_after(phone: requests.Session, web: Web) -> None:
    before = csrf(phone, web, "/panel/sign-in")
    assert sign_in(phone, web) == 302
    body = {"headline": "x", "priority": "urgent"}
    answer = phone.post(f"{web.url}/api/v1/breaking", json=body, headers={"X-CSRFToken": before}, timeout=5)
    assert answer.status_code == 403


def test_a_new_password_ends_old_sessions(phone: requests.Session, web: Web, valkey_server: Valkey) -> None:
    assert sign_in(phone, web) == 302
    Staff(connect(valkey_server.url)).set_account("Ligaya", "anchor", PASSWORD + "2")
    assert phone.get(f"{web.url}/panel/state.json", timeout=5).status_code == 401


def test_wrong_passwords_are_slowed_down_whatever_the_name_is_made_of(phone: requests.Session, web: Web) -> None:
    names = ["Nobody", b"\xed\xb3\xbf", "Else", b"\xff"]
    answers = [sign_in(phone, web, names[n % 4], "wrong") for n in range(14)]
    assert answers[:10] == [401] * 10 and set(answers[10:]) == {429}
