"""A folder holds so much that one sees all of it at a glance, and no folder is there for one file."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[3]
FOLDERS = ("webapp", "static", "templates", "tests", "bench", "tools")
FEWEST, MOST = 2, 16
NOT_OURS = ("__pycache__", "node_modules", "vendor", "bundle")

OTHERWISE = {
    "static/js/panel": "one file for each part of the desk's page",
    "webapp/demo/copy": "the demo's stories, no code",
    "webapp/demo/pictures": "the demo's pictures, no code",
    "webapp/translations": "gettext's own folders",
    "webapp/translations/fil": "gettext's own folders",
    "webapp/translations/fil/LC_MESSAGES": "gettext's own folders",
}
"""Folders that hold fewer or more, and why."""


def folders() -> dict[str, tuple[int, int]]:
    """By its path, how many files a folder holds (`__init__.py` aside), and how many things in all."""
    found: dict[str, tuple[int, int]] = {}
    for top in FOLDERS:
        for folder in [ROOT / top, *(ROOT / top).rglob("*/")]:
            path = folder.relative_to(ROOT)
            if any(part in NOT_OURS or part.startswith(".") for part in path.parts) or "fixtures" in path.parts:
                continue
            things = [one for one in folder.iterdir() if one.name not in NOT_OURS and one.suffix not in (".pyc", ".mo")]
            files = [one for one in things if one.is_file() and one.name != "__init__.py"]
            if things:
                found[str(path)] = len(files), len(things)
    return found


def test_a_folder_holds_two_to_sixteen_files() -> None:
    held = {path: sizes for path, sizes in folders().items() if sizes[0] > MOST or sizes[1] < FEWEST}
    assert {path: sizes for path, sizes in held.items() if path not in OTHERWISE} == {}
    assert held.keys() == OTHERWISE.keys(), "an exception that is no longer needed"
