"""Tables in the docs that list something list all of it: rooms, folders, decisions, releases; findings say what they are."""

from __future__ import annotations

import re
import subprocess
from datetime import date
from pathlib import Path

import pytest

from tests.unit.house.test_rooms import FLOORS
from webapp.newsroom.schema import VERSION

ROOT = Path(__file__).parents[3]
DECISIONS = ROOT / "docs" / "explain" / "decisions"
STATUS = re.compile(r"^# .+\n\nStatus: (in force|replaced) since (\d{4}-\d{2}-\d{2})\.\n")
RELEASE = re.compile(r"^## (\S+) \((\d{4}-\d{2}-\d{2})\)$", re.MULTILINE)


def rows(page: Path, heading: str = "") -> list[list[str]]:
    """The cells of the table rows under `heading`, or of the whole page."""
    text = page.read_text("utf-8")
    if heading:
        text = re.split(r"^## ", text.partition(f"\n## {heading}\n")[2], flags=re.MULTILINE)[0]
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_the_table_of_rooms_is_the_one_that_the_imports_are_held_to() -> None:
    told: dict[str, int] = {}
    floor = -1
    for cells in rows(ROOT / "docs" / "explain" / "architecture.md", "Rooms"):
        if cells[0] in ("floor", "---"):
            continue
        floor = int(cells[0] or floor)
        told |= {room.rstrip("/").removesuffix(".py"): floor for room in re.findall(r"`([^`]+)`", cells[1])}
    assert told == {room: floor for room, floor in FLOORS.items() if room != "__init__"}


def test_the_readme_says_what_each_folder_is() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    folders = {path.split("/")[0] for path in listed.splitlines() if "/" in path and not path.startswith(".")}
    told = {cells[0].strip("`/") for cells in rows(ROOT / "README.md", "What is in this repository")}
    assert told - {"", "---"} == folders


def decisions() -> list[Path]:
    return sorted(path for path in DECISIONS.glob("*.md") if path.name != "README.md")


@pytest.mark.parametrize("decision", decisions(), ids=lambda decision: decision.stem)
def test_a_decision_says_whether_it_is_in_force_and_since_when(decision: Path) -> None:
    found = STATUS.match(decision.read_text("utf-8"))
    assert found, f"{decision.name} does not begin with its title and 'Status: in force since YYYY-MM-DD.'"
    date.fromisoformat(found[2])
    index = {cells[0]: cells[2:] for cells in rows(DECISIONS / "README.md")}
    title = decision.read_text("utf-8").splitlines()[0].removeprefix("# ")
    assert index.get(f"[{title}]({decision.name})") == [found[1], found[2]], "decisions/README.md says something else"


def test_the_index_of_decisions_names_no_page_that_is_gone() -> None:
    named = set(re.findall(r"\]\(([\w-]+\.md)\)", (DECISIONS / "README.md").read_text("utf-8")))
    assert named == {page.name for page in decisions()}


@pytest.mark.parametrize("finding", sorted((ROOT / "findings").glob("*.sh")), ids=lambda finding: finding.stem)
def test_a_finding_begins_with_what_it_shows_and_with_which_versions(finding: Path) -> None:
    lines = finding.read_text("utf-8").splitlines()
    assert re.fullmatch(r"# \S.{20,}", lines[1]), "its second line is what `make findings` shows"
    assert any(re.match(r"# Versions?: ", line) for line in lines[:12])


def test_releases_are_dated_and_the_newest_stands_first() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    headings = re.findall(r"^## .*$", text, re.MULTILINE)
    assert headings[0] == f"## Unreleased ({VERSION})" or headings[0].startswith(f"## {VERSION} (")
    assert all(RELEASE.match(heading) for heading in headings[1:]), headings
    dates = [date.fromisoformat(day) for _, day in RELEASE.findall(text)]
    assert dates == sorted(dates, reverse=True)


@pytest.mark.parametrize("version", ["0.1.0"])
def test_nothing_is_added_to_a_release_that_is_out(version: str) -> None:
    show = ["git", "show", f"v{version}:CHANGELOG.md"]
    then = subprocess.run(show, cwd=ROOT, capture_output=True, text=True)
    if then.returncode:
        pytest.skip(f"the tag v{version} is not in this clone")
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    section = re.split(r"^## ", text.partition(f"## {version} ")[2], flags=re.MULTILINE)[0]
    added = [p for p in section.split("\n\n")[1:] if p.strip() and p.strip() not in then.stdout]
    assert not added, f"this belongs under Unreleased: {added}"
