"""Signing in and out at the panel, as browsers do it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.any_store import connect
from tests.conftest import Valkey
from tests.web.server import Web
from webapp.store.people.staff import Staff

PASSWORD = "three-words-of-nothing"


@pytest.fixture
def phone(web: Web, valkey_server: Valkey) -> Iterator[requests.Session]:
    store = connect(valkey_server.url)
    store.delete(*store.scan_iter("*:counted:*"), "nothing")  # what earlier tests have tried wrong
    Staff(store).set_account("Ligaya", "anchor", PASSWORD)
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


def test_the_own_password_is_asked_once_more_in_a_thread_of_a_worker(
    phone: requests.Session, web: Web, valkey_server: Valkey
) -> None:
    Staff(connect(valkey_server.url)).set_account("Rosa", "admin", PASSWORD)
    assert sign_in(phone, web, "Rosa") == 302
    form = {"csrf_token": csrf(phone, web, "/panel/people"), "name": "Ligaya", "act": "role", "role": "producer"}
    wrong = phone.post(f"{web.url}/panel/people/act", {**form, "proof": "not this one"}, timeout=5)
    assert wrong.status_code == 422 and "neither your own password" in wrong.text
    right = phone.post(f"{web.url}/panel/people/act", {**form, "proof": PASSWORD}, timeout=5)
    assert right.status_code == 200 and "The role was changed" in right.text


def test_wrong_passwords_are_slowed_down_whatever_the_name_is_made_of(phone: requests.Session, web: Web) -> None:
    names: list[str | bytes] = ["Nobody", b"\xed\xb3\xbf", "x" * 60]
    for name in names:
        answers = [sign_in(phone, web, name, "wrong") for _ in range(7)]
        assert answers == [401] * 5 + [429] * 2


def test_sixty_wrong_passwords_sent_together_are_five_tries_and_the_right_one_among_them_waits_too(
    phone: requests.Session, web: Web
) -> None:
    fields = {"csrf_token": csrf(phone, web, "/panel/sign-in"), "name": "Sent together", "password": "wrong"}
    cookies = phone.cookies.copy()

    def one(_: int) -> requests.Response:
        return requests.post(f"{web.url}/panel/sign-in", fields, cookies=cookies, timeout=10, allow_redirects=False)

    with ThreadPoolExecutor(60) as crowd:
        answers = list(crowd.map(one, range(60)))
    assert sorted(answer.status_code for answer in answers) == [401] * 5 + [429] * 55
    held = [answer for answer in answers if answer.status_code == 429]
    assert all(int(answer.headers["Retry-After"]) > 0 and "Too many" in answer.text for answer in held)


def test_a_browser_that_signed_in_before_is_let_in_though_others_guess_at_the_name(
    phone: requests.Session, web: Web
) -> None:
    assert sign_in(phone, web) == 302
    with requests.Session() as stranger:
        answers = [sign_in(stranger, web, "Ligaya", "wrong") for _ in range(6)]
        assert answers[-1] == 429 and sign_in(stranger, web) == 429
    phone.post(f"{web.url}/panel/sign-out", {"csrf_token": csrf(phone, web, "/panel/")}, timeout=5)
    assert sign_in(phone, web, "Ligaya", "wrong") == 401 and sign_in(phone, web) == 302


def test_a_made_up_cookie_makes_no_browser_known(phone: requests.Session, web: Web) -> None:
    assert sign_in(phone, web) == 302
    name, value = next((c.name, c.value) for c in phone.cookies if c.name.startswith("airwire_known_"))
    answers = []
    for n in range(7):
        with requests.Session() as stranger:
            stranger.cookies.set(name, f"{n}{value}")
            answers.append(sign_in(stranger, web, "Ligaya", "wrong"))
    assert answers == [401] * 5 + [429] * 2
