"""Accounts and tokens: only hashes are kept, and what is void is void."""

from __future__ import annotations

import pytest

from webapp.newsroom.errors import Invalid
from webapp.store.connection import Store
from webapp.store.staff import Staff

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
    made = staff.ensure_admin(None)
    assert made and staff.verifies(staff.account("admin"), made)
    assert staff.ensure_admin("another-password") is None and staff.verifies(staff.account("admin"), made)
