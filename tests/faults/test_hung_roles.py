"""A role that hangs: what listeners see stays true meanwhile, and the role is ended and started again."""

from __future__ import annotations

import os
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.any_store import connect
from tests.conftest import make_room
from tests.faults.station import Station, until
from webapp.newsroom.drafts import BreakingDraft
from webapp.newsroom.staff import Actor

pytestmark = pytest.mark.faults

ANCHOR = Actor(name="Ligaya", role="anchor")
HUNG_S = 6
SHORTLY = timedelta(seconds=2.5)
SHOWN_AT = ("/api/v1/snapshot", "/", "/lite", "/embed/ticker", "/embed/ticker.json")


def frozen(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


def shown(station: Station, headline: str) -> list[str]:
    """The addresses that show it."""
    return [path for path in SHOWN_AT if headline in requests.get(station.url + path, timeout=5).text]


def test_roles_that_hang_are_started_again_and_no_page_shows_what_is_over_meanwhile(tmp_path: Path) -> None:
    with Station(tmp_path, AIRWIRE_HUNG_S=str(HUNG_S)) as station:
        hung: dict[str, Any] = {role: station.pid_of(role) for role in ("clock", "monitor", "web")}
        store = connect(station.run_file["redis_url"])
        room = make_room(store)
        until(lambda: '"event": "watching"' in station.said and '"event": "acting"' in station.said)
        until(station.is_ready)
        for pid in hung.values():
            os.kill(pid, signal.SIGSTOP)
        # A headline of a minute that has stood for most of it.
        draft = BreakingDraft(headline="Bridge closed", priority="urgent", expires_in=60)
        room.desk.publish_breaking(draft, ANCHOR, datetime.now(UTC) - timedelta(seconds=60) + SHORTLY)
        until(lambda: shown(station, "Bridge closed") == list(SHOWN_AT), SHORTLY.total_seconds())
        until(lambda: not shown(station, "Bridge closed"), 5)
        assert frozen(hung["clock"])
        assert room.log.board().breaking  # nobody has written it down
        for role, pid in hung.items():
            until(lambda role=role, pid=pid: station.pid_of(role) not in (pid, None))
            assert f'"role": "{role}", "why": "hung: its loop stood still for {HUNG_S} s"' in station.said
        until(station.is_ready)
        until(lambda: not room.log.board().breaking)
