"""A link that can be cut: a network namespace behind a pair of virtual cables. Needs root and iproute2."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Link:
    """`near` is our end's address, `far` that of whatever runs with `prefix` before its command."""

    near: str = LOOPBACK
    far: str = LOOPBACK
    name: str = ""

    @property
    def prefix(self) -> list[str]:
        return ["ip", "netns", "exec", self.name] if self.name else []

    def pull_out(self) -> None:
        """Takes the far end's cable down: nothing passes, and senders there get an error."""
        _ip("-n", self.name, "link", "set", "far", "down")

    def plug_in(self) -> None:
        """Returns once something passes: the kernel takes up to a second to notice."""
        _ip("-n", self.name, "link", "set", "far", "up")
        deadline = time.monotonic() + 10
        while not self._passes() and time.monotonic() < deadline:
            pass

    def _passes(self) -> bool:
        with socket.socket() as probe:
            probe.settimeout(0.05)
            try:
                probe.connect((self.far, 9))
            except ConnectionRefusedError:
                return True
            except OSError:
                return False
            return True

    def swallow_answers(self) -> None:
        """Half open: what we send arrives, and the answers are dropped silently."""
        _ip("-n", self.name, "route", "add", "blackhole", f"{self.near}/32")

    def let_answers_through(self) -> None:
        _ip("-n", self.name, "route", "del", "blackhole", f"{self.near}/32")


@contextmanager
def link(number: int) -> Iterator[Link]:
    """The addresses are of the range that is set aside for measuring (RFC 2544)."""
    net = f"198.18.{os.getpid() % 250}"
    made = Link(f"{net}.{4 * number + 1}", f"{net}.{4 * number + 2}", f"soak{os.getpid()}-{number}")
    cable = f"sk{os.getpid() % 100000}n{number}"
    try:
        _ip("netns", "add", made.name)
        _ip("link", "add", cable, "type", "veth", "peer", "name", "far", "netns", made.name)
        _ip("address", "add", f"{made.near}/30", "dev", cable)
        _ip("link", "set", cable, "up")
        _ip("-n", made.name, "address", "add", f"{made.far}/30", "dev", "far")
        _ip("-n", made.name, "link", "set", "far", "up")
        _ip("-n", made.name, "link", "set", "lo", "up")
        yield made
    finally:
        subprocess.run(["ip", "link", "del", cable], capture_output=True)
        subprocess.run(["ip", "netns", "del", made.name], capture_output=True)


def why_no_links() -> str | None:
    """Why links cannot be cut here."""
    if os.geteuid() or not shutil.which("ip"):
        return "needs root and iproute2"
    try:
        with link(60):
            return None
    except subprocess.CalledProcessError as error:
        return f"no network namespaces here: {error.stderr.decode().strip()}"


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)
