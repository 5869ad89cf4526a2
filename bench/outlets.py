"""`python -m bench.outlets`: how long after the newsroom's word each surface has acknowledged it, with one of them dead.

A whole station with a webhook, a DAB label, RadioVIS with `--radios` receivers and a webhook that nobody answers; forty
headlines, each withdrawn again. It takes half a minute, and reads the station's own ledger.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from bench.page.quiet import IntoDocs
from bench.rig.docs_table import machine, table, verdict_at_most, write_between
from bench.rig.processes import BUILD, running
from tests.ports import free_port

HEADLINES, EVERY_S = 40, 0.3
TOPIC = "fm/5e0/5abc/09390"
MAX_P99_S = 1.0
STATION = """
name = "Radyo Uno"
url = "http://127.0.0.1:{web}"
[[outlets]]
kind = "webhook"
id = "webhook"
url = "http://127.0.0.1:{hook}/"
secret = "sixteen characters"
private = true
[[outlets]]
kind = "webhook"
id = "dead"
url = "http://127.0.0.1:{nobody}/"
secret = "sixteen characters"
private = true
[[outlets]]
kind = "dls"
id = "label"
path = "{label}"
[[outlets]]
kind = "radiovis"
id = "radiovis"
topics = ["{topic}"]
port = {stomp}
"""


class _Taken(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@contextlib.contextmanager
def station(radios: int) -> Iterator[tuple[str, dict[str, str]]]:
    """Its address, and the headers by which a newsroom's system asks it."""
    hook = ThreadingHTTPServer(("127.0.0.1", 0), _Taken)
    threading.Thread(target=hook.serve_forever, daemon=True).start()
    BUILD.mkdir(parents=True, exist_ok=True)
    web, stomp, nobody = free_port(), free_port(), free_port()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "station.toml"
        text = STATION.format(
            web=web, hook=hook.server_port, nobody=nobody, stomp=stomp, topic=TOPIC, label=Path(folder) / "dls.txt"
        )
        file.write_text(text)
        env = {"PORT": str(web), "AIRWIRE_DATA": folder, "AIRWIRE_STATION": str(file), "AIRWIRE_DEMO": "0"}
        env |= {"AIRWIRE_ADMIN_PASSWORD": "only for this run", "LOG_LEVEL": "ERROR"}
        tool = [sys.executable, "-m", "webapp.cli"]
        with running([*tool, "up"], web, env, False):
            _wait_for(stomp)
            minted = subprocess.run(
                [*tool, "token", "add", "bench", "--role", "editor"],
                env=os.environ | env, capture_output=True, text=True, check=True,
            )  # fmt: skip
            listening = [_radio(stomp) for _ in range(radios)]
            yield f"http://127.0.0.1:{web}/api/v1", {"Authorization": f"Bearer {minted.stdout.split()[-1]}"}
            for radio in listening:
                radio.close()
    hook.shutdown()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise RuntimeError("the outlets did not begin")


def _radio(port: int) -> socket.socket:
    radio = socket.create_connection(("127.0.0.1", port))
    topics = "".join(f"SUBSCRIBE\ndestination:/topic/{TOPIC}/{kind}\n\n\0" for kind in ("text", "image"))
    radio.sendall(f"CONNECT\n\n\0{topics}".encode())
    return radio


def call(url: str, headers: dict[str, str], method: str = "GET", body: Any = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, headers | {"Content-Type": "application/json"}, method=method)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def measure(url: str, headers: dict[str, str]) -> dict[tuple[str, str], list[float]]:
    """Seconds from the newsroom's word to the acknowledgement, by surface and action."""
    names = []
    for number in range(HEADLINES):
        made = call(f"{url}/breaking", headers, "POST", {"headline": f"Headline {number}", "priority": "flash"})
        time.sleep(EVERY_S)
        call(f"{url}/breaking/{made['id']}", headers, "DELETE", {"rev": made["rev"], "reason": "a bench"})
        time.sleep(EVERY_S)
        names.append(made["id"])
    found: dict[tuple[str, str], list[float]] = {}
    for name in names:
        for surface in call(f"{url}/breaking/{name}/outlets", headers)["outlets"]:
            for step in surface["steps"]:
                if "acknowledged_at" in step:
                    asked, done = (datetime.fromisoformat(step[at]) for at in ("asked_at", "acknowledged_at"))
                    found.setdefault((surface["id"], step["action"]), []).append((done - asked).total_seconds())
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--radios", type=int, default=200, help="receivers of RadioVIS")
    parser.add_argument("--docs", action=IntoDocs, help="write the figures into docs/explain/performance.md")
    asked = parser.parse_args()
    with station(asked.radios) as (url, headers):
        found = measure(url, headers)
    rows, worst = [], 0.0
    for (surface, action), seconds in sorted(found.items()):
        ordered = sorted(seconds)
        p50, p99 = ordered[len(ordered) // 2], ordered[-1 - len(ordered) // 100]
        worst = max(worst, p99)
        rows.append([f"{surface}, {action}", str(len(ordered)), f"{p50 * 1000:.0f} ms", f"{p99 * 1000:.0f} ms"])
    text = table(["surface, one of them dead", "acknowledged", "p50", "p99"], rows)
    text += "\n\n" + verdict_at_most("the slowest p99, seconds", worst, MAX_P99_S, 2) + f"\n\n{machine()}\n"
    sys.stdout.write(text)
    if asked.docs:
        write_between("bench.outlets", text)


if __name__ == "__main__":
    main()
