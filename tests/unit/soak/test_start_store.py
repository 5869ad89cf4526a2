"""`deploy/start-store.sh`: a store that comes back asks the Sentinels whom to follow before it takes itself for the primary."""

from __future__ import annotations

import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[3] / "deploy" / "start-store.sh"
OWN = "10.0.0.1:6379"


@contextmanager
def sentinel(*answer: str) -> Iterator[str]:
    """One that gives the same answer to whatever it is asked; yields its address."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    line, _ = server.accept()
                except OSError:
                    return
                with line:
                    line.recv(1_000)
                    line.sendall("".join(f"{part}\r\n" for part in answer).encode())

        threading.Thread(target=serve, daemon=True).start()
        yield f"127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)


def naming(host: str, port: str) -> tuple[str, ...]:
    return ("*2", f"${len(host)}", host, f"${len(port)}", port)


def started_with(*sentinels: str) -> str:
    """The arguments that the store would be started with."""
    command = ["bash", str(SCRIPT), "echo", "store.conf", OWN, *sentinels]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=30).stdout.strip()


@pytest.mark.parametrize(
    ("named", "arguments"),
    [
        (("10.0.0.2", "6379"), "store.conf --replicaof 10.0.0.2 6379"),
        (("10.0.0.1", "6379"), "store.conf --replicaof no one"),
        (("10.0.0.1", "6380"), "store.conf --replicaof 10.0.0.1 6380"),
    ],
)
def test_it_follows_whom_the_sentinels_name(named: tuple[str, str], arguments: str) -> None:
    with sentinel(*naming(*named)) as at:
        assert started_with(at) == arguments


def test_a_sentinel_that_does_not_answer_or_knows_nothing_is_passed_over() -> None:
    with sentinel("*-1") as nothing, sentinel(*naming("10.0.0.3", "6379")) as knows:
        assert started_with("127.0.0.1:9", nothing, knows) == "store.conf --replicaof 10.0.0.3 6379"
