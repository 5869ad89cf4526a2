"""Codes of apps and recovery codes, accounts and their locks, and what a device is called."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest

from tests.conftest import NOON
from webapp.newsroom.errors import Stale
from webapp.newsroom.people.account import LOCK, Account, CodeApp, PeopleRules, keeps_an_admin, new_account
from webapp.newsroom.people.second_factors import (
    hashed_code,
    matching_step,
    new_recovery_codes,
    new_secret,
    without_recovery_code,
)
from webapp.newsroom.people.sessions import device_name

CODE_APP = CodeApp(id="a", made_at=NOON)


def account(role: str = "editor", **more: object) -> Account:
    return new_account("Elena", role, NOON).with_password("$argon2id$").with_(**more)


@pytest.mark.parametrize(("late_s", "is_right"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_code_holds_for_its_half_minute_and_for_those_beside_it(late_s: int, is_right: bool) -> None:
    secret = new_secret()
    code = pyotp.TOTP(secret).at(NOON + timedelta(seconds=late_s))
    step = matching_step(secret, f" {code[:3]} {code[3:]} ", NOON, 0)
    assert (step is not None) == is_right
    if step is not None:
        assert matching_step(secret, code, NOON, step) is None and matching_step(secret, code, NOON, step - 1) == step


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "１２３４５６", "-12345"])
def test_what_is_no_code_is_none(code: str) -> None:
    assert matching_step(new_secret(), code, NOON, 0) is None


def test_each_recovery_code_is_used_up_and_the_others_stay() -> None:
    codes = new_recovery_codes()
    elena = account(code_app=CODE_APP, recovery=tuple(map(hashed_code, codes)))
    after = without_recovery_code(elena, f"  {codes[2].upper()} ")
    assert after and len(after.recovery) == 9 and without_recovery_code(after, codes[2]) is None
    assert without_recovery_code(after, codes[3]) and without_recovery_code(after, "") is None
    assert not any(code in str(elena.dump()) for code in codes)


def test_a_build_without_second_factors_takes_no_password_alone_of_who_has_one() -> None:
    plain = account()
    assert plain.password == "$argon2id$"
    for locked in (plain.with_(code_app=CODE_APP), plain.with_(off_at=NOON), new_account("New", "anchor", NOON)):
        assert locked.password.startswith(LOCK)
    assert plain.with_(code_app=CODE_APP).without_second_factor().password == "$argon2id$"
    assert plain.with_(off_at=NOON).with_(off_at=None).password == "$argon2id$"


def test_the_last_open_admin_stays_one() -> None:
    admin, other = account("admin"), account("admin").with_(name="Other")
    closed = [account("admin", off_at=NOON), new_account("Invited", "admin", NOON), account("producer")]
    for after in (None, admin.with_(role="editor"), admin.with_(off_at=NOON)):
        with pytest.raises(Stale, match="last account"):
            keeps_an_admin(admin, after, closed)
        assert keeps_an_admin(admin, after, [*closed, other]) == other
    assert keeps_an_admin(admin, admin.signed_out(), []) is None and keeps_an_admin(account(), None, []) is None


def test_a_role_that_must_have_a_second_factor_lacks_it_until_there_is_one() -> None:
    rules = PeopleRules(require_second_factor=("editor",))
    assert account().needs_second_factor(rules) and not account("anchor").needs_second_factor(rules)
    assert not account(code_app=CODE_APP).needs_second_factor(rules)


@pytest.mark.parametrize(
    ("agent", "device"),
    [("Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0", "Firefox, Linux"),
     ("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/131.0.0.0 Mobile Safari/537.36", "Chrome, Android"),
     ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) Version/18.4 Mobile/15E148 Safari/604.1", "Safari, iPhone"),
     ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0", "Edge, Windows"),
     ("curl/8.5", ""), ("", "")],
)  # fmt: skip
def test_a_session_names_its_browser_and_system(agent: str, device: str) -> None:
    assert device_name(agent) == device
