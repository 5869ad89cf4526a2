"""The wheel, as somebody installs it who has no checkout: what is in it, what it asks for, and that a station runs from it.

Built without isolation and put into an environment of its own, which borrows the packages of this one: no network.
"""

from __future__ import annotations

import re
import site
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from collections.abc import Iterator
from email.parser import Parser
from pathlib import Path

import pytest
import requests

from tests.faults.station import Station
from webapp.newsroom.schema import VERSION
from webapp.web.catalogs import read_catalog

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
NAME = f"airwire-{VERSION}"
METADATA = f"{NAME}.dist-info/METADATA"

RUN_THE_SCRIPT = """
import sys
from importlib.metadata import entry_points
(airwire,) = {script.value: script for script in entry_points(group="console_scripts", name="airwire")}.values()
sys.argv[0] = "airwire"
sys.exit(airwire.load()())
"""
"""What the `airwire` of an installed wheel does."""


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the wheel and the source archive, as `make dist` makes them."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Iterator[zipfile.ZipFile]:
    with zipfile.ZipFile(dist / f"{NAME}-py3-none-any.whl") as wheel:
        yield wheel


@pytest.fixture
def installed(wheel: zipfile.ZipFile, tmp_path: Path) -> Path:
    """An environment that has the wheel: `bin/python` is its Python."""
    home = tmp_path / "environment"
    venv.create(home, symlinks=True)
    (packages,) = home.glob("lib/python3*/site-packages")
    wheel.extractall(packages)
    (packages / "borrowed.pth").write_text("\n".join(site.getsitepackages()))
    return home


def test_a_wheel_holds_all_that_pages_and_commands_are_made_of(wheel: zipfile.ZipFile) -> None:
    held = set(wheel.namelist())
    tracked = subprocess.run(
        ["git", "ls-files", "webapp", "static", "templates"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    inside = {path if path.startswith("webapp/") else f"webapp/{path}" for path in tracked if (ROOT / path).exists()}
    assert inside, "this needs a git checkout"
    assert inside <= held, inside - held
    fetched = {f"webapp/static/vendor/{path.name}" for path in (ROOT / "static" / "vendor").glob("[!.]*")}
    assert {name for name in held if name.startswith("webapp/static/vendor/")} == fetched
    assert {
        "webapp/static/bundle/bundle.json",
        "webapp/static/bundle/app.js",
        "webapp/static/bundle/app.js.map",
    } <= held
    assert any(name.endswith(".LICENSE") for name in fetched), "what others wrote is passed on with its licence"


def test_nothing_of_the_tests_or_of_this_machine_is_in_a_wheel(wheel: zipfile.ZipFile) -> None:
    assert {name.split("/")[0] for name in wheel.namelist()} == {"webapp", f"{NAME}.dist-info"}
    assert not [name for name in wheel.namelist() if "__pycache__" in name or Path(name).name.startswith(".")]
    assert str(ROOT) not in "".join(wheel.read(name).decode("utf-8", "replace") for name in wheel.namelist())


def test_a_wheel_asks_for_what_the_project_says_it_needs(wheel: zipfile.ZipFile) -> None:
    metadata = Parser().parsestr(wheel.read(METADATA).decode("utf-8"))
    asked = {re.split(r"[ ~<>=;\[]", line)[0] for line in metadata.get_all("Requires-Dist", [])}
    assert asked == {re.split(r"[ ~<>=;\[]", line)[0] for line in PROJECT["dependencies"]}
    assert metadata["Version"] == VERSION
    assert metadata["Requires-Python"] == PROJECT["requires-python"]


def test_the_source_archive_makes_the_same_wheel(dist: Path, wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    with tarfile.open(dist / f"{NAME}.tar.gz") as archive:
        archive.extractall(tmp_path, filter="data")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    done = subprocess.run(build, cwd=tmp_path / NAME, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(tmp_path / f"{NAME}-py3-none-any.whl") as again:
        ours, theirs = ({name: held.read(name) for name in held.namelist()} for held in (wheel, again))
        assert ours == theirs


def test_a_checkout_without_its_browser_parts_makes_no_wheel(dist: Path, tmp_path: Path) -> None:
    with tarfile.open(dist / f"{NAME}.tar.gz") as archive:
        archive.extractall(tmp_path, filter="data")
    for part in (tmp_path / NAME / "static" / "vendor").iterdir():
        part.unlink()
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    done = subprocess.run(build, cwd=tmp_path / NAME, capture_output=True, text=True)
    assert done.returncode
    assert "run `python3 tools/bootstrap.py setup` first" in done.stderr


def test_a_station_runs_from_an_installed_wheel_and_writes_nothing_into_it(installed: Path, tmp_path: Path) -> None:
    before = _files(installed)
    station = Station(
        tmp_path / "station",
        airwire=[str(installed / "bin" / "python"), "-B", "-c", RUN_THE_SCRIPT],
        cwd=tmp_path,
        AIRWIRE_DEMO="1",
        PYTHONDONTWRITEBYTECODE="1",
    )
    with station:
        english, filipino = (
            requests.get(station.url, headers={"Accept-Language": language}, timeout=10) for language in ("en", "fil")
        )
        assert english.status_code == 200
        assert '<html lang="en"' in english.text
        assert '<html lang="fil"' in filipino.text
        assert read_catalog("fil").gettext("Most read") in filipino.text
        needed = set(re.findall(r'(?:src|href|data-app|data-ahead)="(/assets/[^"]+)"', english.text))
        assert any(address.endswith("/bundle/app.js") for address in needed)
        for address in sorted(needed):
            assert requests.get(station.url + address, timeout=10).status_code == 200, address
        assert requests.get(f"{station.url}/panel/sign-in", timeout=10).status_code == 200
        station.press_ctrl_c()
        station.ended()
    assert _files(installed) == before


def _files(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}
