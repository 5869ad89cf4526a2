"""A real Icecast, real encoders and a real HLS packager, to be killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Literal
from urllib.parse import parse_qsl

from tests.ports import free_port
from webapp.monitor.monitor import Monitor
from webapp.newsroom.model import Stream, StreamSource
from webapp.newsroom.station import Station, StreamConfig

TONE = "sine=frequency=440:sample_rate=44100"
QUIET = "anullsrc=r=44100:cl=stereo"
PASSWORD = "source"

CONFIG = """
<icecast>
  <limits><clients>50</clients><sources>9</sources><burst-size>65535</burst-size><source-timeout>10</source-timeout></limits>
  <authentication><source-password>{password}</source-password><admin-user>admin</admin-user>
    <admin-password>{password}</admin-password></authentication>
  <hostname>127.0.0.1</hostname>
  <listen-socket><port>{port}</port><bind-address>127.0.0.1</bind-address></listen-socket>
  <mount type="normal"><mount-name>/main.mp3</mount-name><fallback-mount>/backup.mp3</fallback-mount>
    <fallback-override>1</fallback-override></mount>
  <mount type="normal"><mount-name>/told.mp3</mount-name><authentication type="url">
    <option name="username" value="airwire"/><option name="password" value="token"/>
    <option name="mount_add" value="{calls}"/><option name="mount_remove" value="{calls}"/></authentication></mount>
  <paths><logdir>{folder}</logdir><webroot>/usr/share/icecast2/web</webroot><adminroot>/usr/share/icecast2/admin</adminroot>
    <basedir>{folder}</basedir></paths>
  <logging><accesslog>-</accesslog><errorlog>error.log</errorlog><loglevel>4</loglevel></logging>
  <security><chroot>0</chroot>{owner}</security>
</icecast>
"""


def program(*names: str) -> str | None:
    path = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"))
    return next((found for name in names if (found := shutil.which(name, path=path))), None)


class Process:
    """A program of ours; whatever happens it does not outlive the test."""

    def __init__(self, *command: str) -> None:
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    @property
    def runs(self) -> bool:
        return self._process.poll() is None

    def signal(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()


class Studio:
    """Icecast, and encoders that feed it or write an HLS playlist."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._log = folder / "error.log"
        self.port = free_port()
        self._running: list[Process] = []
        self.calls: SimpleQueue[tuple[str, dict[str, str]]] = SimpleQueue()
        serve = partial(_Files, self.calls, directory=str(folder))
        self._files = ThreadingHTTPServer(("127.0.0.1", 0), serve)
        threading.Thread(target=self._files.serve_forever, daemon=True).start()
        self.start_icecast()
        self.hls_url = f"http://127.0.0.1:{self._files.server_port}/live.m3u8"

    def start_icecast(self) -> None:
        owner = "<changeowner><user>nobody</user><group>nogroup</group></changeowner>" if os.geteuid() == 0 else ""
        self.folder.chmod(0o777)
        config = self.folder / "icecast.xml"
        calls = f"http://127.0.0.1:{self._files.server_port}/"
        config.write_text(
            CONFIG.format(port=self.port, folder=self.folder, password=PASSWORD, owner=owner, calls=calls)
        )
        self._log.unlink(missing_ok=True)
        self.icecast = self._run(program("icecast2", "icecast") or "", "-c", str(config))
        self._await_icecast()

    def encode(self, mount: str, sound: str = TONE) -> Process:
        address = f"icecast://source:{PASSWORD}@127.0.0.1:{self.port}{mount}"
        kind = (
            ("libvorbis", "ogg", "application/ogg") if mount.endswith(".ogg") else ("libmp3lame", "mp3", "audio/mpeg")
        )
        return self._encode(sound, "-c:a", kind[0], "-b:a", "64k", "-content_type", kind[2], "-f", kind[1], address)

    def package(self, sound: str = TONE) -> Process:
        """One-second segments, with target duration 1."""
        hls = (
            "-f",
            "hls",
            "-hls_time",
            "1",
            "-hls_list_size",
            "4",
            "-hls_flags",
            "delete_segments+omit_endlist+temp_file",
        )
        return self._encode(sound, "-c:a", "aac", *hls, str(self.folder / "live.m3u8"))

    def close(self) -> None:
        for process in self._running:
            process.kill()
        self._files.shutdown()
        self._files.server_close()

    def _encode(self, sound: str, *output: str) -> Process:
        return self._run(program("ffmpeg") or "", "-v", "quiet", "-y", "-re", "-f", "lavfi", "-i", sound, *output)

    def _run(self, *command: str) -> Process:
        process = Process(*command)
        self._running.append(process)
        return process

    def _await_icecast(self) -> None:
        """Icecast 2.4 may crash when somebody calls while it is beginning: so it is asked nothing until it says, a second
        after the last of its threads began, that there is no master to follow."""
        until = time.monotonic() + 20
        while time.monotonic() < until and self.icecast.runs:
            if self._log.exists() and b"checking master stream list" in self._log.read_bytes():
                return
            time.sleep(0.05)
        raise RuntimeError("Icecast does not begin" if self.icecast.runs else "Icecast ended as soon as it began")


