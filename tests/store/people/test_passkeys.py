"""Passkeys: what a browser answers is taken once, from our own site, of a device that checks its user and is no copy."""

from __future__ import annotations

import pytest

from tests.any_store import Store
from tests.conftest import NOON
from tests.store.people.authenticator import Authenticator
from webapp.newsroom.errors import Invalid
from webapp.newsroom.people.account import Account, new_account
from webapp.newsroom.station import Station
from webapp.panel.people.passkeys import Passkeys, new_handle
from webapp.store.people.ceremonies import Ceremonies

URL = "https://radyo.example"
SITE = "radyo.example"


@pytest.fixture
def passkeys(store: Store) -> Passkeys:
    return Passkeys(lambda: Station(name="Radyo", url=URL), Ceremonies(store))


def with_passkey(passkeys: Passkeys, device: Authenticator) -> Account:
    elena = new_account("Elena", "editor", NOON).with_password("$argon2id$")
    asked = passkeys.begin_registration(elena, new_handle(), SITE)
    passkey, handle = passkeys.complete_registration(elena, asked["ceremony"], device.create(asked), "Phone", NOON)
    return elena.with_passkey(passkey).with_(handle=handle)


def test_a_passkey_is_known_again_by_its_handle_and_its_use_is_counted(passkeys: Passkeys) -> None:
    device = Authenticator(URL)
    elena = with_passkey(passkeys, device)
    asked = passkeys.begin_sign_in(SITE)
    given = passkeys.read_assertion(asked["ceremony"], device.get(asked))
    assert given.handle == elena.handle
    used = passkeys.used(elena, given, NOON)
    assert (used.count, used.used_at, used.name) == (2, NOON, "Phone")


def test_an_answer_is_taken_once_and_for_what_was_asked(passkeys: Passkeys) -> None:
    device = Authenticator(URL)
    elena = with_passkey(passkeys, device)
    asked = passkeys.begin_sign_in(SITE, elena)
    text = device.get(asked)
    with pytest.raises(Invalid, match="too long"):
        passkeys.read_assertion(asked["ceremony"], text, "Somebody else")
    with pytest.raises(Invalid, match="too long"):
        passkeys.read_assertion(asked["ceremony"], text, "Elena")
    other = passkeys.begin_sign_in(SITE, elena)
    with pytest.raises(Invalid, match="not accepted"):
        passkeys.used(elena, passkeys.read_assertion(other["ceremony"], text, "Elena"), NOON)


@pytest.mark.parametrize(
    "origin", ["https://radyo.example.evil.example", "https://other.radyo.example", "http://radyo.example"]
)
def test_a_browser_at_another_site_is_not_taken(passkeys: Passkeys, origin: str) -> None:
    elena = new_account("Elena", "editor", NOON)
    asked = passkeys.begin_registration(elena, new_handle(), SITE)
    with pytest.raises(Invalid, match="not accepted"):
        passkeys.complete_registration(elena, asked["ceremony"], Authenticator(origin).create(asked), "Phone", NOON)


def test_a_device_that_checks_nobody_is_not_taken(passkeys: Passkeys) -> None:
    elena = new_account("Elena", "editor", NOON)
    asked = passkeys.begin_registration(elena, new_handle(), SITE)
    with pytest.raises(Invalid, match="not accepted"):
        passkeys.complete_registration(elena, asked["ceremony"], Authenticator(URL, False).create(asked), "Key", NOON)


def test_a_copy_of_a_device_is_noticed_by_its_count(passkeys: Passkeys) -> None:
    device = Authenticator(URL)
    elena = with_passkey(passkeys, device)
    device.count = 0
    asked = passkeys.begin_sign_in(SITE)
    with pytest.raises(Invalid, match="copy"):
        passkeys.used(elena, passkeys.read_assertion(asked["ceremony"], device.get(asked)), NOON)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"rawId": 1}', '{"rawId": "AA", "response": {}}', "x" * 20_000])
def test_what_is_no_answer_of_a_browser_is_refused_in_words(passkeys: Passkeys, text: str) -> None:
    elena = with_passkey(passkeys, Authenticator(URL))
    with pytest.raises(Invalid):
        passkeys.complete_registration(
            elena, passkeys.begin_registration(elena, new_handle(), SITE)["ceremony"], text, "x", NOON
        )
    with pytest.raises(Invalid):
        passkeys.read_assertion(passkeys.begin_sign_in(SITE)["ceremony"], text)


@pytest.mark.parametrize(
    ("host", "site"),
    [("radyo.example", SITE), ("radyo.example:443", SITE), ("localhost:8000", "localhost"),
     ("other.example", None), ("127.0.0.1", None)],
)  # fmt: skip
def test_passkeys_are_for_the_stations_own_address(passkeys: Passkeys, host: str, site: str | None) -> None:
    assert passkeys.site(host) == site
