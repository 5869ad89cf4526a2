"""Machines on one switch: a network namespace each, behind a bridge, whose ways to each other can be cut.

Needs root and iproute2."""

from __future__ import annotations

import contextlib
import itertools
import os
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from bench.soak.network import why_no_links

_made = itertools.count()


class Network:
    """`address` of each machine by name; `here` is ours, outside of all of them."""

    def __init__(self, names: Sequence[str]) -> None:
        self._tag = f"aw{os.getpid() % 10_000}n{next(_made)}"  # the kernel takes its time to let go of names
        net = f"198.19.{os.getpid() % 250}"
        self.here = f"{net}.1"
        self.address = {name: f"{net}.{10 + number}" for number, name in enumerate(names)}

    def inside(self, name: str) -> list[str]:
        """What is put before a command that is to run on a machine."""
        return ["ip", "netns", "exec", self._namespace(name)]

    def cut(self, *pairs: tuple[str, str]) -> Callable[[], None]:
        """Nothing goes from the first to the second of each pair any more, silently. Returns what mends it."""
        made = [pair for pair in dict.fromkeys(pairs) if self._route("add", *pair)]

        def mend() -> None:
            for pair in made:
                self._route("del", *pair)

        return mend

    def _route(self, do: str, source: str, target: str) -> bool:
        way = ["ip", "-n", self._namespace(source), "route", do, "blackhole", f"{self.address[target]}/32"]
        return subprocess.run(way, capture_output=True).returncode == 0  # two faults may cut the same way

    def _namespace(self, name: str) -> str:
        return f"{self._tag}-{name}"

    def _set_up(self) -> None:
        _ip("link", "add", self._tag, "type", "bridge")
        _ip("address", "add", f"{self.here}/24", "dev", self._tag)
        _ip("link", "set", self._tag, "up")
        for number, (name, address) in enumerate(self.address.items()):
            space, cable = self._namespace(name), f"{self._tag}v{number}"
            _ip("netns", "add", space)
            _ip("link", "add", cable, "type", "veth", "peer", "name", "net", "netns", space)
            _ip("link", "set", cable, "master", self._tag, "up")
            _ip("-n", space, "address", "add", f"{address}/24", "dev", "net")
            _ip("-n", space, "link", "set", "net", "up")
            _ip("-n", space, "link", "set", "lo", "up")

    def _take_down(self) -> None:
        for name in self.address:
            subprocess.run(["ip", "netns", "del", self._namespace(name)], capture_output=True)
        subprocess.run(["ip", "link", "del", self._tag], capture_output=True)


@contextmanager
def network(names: Sequence[str]) -> Iterator[Network]:
    made = Network(names)
    with contextlib.ExitStack() as stack:
        stack.callback(made._take_down)
        made._set_up()
        yield made


def why_no_network() -> str | None:
    """Why there can be none here; `None` where there can."""
    if why := why_no_links():
        return why
    name = f"aw{os.getpid() % 100_000}t"
    tried = subprocess.run(["ip", "link", "add", name, "type", "bridge"], capture_output=True, text=True)
    subprocess.run(["ip", "link", "del", name], capture_output=True)
    return f"no bridges here: {tried.stderr.strip()}" if tried.returncode else None


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)
