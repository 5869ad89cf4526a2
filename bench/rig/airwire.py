"""Airwire as it runs for listeners: the real application by its own command, with its store, clock and monitor."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from typing import Any

from bench.rig.previous import THIS, Build
from bench.rig.processes import BUILD, Peer, children, command_of, running
from tests.ports import free_port


@contextlib.contextmanager
def airwire(workers: int = 1, pinned: bool = True, build: Build = THIS) -> Iterator[Peer]:
    """`airwire up` of `build`, on the server's core if `pinned`; CPU and memory are those of the web workers."""
    port = free_port()
    with tempfile.TemporaryDirectory() as data:
        env = {
            "PORT": str(port),
            "AIRWIRE_DATA": data,
            "WEB_CONCURRENCY": str(workers),
            "AIRWIRE_DEMO": "0",
            "LOG_LEVEL": "WARNING",
        }
        env |= {"AIRWIRE_ADMIN_PASSWORD": "only for this run"}
        tool = [build.python, "-m", "webapp.cli"]
        with running([*tool, "up"], port, env, pinned, build.root) as process:
            _wait_until_ready(port)
            minted = subprocess.run(
                [*tool, "token", "add", "bench", "--role", "editor"],
                env=os.environ | env, cwd=build.root, capture_output=True, text=True, check=True,
            )  # fmt: skip
            token = minted.stdout.split()[-1]
            web = [pid for pid in children(process.pid) if "gunicorn" in command_of(pid)]
            worker = [pid for pid in web if not children(pid)]
            options = [
                "--pub-path",
                "/api/v1/breaking",
                "--header",
                f"Authorization: Bearer {token}",
                "--ready",
                "snapshot",
            ]
            yield Peer("Airwire", port, worker, options, payload=_request_size(port, token))


def _wait_until_ready(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with (
            contextlib.suppress(OSError),
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/snapshot", timeout=5) as answer,
        ):
            if json.load(answer).get("epoch"):
                return
        time.sleep(0.1)
    raise RuntimeError("no board came")


def _request_size(port: int, token: str, event_size: int = 350) -> int:
    """The request size in bytes for which the event that listeners get has `event_size` bytes."""
    body = json.dumps({"priority": "urgent", "headline": "x" * 50}, separators=(",", ":"))
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Idempotency-Key": "size"}
    request = urllib.request.Request(f"http://127.0.0.1:{port}/api/v1/breaking", body.encode(), headers)
    with urllib.request.urlopen(request, timeout=10):
        pass
    board: dict[str, Any] = {"breaking": []}
    while not board[
        "breaking"
    ]:  # another web process may have taken the request: this one gets the event a moment later
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/snapshot", timeout=10) as answer:
            board = json.load(answer)
    header = {"epoch": board["epoch"], "seq": board["seq"], "at": board["now"], "action": "published"}
    event = json.dumps(header | {"item": board["breaking"][0]}, separators=(",", ":"))
    return len(body) + event_size - len(event)


def keep_snapshot(port: int) -> dict[str, Any]:
    """Saves Airwire's snapshot, which some peers send to new listeners too; returns it."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/snapshot", timeout=10) as answer:
        board = dict(json.load(answer))
    (BUILD / "snapshot.json").write_text(json.dumps(board))
    return board
