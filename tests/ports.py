"""Ports for what tests start. Each is handed out once, and nobody else takes it before its server does.

A port asked of the system is free only as long as nothing on the machine, other tests' connections among it, is given
it next: a server that starts a moment later finds it taken, and whoever looks for it finds a stranger. So these lie below
what systems give away by themselves (32768 and up) and below the embedded store's own (20000 and up), a part of them for
each process that runs tests.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from webapp.store.server.embedded import is_free

PORTS = range(10_000, 20_000)
PARTS = 8


def free_port() -> int:
    """One on loopback that nobody listens on, and that this process has not given before."""
    return next(_free)


def _ports() -> Iterator[int]:
    # Two runs of the tests beside each other begin elsewhere.
    size = len(PORTS) // PARTS
    part, first = _process() % PARTS * size, os.getpid() % size
    yield from (port for turn in range(size) if is_free(port := PORTS[part + (first + turn) % size]))
    raise RuntimeError(f"all of this process's {size} ports were given out")


def _process() -> int:
    """Of those that share the tests among them."""
    number = re.search(r"\d+", os.environ.get("PYTEST_XDIST_WORKER", ""))
    return int(number.group()) if number else PARTS - 1


_free = _ports()
