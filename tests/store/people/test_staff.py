"""Accounts and tokens: only hashes are kept, and what is void is void."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

import orjson
import pytest

from tests.any_store import Store
from tests.conftest import NOON, FrozenClock
from webapp.newsroom.errors import Invalid, Stale
from webapp.newsroom.people.account import Account
from webapp.store.core import keys
from webapp.store.people.staff import Staff

PASSWORD = "three-words-of-nothing"


@pytest.fixture
def staff(store: Store) -> Staff:
    return Staff(store)


def test_who_knows_the_password_is_let_in_by_any_spelling_of_the_name(staff: Staff) -> None:
    staff.set_account("Ligaya", "anchor", PASSWORD)
    account = staff.account(" ligaya ")
    assert account and (account.name, account.role) == ("Ligaya", "anchor")
    assert staff.verifies(account, PASSWORD) and not staff.verifies(account, PASSWORD + "x")
    assert staff.account("Nobody") is None and not staff.verifies(None, PASSWORD)


@pytest.mark.parametrize(
    ("name", "role", "password", "field"),
    [("", "anchor", PASSWORD, "name"), ("a\nb", "anchor", PASSWORD, "name"), ("x" * 61, "anchor", PASSWORD, "name"),
     ("Ana", "boss", PASSWORD, "role"), ("Ana", "anchor", "short", "password")],
)  # fmt: skip
def test_an_account_that_cannot_be_is_refused_by_its_field(
    staff: Staff, name: str, role: str, password: str, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        staff.set_account(name, role, password)
    assert [error["field"] for error in refusal.value.fields] == [field]


def test_a_token_stands_for_its_system_until_it_is_removed(staff: Staff) -> None:
    first, second = staff.add_token("automation", "editor"), staff.add_token("automation", "editor")
    actor = staff.bearer(first)
    assert actor and (actor.name, actor.role) == ("automation", "editor")
    assert staff.tokens_of("automation") == 2 and staff.remove_tokens("automation") == 2
    assert staff.bearer(first) is None and staff.bearer(second) is None


def test_neither_passwords_nor_tokens_are_kept(staff: Staff, store: Store) -> None:
    staff.set_account("Ligaya", "anchor", PASSWORD)
    token = staff.add_token("automation", "editor")
    kept = b"".join(field + value for key in store.scan_iter() for field, value in store.hgetall(key).items())
    assert PASSWORD.encode() not in kept and token.encode() not in kept


def test_the_first_account_is_made_once(staff: Staff) -> None:
    made: list[str] = []
    assert staff.ensure_admin(None, made.append) and staff.verifies(staff.account("admin"), made[0])
    assert not staff.ensure_admin("another-password", made.append) and len(made) == 1
    assert staff.verifies(staff.account("admin"), made[0])


def test_a_first_password_that_cannot_be_kept_makes_no_account(staff: Staff) -> None:
    def full(password: str) -> None:
        raise OSError("no space left on device")

    with pytest.raises(OSError, match="no space"):
        staff.ensure_admin(None, full)
    assert staff.accounts() == []


def test_a_token_is_good_until_it_expires_and_is_listed_with_when_that_is(store: Store, clock: FrozenClock) -> None:
    staff = Staff(store, clock)
    token = staff.add_token("automation", "editor", clock() + timedelta(days=90))
    staff.add_token("automation", "editor")
    clock.move(days=89)
    assert staff.bearer(token) and staff.tokens_of("automation") == 2
    clock.move(days=1)
    assert staff.bearer(token) is None and staff.tokens_of("automation") == 1
    assert sorted((kept.name, kept.role, kept.is_over(clock())) for _, kept in staff.tokens()) == [
        ("automation", "editor", False), ("automation", "editor", True),
    ]  # fmt: skip
    assert staff.remove_tokens("automation") == 2


def test_a_token_made_before_tokens_had_dates_is_still_good(staff: Staff, store: Store) -> None:
    for token in (b"aw_old", b"aw_older"):
        store.hset(keys.TOKENS, sha256(token).hexdigest(), b'{"name": "automation", "role": "editor"}')
    actor = staff.bearer("aw_old")
    assert actor and actor.name == "automation" and staff.tokens()[0][1].made_at is None


@pytest.mark.parametrize("name", ["", "a\nb", "x" * 61, "\u200b"])
def test_a_token_needs_a_name_that_can_be_read(staff: Staff, name: str) -> None:
    with pytest.raises(Invalid):
        staff.add_token(name, "editor")


def test_two_admins_who_take_each_other_away_at_once_leave_one(staff: Staff) -> None:
    staff.set_account("Ana", "admin", PASSWORD)
    staff.set_account("Ben", "admin", PASSWORD)

    def ben_goes_meanwhile(account: Account, others: object) -> Account | None:
        if staff.account("Ben").opens:  # type: ignore[union-attr]
            staff.change("Ben", lambda ben, rest: ben.with_(off_at=NOON))
        return None

    with pytest.raises(Stale, match="last account"):
        staff.change("Ana", ben_goes_meanwhile)
    assert staff.account("Ana") is not None


def test_a_change_is_decided_again_upon_what_somebody_else_has_changed(staff: Staff) -> None:
    staff.set_account("Ana", "editor", PASSWORD)
    seen: list[str] = []

    def to_producer(account: Account, others: object) -> Account:
        seen.append(account.role)
        if len(seen) == 1:
            staff.change("Ana", lambda ana, rest: ana.with_(off_at=NOON))
        return account.with_(role="producer")

    after = staff.change("Ana", to_producer)
    assert len(seen) == 2 and after.is_off and after.role == "producer"


def test_an_account_of_before_second_factors_signs_in_as_before(staff: Staff, store: Store) -> None:
    hashed = staff.hashed_password(PASSWORD)
    old = {"name": "Ana", "role": "editor", "password": hashed, "session": "s", "of_tomorrow": 1}
    store.hset(keys.STAFF, "ana", orjson.dumps(old))
    assert staff.verifies(staff.account("Ana"), PASSWORD)
    staff.set_account("ANA", "admin", PASSWORD + "2")
    assert orjson.loads(store.hget(keys.STAFF, "ana"))["of_tomorrow"] == 1
