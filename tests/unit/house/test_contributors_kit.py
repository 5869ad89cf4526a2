"""What a contributor is told to type does what the docs say."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.browser import chromium

ROOT = Path(__file__).parents[3]
FILES = (".py", ".md", ".html", ".js", ".toml", ".yaml")
MAKEFILE = (ROOT / "Makefile").read_text()
DOCS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *(ROOT / "docs").rglob("*.md")]


def recipe(target: str) -> str:
    """The commands of one target of the Makefile."""
    found = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)
    assert found, f"make {target}"
    return found[1]


def test_every_make_command_of_the_docs_is_there_and_explains_itself() -> None:
    targets = re.findall(r"^([a-z]+): ## \S", MAKEFILE, re.MULTILINE)
    for doc in DOCS:
        code = re.findall(r"`([^`]+)`|^(?: {4}|\| `)(make .*)$", doc.read_text("utf-8"), re.MULTILINE)
        for line in ("".join(part) for part in code):
            for name in re.findall(r"(?:^|&& )make ([a-z]+)", line):
                assert name in targets, f"{doc.name}: make {name}"


def test_every_name_of_the_code_that_the_walks_lead_to_is_defined() -> None:
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "webapp").rglob("*.py"))
    walks = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## How to add")[2]
    words = [word for word in re.findall(r"`([A-Za-z_][\w.]*\w)`", walks) if not word.endswith(FILES)]
    names = {word.split(".")[-1] for word in words if word != "None"}
    assert {"RawStory", "Stats", "OutletConfig", "BODIES", "staff_page"} <= names
    for name in sorted(names):
        assert re.search(rf"^\s*(?:class|def) {name}\b|^\s*{name}(?::|\b.* = )", code, re.MULTILINE), name


def test_make_dev_watches_what_a_station_is_made_of() -> None:
    watched = recipe("dev").split("'airwire up'")[1].split()
    assert watched == ["webapp", "static", "templates"]
    assert "--ignore-paths static/vendor,static/bundle" in recipe("dev")


def test_what_runs_before_a_commit_is_of_the_linters_and_downloads_nothing() -> None:
    path = ROOT / ".pre-commit-config.yaml"
    check = [sys.executable, "-m", "pre_commit", "validate-config", str(path)]
    assert subprocess.run(check, capture_output=True).returncode == 0
    (repository,) = yaml.safe_load(path.read_text())["repos"]
    assert repository["repo"] == "local"
    for hook in repository["hooks"]:
        assert hook["language"] == "system"
        assert hook["id"].removesuffix("-format") in recipe("lint") or hook["id"] == "docs"
    told = " ".join(hook["entry"] for hook in repository["hooks"])
    for linter in re.findall(r"^\t(?:node )?(\S+)", recipe("lint"), re.MULTILINE)[1:]:
        assert linter in told, f"{linter} is in `make lint`, and not in .pre-commit-config.yaml"


def test_only_a_headed_run_looks_for_a_browser_that_opens_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    there = {chromium.WITHOUT_WINDOWS: "/usr/bin/shell", "google-chrome": "/usr/bin/chrome"}
    monkeypatch.setattr("shutil.which", there.get)
    assert chromium.found() == "/usr/bin/shell"
    assert chromium.found(headed=True) == "/usr/bin/chrome"
    del there["google-chrome"]
    assert chromium.found(headed=True) is None


def test_new_texts_are_looked_for_in_all_that_has_any() -> None:
    patterns = re.findall(r"^\[(\w+): (.+)\]$", (ROOT / "babel.cfg").read_text(), re.MULTILINE)
    assert dict(patterns) == {"python": "webapp/**.py", "jinja2": "templates/**.html"}
    assert "-F babel.cfg" in recipe("translations")
    assert "make translations" in (ROOT / "docs" / "explain" / "pages.md").read_text("utf-8")
