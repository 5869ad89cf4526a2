"""`airwire check --role`: whether a role runs on this machine, for the health checks of containers."""

from __future__ import annotations

import socket

import pytest
from click.testing import CliRunner

from tests.any_store import Store
from tests.conftest import Valkey
from tests.web.server import SECRET
from webapp.cli import main
from webapp.store.people.presence import Presence
from webapp.web.parts import utc_now


def test_a_role_that_runs_here_is_well_and_one_elsewhere_is_not(
    store: Store, valkey_server: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIS_URL", valkey_server.url)
    monkeypatch.setenv("SECRET_KEY", SECRET)
    Presence(store).announce(f"{socket.gethostname()}:7:abc", 0, 0, utc_now(), part="clock", writes=True)
    Presence(store).announce("another-host:7:abc", 0, 0, utc_now(), part="monitor", writes=True)
    said = {role: CliRunner().invoke(main, ["check", "--role", role]) for role in ("clock", "monitor")}
    assert (said["clock"].exit_code, said["monitor"].exit_code) == (0, 1), {r: s.output for r, s in said.items()}
    assert "clock: runs on this machine" in said["clock"].output
