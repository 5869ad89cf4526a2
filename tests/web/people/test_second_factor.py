"""A second factor: setting it up, signing in with it, and who must have one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine

from tests.any_store import Store
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import InProcessSite, open_site
from tests.web.people.sign_in import PASSWORD, person, send, set_up_app, with_code, with_password

Opened = Callable[..., InProcessSite]


@pytest.fixture
def opened(valkey_server: Valkey, store: Store, tmp_path: Path) -> Iterator[Opened]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield lambda station="": open_site(valkey_server, clock, tmp_path, station)


def test_with_an_app_the_password_alone_opens_nothing_and_each_code_opens_once(opened: Opened) -> None:
    site = opened()
    app, codes = set_up_app(person(site), site)
    assert len(set(codes)) == 10
    site.wait(minutes=1)
    browser, other = site.client(), site.client(address="198.51.100.9")
    assert with_password(browser).location == "/panel/sign-in/second"
    assert browser.get("/panel/").location == "/panel/sign-in"
    assert browser.get("/panel/state.json").status_code == 401
    assert with_code(browser, "000000").status_code == 401
    code = app.at(site.now)
    assert with_code(browser, code).location == "/panel/" and browser.get("/panel/").status_code == 200
    with_password(other)
    answer = with_code(other, code)
    assert answer.status_code == 401 and "used before" in answer.text


def test_a_recovery_code_opens_once_however_it_is_typed(opened: Opened) -> None:
    site = opened()
    _, codes = set_up_app(person(site), site)
    browser, other = site.client(), site.client()
    with_password(browser)
    assert with_code(browser, codes[3].upper().replace("-", " ")).location == "/panel/"
    assert "9 recovery codes left" in browser.get("/panel/me").text
    with_password(other)
    assert with_code(other, codes[3]).status_code == 401


def test_guessing_at_codes_is_slowed_down_though_the_password_is_known(opened: Opened) -> None:
    site = opened()
    app, _ = set_up_app(person(site), site)
    thief = site.client(address="198.51.100.9")
    with_password(thief)
    assert [with_code(thief, f"{n:06}").status_code for n in range(7)] == [401] * 5 + [429] * 2
    held = with_code(thief, app.at(site.now))
    assert held.status_code == 429 and int(held.headers["Retry-After"]) > 0 and "Too many tries" in held.text


def test_who_must_have_one_can_do_nothing_else_until_it_is_there(opened: Opened) -> None:
    site = opened('[people]\nrequire_second_factor = ["admin", "editor"]\n')
    anchor = person(site, "Ligaya", "anchor")
    assert anchor.get("/panel/").status_code == 200
    editor = person(site, "Elena", "editor")
    for path in ("/panel/", "/panel/sources", "/panel/wall"):
        assert editor.get(path).location == "/panel/me", path
    assert editor.get("/panel/state.json").status_code == 403 and editor.get("/api/v1/rundown").status_code == 403
    refused = send(editor, "/panel/sources/waiting", act="out", source="x")
    assert refused.status_code == 403 and "second factor" in refused.text
    assert "Your role needs a second factor" in editor.get("/panel/me").text
    app, _ = set_up_app(editor, site)
    assert editor.get("/panel/").status_code == 200 and editor.get("/api/v1/rundown").status_code == 200
    removed = send(editor, "/panel/me/factors?act=remove-app")
    assert removed.status_code == 422 and "before you remove the last" in removed.text
    site.wait(minutes=1)
    editor = site.client()
    with_password(editor, "Elena")
    assert with_code(editor, app.at(site.now)).location == "/panel/"


def test_who_is_at_work_when_the_rule_comes_is_led_there_at_the_next_sign_in(opened: Opened) -> None:
    before = person(opened(), "Elena", "editor").get_cookie("airwire_staff")
    site = opened('[people]\nrequire_second_factor = ["editor"]\n')
    at_work, anew = site.client(), site.client()
    assert before
    at_work.set_cookie("airwire_staff", before.value)
    assert at_work.get("/panel/").status_code == 200
    with_password(anew, "Elena")
    assert anew.get("/panel/").location == "/panel/me"


def test_tokens_know_no_second_factor(opened: Opened) -> None:
    site = opened('[people]\nrequire_second_factor = ["editor"]\n')
    token = site.running.services.staff.add_token("automation", "editor")
    assert site.client(authorization=f"Bearer {token}").get("/api/v1/rundown").status_code == 200


def test_the_second_step_is_for_ten_minutes_and_for_this_password(opened: Opened) -> None:
    site = opened()
    app, _ = set_up_app(person(site), site)
    slow, late = site.client(), site.client()
    with_password(slow)
    site.wait(minutes=11)
    assert with_code(slow, app.at(site.now)).location == "/panel/sign-in"
    with_password(late)
    site.running.services.staff.set_account("Ligaya", "anchor", PASSWORD + "2")
    assert with_code(late, app.at(site.now)).location == "/panel/sign-in"


def test_setting_one_up_asks_for_the_password_again_of_who_signed_in_long_ago(opened: Opened) -> None:
    site = opened()
    browser = person(site)
    site.wait(hours=1)
    assert "neither your own password" in send(browser, "/panel/me/app", proof="a guess at it").text
    assert "set-up__secret" in send(browser, "/panel/me/app", proof=PASSWORD).text


def test_the_record_has_every_step_and_no_secret(opened: Opened) -> None:
    site = opened()
    browser = person(site)
    app, codes = set_up_app(browser, site)
    send(browser, "/panel/me/factors?act=codes")
    send(browser, "/panel/me/factors?act=remove-app")
    rows = site.running.services.audit.newest(10)
    assert [row["did"] for row in reversed(rows)] == [
        "authenticator app set up", "recovery codes made", "authenticator app removed",
    ]  # fmt: skip
    assert not any(secret in str(rows) for secret in (app.secret, *codes))
    assert with_password(site.client()).location == "/panel/"
