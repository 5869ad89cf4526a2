"""pip for a Debian whose Python came without: from the archive the machine already trusts, as an ordinary user."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from places import say

PACKAGE = "python3-pip-whl"


@contextmanager
def fetch_pip() -> Iterator[Path | None]:
    """pip's wheel, for as long as the context lasts; `None` where it cannot be had. Nothing is installed on the system."""
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        yield None
        return
    say(f"this Python came without pip: fetching Debian's {PACKAGE}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if not _download(folder, []):
            # The machine's package lists may be old or missing, and only root may renew them: make a set of our own.
            own = _own_state(folder)
            _apt(folder, [*own, "update"])
            _download(folder, own)
        yield _unpack(folder)


def _download(folder: Path, options: list[str]) -> bool:
    return _apt(folder, [*options, "download", PACKAGE]) and any(folder.glob("*.deb"))


def _apt(folder: Path, arguments: list[str]) -> bool:
    command = ["apt-get", "-qq", *arguments]
    if os.geteuid() == 0:
        command[1:1] = ["-o", "APT::Sandbox::User=root"]
    return subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def _own_state(folder: Path) -> list[str]:
    for part in ("state/lists/partial", "cache/archives/partial"):
        (folder / part).mkdir(parents=True)
    options = {
        "Dir::State": f"{folder}/state",
        "Dir::State::status": "/var/lib/dpkg/status",
        "Dir::Cache": f"{folder}/cache",
        "Acquire::Languages": "none",
    }
    return [part for name, value in options.items() for part in ("-o", f"{name}={value}")]


def _unpack(folder: Path) -> Path | None:
    for package in folder.glob("*.deb"):
        subprocess.run(["dpkg-deb", "-x", package, folder / "unpacked"], check=True)
    return next(folder.glob("unpacked/usr/share/python-wheels/pip-*.whl"), None)