class _Files(SimpleHTTPRequestHandler):
    """The packager's files; and takes down what Icecast calls out: the Authorization header and the form."""

    def __init__(self, calls: SimpleQueue[tuple[str, dict[str, str]]], *args: Any, **more: Any) -> None:
        self._calls = calls
        super().__init__(*args, **more)

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self._calls.put((self.headers.get("Authorization", ""), dict(parse_qsl(form))))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


Kind = Literal["hls", "icecast", "audio"]


class Ears:
    """A monitor that runs, and the desk that it tells."""

    def __init__(self, **streams: tuple[Kind, str]) -> None:
        configs = (StreamConfig(id=n, title=n, url=url, kind=kind, private=True) for n, (kind, url) in streams.items())
        self._told: list[Stream] = []
        self._news = threading.Condition()
        self._monitor = Monitor(Station(streams=tuple(configs)), self, "http://127.0.0.1:1")
        self._thread = threading.Thread(target=self._monitor.run)
        self._thread.start()

    def report_stream(self, report: Stream, now: datetime, watches: object = None) -> None:
        with self._news:
            self._told.append(report)
            self._news.notify_all()

    def seconds_until(self, status: str, *, within: float, stream: str | None = None) -> float:
        """How long it took until the desk was told so; fails when that is too long."""
        return self._seconds_until(
            lambda: (self.last.status if stream is None else self._of(stream).status) == status, within
        )

    def seconds_until_reason(self, reason: str, *, stream: str, within: float) -> float:
        return self._seconds_until(lambda: self._of(stream).reason == reason, within)

    def _seconds_until(self, is_so: Callable[[], bool], within: float) -> float:
        began = time.monotonic()
        with self._news:
            in_time = self._news.wait_for(lambda: bool(self._told) and is_so(), within)
        assert in_time, f"not so within {within} s, but {self._told[-1:]}"
        return time.monotonic() - began

    def _of(self, stream: str) -> StreamSource:
        return next(source for source in self.last.streams if source.id == stream)

    @property
    def last(self) -> Stream:
        return self._told[-1]

    def history(self, stream: str) -> list[str]:
        """The statuses that were told of it, each change once."""
        told = [source.status for report in self._told for source in report.streams if source.id == stream]
        return [now for before, now in zip(["", *told], told, strict=False) if now != before]

    def hint(self, stream: str) -> None:
        self._monitor.hint(stream)

    def close(self) -> float:
        """How long it took to stop."""
        began = time.monotonic()
        self._monitor.stop()
        self._thread.join(10)
        return time.monotonic() - began
