"""`airwire user` and `airwire token`, as the operator types them."""

from __future__ import annotations

import getpass
from typing import Any

import pytest
from click.testing import CliRunner, Result
from structlog.testing import capture_logs

from tests.any_store import Store
from tests.conftest import NOON, Room, Valkey
from webapp.cli import group
from webapp.newsroom.people.account import CodeApp
from webapp.store.people.staff import Staff

PASSWORD = "three-words-of-nothing"


@pytest.fixture
def airwire(valkey_server: Valkey, store: Store, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("REDIS_URL", valkey_server.url)
    monkeypatch.setenv("SECRET_KEY", "x" * 32)
    monkeypatch.delenv("SUDO_USER", raising=False)

    def run(*words: str, typed: str | None = None) -> Result:
        with capture_logs():  # in a process of its own it says nothing but its answer
            return CliRunner().invoke(group, list(words), input=typed)

    return run


def test_accounts_and_tokens_made_and_removed_are_written_down_with_who_did_it(airwire: Any, room: Room) -> None:
    added = airwire("user", "add", "Ligaya", "--role", "anchor", "--password-stdin", typed=PASSWORD)
    assert added.exit_code == 0, added.output
    token = airwire("token", "add", "automation", "--role", "editor", "--expires", "90d").stdout.strip()
    airwire("token", "remove", "automation")
    airwire("user", "remove", "Ligaya")
    rows = list(reversed(room.audit.newest(10)))
    assert {row["by"] for row in rows} == {f"operator {getpass.getuser()}"}
    assert [row["did"] for row in rows] == ["account made", "token made", "tokens removed", "account removed"]
    assert rows[0]["what"] == "Ligaya as anchor" and rows[1]["what"].startswith("automation as editor, good until ")
    shown = airwire("audit").output
    assert "account made: Ligaya as anchor" in shown and PASSWORD not in shown and token not in shown
    assert airwire("audit", "--access").output == "nothing yet\n"


def test_a_second_factor_is_reset_at_the_server_and_the_password_stays(airwire: Any, room: Room, store: Store) -> None:
    staff = Staff(store)
    staff.set_account("Ligaya", "admin", PASSWORD)
    app = CodeApp(id="a", made_at=NOON)
    staff.change("Ligaya", lambda account, others: account.with_(code_app=app, recovery=("x",)))
    assert "Ligaya\tadmin\tsecond factor\n" in airwire("user", "list").output
    answer = airwire("user", "reset-second-factor", "ligaya")
    assert answer.exit_code == 0 and "signs in by the password alone" in answer.output
    after = staff.account("Ligaya")
    assert after and not after.has_second_factor and not after.recovery and staff.verifies(after, PASSWORD)
    assert room.audit.newest(1)[0]["did"] == "second factor reset"
    assert airwire("user", "reset-second-factor", "Nobody").exit_code == 1


def test_the_tokens_there_are_can_be_seen_and_none_of_them_used(airwire: Any, store: Store) -> None:
    assert "there are none" in airwire("token", "list").output
    tokens = [
        airwire("token", "add", "automation", "--role", "editor", *more).stdout.strip()
        for more in ((), ("--expires", "12h"))
    ]
    listed = airwire("token", "list").stdout
    assert listed.count("automation\teditor\tmade ") == 2 and listed.count("good until it is removed") == 1
    assert not any(token in listed for token in tokens)
    assert all(Staff(store).bearer(token) for token in tokens)


@pytest.mark.parametrize("span", ["90", "0d", "d", "-1d", "1y", "99999d"])
def test_a_time_that_is_none_is_refused(airwire: Any, span: str) -> None:
    refused = airwire("token", "add", "automation", "--role", "editor", f"--expires={span}")
    assert refused.exit_code == 2 and "is no time such as 90d, 12h or 6w" in refused.output


@pytest.mark.parametrize("password", ["password12", "Radyo-Halimbawa", "ligaya2026"])
def test_a_weak_password_makes_no_account_and_says_what_would_be_better(
    airwire: Any, store: Store, tmp_path: Any, monkeypatch: pytest.MonkeyPatch, password: str
) -> None:
    station = tmp_path / "station.toml"
    station.write_text('name = "Radyo Halimbawa"')
    monkeypatch.setenv("AIRWIRE_STATION", str(station))
    refused = airwire("user", "add", "Ligaya", "--role", "anchor", "--password-stdin", typed=password)
    assert refused.exit_code == 1 and "several words that do not belong together" in refused.output
    assert Staff(store).accounts() == [] and password not in refused.output
