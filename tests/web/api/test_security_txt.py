"""`/.well-known/security.txt`, as RFC 9116 has it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
import time_machine

from tests.any_store import Store
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import open_site
from webapp.newsroom.errors import Invalid
from webapp.newsroom.toml.station_toml import parse_station

STATION = """
url = "https://radyo.example"
[security]
contact = ["tips@radyo.example", "https://radyo.example/report"]
policy = "https://radyo.example/disclosure"
"""


def test_who_finds_a_fault_finds_whom_to_tell(store: Store, valkey_server: Valkey, tmp_path: Path) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        answer = open_site(valkey_server, clock, tmp_path, STATION).client().get("/.well-known/security.txt")
    assert answer.status_code == 200 and answer.content_type == "text/plain; charset=utf-8"
    fields = [line.split(": ", 1) for line in answer.text.splitlines()]
    assert [value for name, value in fields if name == "Contact"] == [
        "mailto:tips@radyo.example",
        "https://radyo.example/report",
    ]
    said = dict(fields)  # all but Contact come once
    assert len(fields) == len(said) + 1 and said["Canonical"] == "https://radyo.example/.well-known/security.txt"
    assert said["Preferred-Languages"] == "en, fil" and said["Policy"] == "https://radyo.example/disclosure"
    assert 150 < (datetime.fromisoformat(said["Expires"]) - NOON).days < 365


def test_a_station_that_names_nobody_has_none(store: Store, valkey_server: Valkey, tmp_path: Path) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        assert open_site(valkey_server, clock, tmp_path).client().get("/.well-known/security.txt").status_code == 404


@pytest.mark.parametrize(
    "contact", ["[]", '["ask us"]', '["http://radyo.example"]', '["a@b.example\\nPolicy: https://x.example"]']
)
def test_what_is_no_way_to_reach_anybody_is_refused(contact: str) -> None:
    with pytest.raises(Invalid):
        parse_station(f"[security]\ncontact = {contact}\n")
