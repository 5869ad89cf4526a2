"""A whole station with surfaces beyond its pages: webhooks, a DAB label, RadioVIS, and the title of a real Icecast."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from bench.rig.processes import BUILD, running
from tests.faults.real_streams import PASSWORD, Studio, program
from tests.ports import free_port

TOPIC = "fm/5e0/5abc/09390"
MOUNT = "/live.mp3"
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
ICECAST = """
[[outlets]]
kind = "icecast"
id = "icy"
url = "http://127.0.0.1:{port}"
mounts = ["{mount}"]
password = "{password}"
private = true
"""


@dataclass(frozen=True)
class Running:
    """A station that runs: its web port, the headers by which a newsroom's system asks it, and what is left out here."""

    port: int
    headers: dict[str, str]
    left_out: str = ""

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/v1"


class _Taken(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@contextlib.contextmanager
def station(radios: int) -> Iterator[Running]:
    """A station with one web process and `radios` receivers of RadioVIS, until the context ends."""
    BUILD.mkdir(parents=True, exist_ok=True)
    web, stomp, nobody = free_port(), free_port(), free_port()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="airwire-outlets-")))
        hook = stack.enter_context(_webhook())
        icecast = stack.enter_context(_icecast())
        text = STATION.format(web=web, hook=hook, nobody=nobody, stomp=stomp, topic=TOPIC, label=folder / "dls.txt")
        file = folder / "station.toml"
        file.write_text(text + icecast)
        env = {"PORT": str(web), "AIRWIRE_DATA": str(folder), "AIRWIRE_STATION": str(file), "AIRWIRE_DEMO": "0"}
        env |= {"AIRWIRE_ADMIN_PASSWORD": "only for this run", "LOG_LEVEL": "ERROR", "WEB_CONCURRENCY": "1"}
        tool = [sys.executable, "-m", "webapp.cli"]
        stack.enter_context(running([*tool, "up"], web, env, False))
        _wait_for(stomp)
        minted = subprocess.run(
            [*tool, "token", "add", "bench", "--role", "editor"],
            env=os.environ | env, capture_output=True, text=True, check=True,
        )  # fmt: skip
        for _ in range(radios):
            stack.enter_context(contextlib.closing(_radio(stomp)))
        left_out = "" if icecast else "ICY (needs icecast2 and ffmpeg)"
        yield Running(web, {"Authorization": f"Bearer {minted.stdout.split()[-1]}"}, left_out)


@contextlib.contextmanager
def _webhook() -> Iterator[int]:
    """The port of somebody who takes all."""
    hook = ThreadingHTTPServer(("127.0.0.1", 0), _Taken)
    threading.Thread(target=hook.serve_forever, daemon=True).start()
    try:
        yield hook.server_port
    finally:
        hook.shutdown()


@contextlib.contextmanager
def _icecast() -> Iterator[str]:
    """What the station's file says of a real Icecast with an encoder; nothing where the programs are not installed."""
    if not program("icecast2", "icecast") or not program("ffmpeg"):
        yield ""
        return
    with tempfile.TemporaryDirectory(prefix="airwire-icecast-") as folder:
        studio = Studio(Path(folder))
        try:
            studio.encode(MOUNT)
            _wait_for_sound(f"http://127.0.0.1:{studio.port}{MOUNT}")
            yield ICECAST.format(port=studio.port, mount=MOUNT, password=PASSWORD)
        finally:
            studio.close()


def _wait_for_sound(url: str) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), urlopen(url, timeout=5) as stream:
            if stream.read(1):
                return
        time.sleep(0.2)
    raise RuntimeError("no sound came from Icecast")


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
