"""Accounts and tokens in the panel, by an admin; and one's own password and sessions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.any_store import Store
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import InProcessSite, open_site
from tests.web.people.sign_in import PASSWORD, csrf, person, send, set_up_app, with_password


@pytest.fixture
def site(valkey_server: Valkey, store: Store, tmp_path: Path) -> Iterator[InProcessSite]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield open_site(valkey_server, clock, tmp_path)


@pytest.fixture
def admin(site: InProcessSite) -> FlaskClient:
    return person(site, "Rosa", "admin")


def act(admin: FlaskClient, name: str, what: str, proof: str = PASSWORD, **more: str) -> TestResponse:
    return send(admin, "/panel/people/act", name=name, act=what, proof=proof, **more)


def link_of(answer: TestResponse) -> str:
    found = re.search(r'value="http://localhost(/panel/sign-in/invitation/[^"]+)"', answer.text)
    assert found, answer.text
    return found[1]


def test_a_new_colleague_sets_their_own_password_by_a_link_that_is_good_once(
    site: InProcessSite, admin: FlaskClient
) -> None:
    link = link_of(send(admin, "/panel/people", name="Efren", role="producer", proof=PASSWORD))
    assert "no password yet" in admin.get("/panel/people").text
    efren = site.client()
    assert with_password(efren, "Efren", "").status_code == 401
    weak = efren.post(link, data={"csrf_token": csrf(efren, link), "password": "password12"})
    assert weak.status_code == 422 and "guessed first" in weak.text
    form = {"csrf_token": csrf(efren, link), "password": "salt rain ladder moon"}
    assert efren.post(link, data=form).location == "/panel/" and efren.get("/panel/").status_code == 200
    again = site.client().get(link)
    assert again.status_code == 404 and "used already" in again.text
    assert with_password(site.client(), "Efren", "salt rain ladder moon").location == "/panel/"


def test_a_link_ends_after_three_days(site: InProcessSite, admin: FlaskClient) -> None:
    link = link_of(send(admin, "/panel/people", name="Efren", role="anchor", proof=PASSWORD))
    site.wait(days=3)
    assert site.client().get(link).status_code == 404


def test_what_gives_access_or_takes_it_for_good_asks_the_own_password(site: InProcessSite, admin: FlaskClient) -> None:
    person(site, "Elena", "editor")
    for what in ("role", "link", "delete"):
        answer = act(admin, "Elena", what, proof="a wrong one at all", role="admin")
        assert answer.status_code == 422 and "neither your own password" in answer.text, what
    wrong = send(admin, "/panel/people", name="Spy", role="admin", proof="")
    assert wrong.status_code == 422 and 'value="Spy"' in wrong.text
    staff = site.running.services.staff
    assert [(one.name, one.role) for one in staff.accounts()] == [("Elena", "editor"), ("Rosa", "admin")]


def test_who_has_a_second_factor_proves_by_it_and_a_wrong_code_stands_in_the_record(
    site: InProcessSite, admin: FlaskClient
) -> None:
    person(site, "Elena", "editor")
    app, codes = set_up_app(admin, site)
    site.wait(minutes=1)
    assert "A code of your app, or a recovery code" in admin.get("/panel/people").text
    for wrong in (PASSWORD, "000000", ""):
        answer = act(admin, "Elena", "role", proof=wrong, role="admin")
        assert answer.status_code == 422 and "neither a new code of your app" in answer.text, wrong
    elena = site.running.services.staff.account("Elena")
    assert elena and elena.role == "editor"
    assert act(admin, "Elena", "role", proof=app.at(site.now), role="producer").status_code == 303
    assert act(admin, "Elena", "role", proof=codes[0], role="anchor").status_code == 303
    record = admin.get("/panel/audit?trail=access&act=wrong+code").text
    assert "typed a wrong code" in record and "typed a wrong password" not in record.split('id="acts"')[1]


def test_a_passkey_that_was_not_asked_for_here_proves_nothing_and_stands_in_the_record(
    site: InProcessSite, admin: FlaskClient
) -> None:
    person(site, "Elena", "editor")
    for ceremony in ("made-up", site.running.services.ceremonies.begin("passkey", {"name": "Rosa"})):
        answer = act(admin, "Elena", "delete", proof="", proof_ceremony=ceremony, proof_credential="{}")
        assert answer.status_code == 422 and "took too long" in answer.text
    assert site.running.services.staff.account("Elena")
    assert "came with a passkey that was not accepted" in admin.get("/panel/audit?act=wrong+passkey").text


def test_switching_off_and_ending_hold_at_once_and_ask_nothing(site: InProcessSite, admin: FlaskClient) -> None:
    elena = person(site, "Elena", "editor")
    act(admin, "Elena", "end", proof="")
    assert elena.get("/panel/state.json").status_code == 401
    with_password(elena, "Elena")
    act(admin, "Elena", "off", proof="")
    assert elena.get("/panel/state.json").status_code == 401
    assert "Wrong name or password" in with_password(elena, "Elena").text
    act(admin, "Elena", "on")
    assert with_password(elena, "Elena").location == "/panel/"


def test_the_last_admin_can_neither_go_nor_be_made_less(site: InProcessSite, admin: FlaskClient) -> None:
    for what in ("off", "delete", "role"):
        answer = act(admin, "Rosa", what, role="anchor")
        assert answer.status_code == 409 and "last account that may sign in as admin" in answer.text, what
    person(site, "Second", "admin")
    assert act(admin, "Rosa", "role", role="anchor").status_code == 303
    assert admin.get("/panel/people").status_code == 403 and admin.get("/panel/").status_code == 200


def test_a_second_factor_is_reset_by_an_admin_and_the_password_stays(site: InProcessSite, admin: FlaskClient) -> None:
    elena = person(site, "Elena", "editor")
    set_up_app(elena, site)
    assert "second factor: yes" in admin.get("/panel/people").text
    act(admin, "Elena", "reset")
    assert elena.get("/panel/state.json").status_code == 401
    assert with_password(elena, "Elena").location == "/panel/"


def test_tokens_are_listed_made_and_revoked(site: InProcessSite, admin: FlaskClient) -> None:
    bad = send(admin, "/panel/people/tokens", name="automation", role="editor", days="soon", proof=PASSWORD)
    assert bad.status_code == 422 and 'value="automation"' in bad.text and "whole number" in bad.text
    made = send(admin, "/panel/people/tokens", name="automation", role="editor", days="90", proof=PASSWORD)
    token = re.search(r'value="(aw_[^"]+)"', made.text)
    assert token
    staff = site.running.services.staff
    assert staff.bearer(token[1]) and token[1] not in admin.get("/panel/people").text
    began = staff.tokens()[0][0]
    send(admin, "/panel/people/tokens/revoke", token=began)
    assert staff.bearer(token[1]) is None and "No system has a token" in admin.get("/panel/people").text


def test_every_act_stands_in_the_record(site: InProcessSite, admin: FlaskClient) -> None:
    person(site, "Elena", "editor")
    act(admin, "Elena", "role", role="producer")
    act(admin, "Elena", "link")
    act(admin, "Elena", "delete")
    rows = site.running.services.audit.newest(3)
    assert [(row["by"], row["did"], row["what"]) for row in rows] == [
        ("Rosa", "account removed", "Elena"),
        ("Rosa", "link made", "Elena"),
        ("Rosa", "role changed", "Elena: editor → producer"),
    ]


def test_only_a_person_manages_accounts(site: InProcessSite) -> None:
    token = site.running.services.staff.add_token("automation", "admin")
    system = site.client(authorization=f"Bearer {token}")
    for path in ("/panel/people", "/panel/people/act", "/panel/people/tokens", "/panel/me/password", "/panel/me/app"):
        assert system.post(path, data={"name": "Spy", "role": "admin"}).status_code == 401, path


def test_a_new_password_needs_the_old_one_and_ends_the_other_sessions(site: InProcessSite) -> None:
    here = person(site)
    there = site.client()
    with_password(there)
    wrong = send(here, "/panel/me/password", old="not this one", new="salt rain ladder moon")
    assert wrong.status_code == 422 and "not your password of now" in wrong.text
    weak = send(here, "/panel/me/password", old=PASSWORD, new="ligaya1234")
    assert weak.status_code == 422
    assert send(here, "/panel/me/password", old=PASSWORD, new="salt rain ladder moon").status_code == 303
    assert here.get("/panel/").status_code == 200 and there.get("/panel/state.json").status_code == 401
    assert with_password(site.client(), password="salt rain ladder moon").location == "/panel/"


def test_sessions_are_listed_with_their_device_and_end_singly_or_together(site: InProcessSite) -> None:
    firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"
    here, there, third = person(site), site.client(agent=firefox), site.client(agent=firefox)
    with_password(there)
    site.wait(minutes=10)
    with_password(third)
    page = here.get("/panel/me").text
    assert (
        page.count("Firefox, Linux</b>") == 2 and page.count("Chrome, Android</b>") == 1 and page.count("this one") == 1
    )
    newest = re.findall(r'name="end" value="([^"]+)"', page)[0]
    send(here, "/panel/me/sessions", end=newest)
    assert third.get("/panel/state.json").status_code == 401 and there.get("/panel/state.json").status_code == 200
    send(here, "/panel/me/sessions", end="others")
    assert there.get("/panel/state.json").status_code == 401 and here.get("/panel/").status_code == 200
    assert here.get("/panel/me").text.count("Chrome, Android</b>") == 1
