"""The rooms of the house: imports run downward only, and what is outside stays where it belongs."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3] / "webapp"

FLOORS: dict[str, int] = {
    "newsroom": 0, "processes": 0,
    "store": 1, "fetch": 1,
    "desk": 2,
    "web": 3,
    "delivery": 4, "pages": 4, "panel": 4, "intake": 4, "pictures": 4, "outlets": 4, "demo": 4,
    "clock": 5, "monitor": 5,
    "wiring": 6, "app": 6, "wsgi": 6, "cli": 6, "commands": 6, "gunicorn_conf": 6, "__init__": 6,
}  # fmt: skip

WIRING = 6

ONLY_IN = {
    "redis": "store",
    "trafilatura": "intake",
    "av": ("monitor", "demo"),
    "PIL": ("pictures", "intake"),
}


def modules() -> list[Path]:
    return sorted(path for path in ROOT.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imports_of(path: Path) -> set[str]:
    """Whole names of the modules that `path` imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return names


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_downward_only(path: Path) -> None:
    room = room_of(path)
    assert room in FLOORS, f"{room} is a room that nobody has given a floor"
    for name in imports_of(path):
        if not name.startswith("webapp."):
            continue
        inner = name.removeprefix("webapp.")
        other = inner.split(".")[0]
        if other == room or other not in FLOORS:
            continue
        assert FLOORS[other] < FLOORS[room] or FLOORS[room] == WIRING, f"{path} imports {name}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_outside_libraries_stay_in_their_rooms(path: Path) -> None:
    roots = {name.split(".")[0] for name in imports_of(path)}
    for library, rooms in ONLY_IN.items():
        assert library not in roots or room_of(path) in rooms, f"{library} belongs to {rooms}, not to {path}"


def test_the_newsroom_knows_neither_the_time_nor_the_world() -> None:
    for path in (ROOT / "newsroom").rglob("*.py"):
        text = path.read_text("utf-8")
        assert not {n.split(".")[0] for n in imports_of(path)} & {"flask", "redis", "requests", "socket", "time"}, path
        assert "datetime.now(" not in text and "utcnow(" not in text and "date.today(" not in text, path
