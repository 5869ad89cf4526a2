"""`python -m bench.first_day`: a station of one's own from the address of its site, on a machine with nothing but the checkout.

A site on loopback with a name, articles, a week and a real Icecast; a fresh clone with an empty home; then, as the README says:
set-up, `airwire init`, `airwire up`, `airwire schedule import`, until there are sound, articles and what is on.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from bench.page.quiet import IntoDocs
from bench.rig.docs_table import machine, table, verdict_at_most, write_between
from bench.rig.processes import ROOT
from tests.faults.real_streams import Studio
from tests.ports import free_port

MAX_MINUTES, PATIENCE_S = 5.0, 300.0
FRONT = """<!DOCTYPE html><html lang="en"><head><title>Radyo Bukid</title><meta property="og:site_name" content="Radyo Bukid">
<link rel="alternate" type="application/rss+xml" href="/feed"></head><body><h1>Radyo Bukid</h1>
<p>News of the farms and the markets, from five in the morning on.</p><audio controls src="{stream}"></audio>
<a href="/schedule">Schedule</a>
<address>Los Baños, Laguna, Philippines</address></body></html>"""
WEEK = """<!DOCTYPE html><html lang="en"><head><title>Schedule | Radyo Bukid</title></head><body><h1>Schedule</h1>
<table><thead><tr><th>Time</th><th>Monday</th><th>Tuesday</th><th>Wednesday</th><th>Thursday</th><th>Friday</th>
<th>Saturday</th><th>Sunday</th></tr></thead><tbody><tr><td>12:00 MN - 12:00 NN</td><td colspan="7">Umaga sa Bukid</td></tr>
<tr><td>12:00 NN - 12:00 MN</td><td colspan="7">Hapon sa Bukid</td></tr></tbody></table></body></html>"""
ITEM = """<item><title>Rice is cheaper in market {n}</title><link>{site}/{n}</link><guid>{site}/{n}</guid><pubDate>{at}</pubDate>
<description>The price fell by two pesos a kilo, says the market's office, and may fall again next week.</description></item>"""


def site(stream: str) -> ThreadingHTTPServer:
    """The station's present site; serves until it is shut down."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            here = f"http://127.0.0.1:{server.server_port}"
            at = [f"{datetime.now(UTC) - timedelta(hours=n):%a, %d %b %Y %H:%M:%S} +0000" for n in range(5)]
            items = "".join(ITEM.format(n=n, site=here, at=at[n]) for n in range(5))
            pages = {
                "/": ("text/html", FRONT.format(stream=stream)),
                "/schedule": ("text/html", WEEK),
                "/feed": (
                    "application/rss+xml",
                    f'<rss version="2.0"><channel><title>News</title>{items}</channel></rss>',
                ),
            }
            kind, body = pages.get(self.path, ("", ""))
            self.send_response(200 if kind else 404)
            self.send_header("Content-Type", f"{kind or 'text/plain'}; charset=utf-8")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def asked(port: int, path: str) -> Any:
    with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
        return json.load(answer)
    return None


def wait(until: Callable[[], object], what: str) -> None:
    """Raises `RuntimeError` where it does not come."""
    deadline = time.monotonic() + PATIENCE_S
    while not until():
        if time.monotonic() > deadline:
            raise RuntimeError(f"{what}: not within {PATIENCE_S:.0f} s")
        time.sleep(0.2)


class Stopwatch:
    """Seconds by step, in order."""

    def __init__(self) -> None:
        self.steps: dict[str, float] = {}
        self._at = time.monotonic()

    def took(self, step: str) -> None:
        now = time.monotonic()
        self.steps[step], self._at = now - self._at, now
        print(f"{step}: {self.steps[step]:.1f} s", file=sys.stderr)


def first_day(folder: Path, address: str) -> dict[str, float]:
    """Seconds of each step, in a clone of what is committed here, in `folder`."""
    clone, home, port = folder / "airwire", folder / "home", free_port()
    home.mkdir()
    env = {
        **{name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ},
        "HOME": str(home),
        "PORT": str(port),
    }
    env |= {
        "AIRWIRE_STATION": str(clone / "own" / "station.toml"),
        "AIRWIRE_DATA": str(folder / "data"),
        "AIRWIRE_DEMO": "0",
    }
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    tool = str(clone / ".venv" / "bin" / "airwire")
    watch = Stopwatch()
    subprocess.run([sys.executable, "tools/bootstrap.py", "tests"], cwd=clone, env=env, check=True, capture_output=True)
    watch.took("set-up, downloads with it")
    init = [tool, "init", address, "--yes", "--private", "--to", "own"]
    found = subprocess.run(init, cwd=clone, env=env, check=True, capture_output=True, text=True)
    print(found.stdout, file=sys.stderr)
    watch.took("airwire init")
    with subprocess.Popen([tool, "up"], cwd=clone, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as up:
        try:
            wait(lambda: asked(port, "/api/v1/snapshot"), "the page")
            watch.took("airwire up, until the page is there")
            subprocess.run(
                [tool, "schedule", "import", "own/schedule.toml"], cwd=clone, env=env, check=True, capture_output=True
            )
            wait(lambda: (asked(port, "/api/v1/snapshot") or {}).get("on_air", {}).get("programme"), "what is on")
            watch.took("airwire schedule import, until it is on the page")
            wait(lambda: len((asked(port, "/api/v1/articles") or {}).get("articles", ())) >= 3, "articles")
            watch.took("until three articles are there")
            wait(lambda: (asked(port, "/api/v1/snapshot") or {}).get("stream", {}).get("status") == "on_air", "sound")
            watch.took("until the stream is known to be on the air")
        finally:
            up.terminate()
    return watch.steps


def main() -> int:
    parse = argparse.ArgumentParser(prog="python -m bench.first_day", description=__doc__)
    parse.add_argument("--docs", action=IntoDocs, help="into docs/explain/performance.md too")
    asked_for = parse.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="airwire-first-day-") as name,
        tempfile.TemporaryDirectory(prefix="airwire-studio-") as sound,
        ExitStack() as ends,
    ):
        folder, studio = Path(name), Studio(Path(sound))
        ends.callback(studio.close)
        studio.encode("/bukid.mp3")
        server = site(f"http://127.0.0.1:{studio.port}/bukid.mp3")
        ends.callback(server.shutdown)
        steps = first_day(folder, f"http://127.0.0.1:{server.server_port}/")
    total = sum(steps.values())
    text = "\n".join([
        f"Machine: {machine()}. An empty home and a fresh clone; packages come from caches near by.", "",
        table(["step", "s"], [[step, f"{seconds:.1f}"] for step, seconds in steps.items()]), "",
        verdict_at_most("minutes from a checkout to sound, articles and grid", total / 60, MAX_MINUTES, 1),
    ])  # fmt: skip
    print(text)
    if asked_for.docs:
        write_between("bench.first_day", text)
    return 0 if total <= MAX_MINUTES * 60 else 1


if __name__ == "__main__":
    sys.exit(main())
