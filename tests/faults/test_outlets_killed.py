"""The outlets process is killed: each surface has each headline at least once, in order, and no withdrawn one."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.any_store import connect
from tests.conftest import Room, make_room
from tests.faults.station import Station, until
from webapp.newsroom.drafts import BreakingDraft, Withdrawal
from webapp.newsroom.staff import Actor

pytestmark = pytest.mark.faults
ANCHOR = Actor(name="Ligaya", role="anchor")
STATION = """
name = "Radyo Uno"
[[outlets]]
kind = "webhook"
id = "lobby"
url = "{url}"
secret = "sixteen characters"
private = true
[[outlets]]
kind = "dls"
id = "dab"
path = "{label}"
between = ""
"""


class Lobby:
    """A system that is sent headlines. `got` is what came, with what came twice; while `is_dead` it answers 503."""

    def __init__(self) -> None:
        self.got: list[tuple[str, str]] = []
        self.is_dead = False
        lobby = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                said: dict[str, Any] = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if not lobby.is_dead:
                    lobby.got.append((said["type"].partition(".")[2], said["data"]["id"]))
                self.send_response(503 if lobby.is_dead else 204)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def lobby() -> Iterator[Lobby]:
    lobby = Lobby()
    yield lobby
    lobby.close()


def publish(room: Room, headline: str) -> str:
    draft = BreakingDraft.model_validate({"headline": headline, "priority": "flash"})
    item = room.desk.publish_breaking(draft, ANCHOR, datetime.now(UTC)).id
    assert item
    return item


def kill(station: Station) -> None:
    pid = station.pid_of("outlets")
    assert pid
    os.kill(pid, signal.SIGKILL)
    until(lambda: station.pid_of("outlets") not in (pid, None))


def test_each_headline_arrives_in_order_whoever_is_killed_and_a_withdrawn_one_does_not_stay(
    tmp_path: Path, lobby: Lobby
) -> None:
    label, file = tmp_path / "dls.txt", tmp_path / "station.toml"
    file.write_text(STATION.format(url=lobby.url, label=label))
    with Station(tmp_path / "data", AIRWIRE_STATION=str(file)) as station:
        room = make_room(connect(station.run_file["redis_url"]))
        until(label.exists)
        first = publish(room, "First")
        until(lambda: ("published", first) in lobby.got)
        second = publish(room, "Second")
        wrong = publish(room, "Wrong")
        kill(station)
        until(lambda: ("published", wrong) in lobby.got)
        lobby.is_dead = True
        room.desk.withdraw_breaking(wrong, Withdrawal(rev=1, reason="not true"), ANCHOR, datetime.now(UTC))
        never = publish(room, "Never seen there")
        room.desk.withdraw_breaking(never, Withdrawal(rev=1, reason="not true"), ANCHOR, datetime.now(UTC))
        last = publish(room, "Last")
        until(lambda: label.read_text("utf-8").endswith("\nLast\n"))  # the dead one delays no other
        lobby.is_dead = False
        until(lambda: ("published", last) in lobby.got and ("withdrawn", wrong) in lobby.got)
    in_order = list(dict.fromkeys(lobby.got))
    assert [pair for pair in in_order if pair[0] == "published"] == [
        ("published", one) for one in (first, second, wrong, last)
    ]
    assert in_order.index(("withdrawn", wrong)) < in_order.index(("published", last))
    assert never not in {item for _, item in lobby.got}
