"""`airwire` by itself: quick, and of use without a store."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest

from webapp.cli import COMMANDS

ROOT = Path(__file__).parents[3]


def airwire(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "webapp.cli", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=environment)


def test_help_lists_every_command_without_loading_any(tmp_path: Path) -> None:
    modules = "import sys; import webapp.cli; print([m for m in sys.modules if m.startswith(('redis', 'pydantic', 'gevent'))])"
    loaded = subprocess.run([sys.executable, "-c", modules], cwd=ROOT, capture_output=True, text=True)
    assert loaded.stdout.strip() == "[]"
    told = airwire("--help")
    assert told.returncode == 0
    for name in [*COMMANDS, "routes", "shell"]:
        assert f"\n  {name} " in told.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_there_and_its_line_in_the_list_is_its_own(name: str) -> None:
    where, line = COMMANDS[name]
    module, _, attribute = where.partition(":")
    command = getattr(import_module(module), attribute)
    assert isinstance(command, click.Command)
    assert " ".join((command.help or "").split()).startswith(line)


def test_a_command_that_is_not_there_is_refused_by_name() -> None:
    told = airwire("broadcast")
    assert told.returncode == 2
    assert "No such command 'broadcast'" in told.stderr


@pytest.mark.parametrize("command", [["routes"], ["user", "list"], ["check"]])
def test_without_a_store_a_command_says_what_would_help(command: list[str], tmp_path: Path) -> None:
    told = airwire(*command, AIRWIRE_DATA=str(tmp_path))
    assert told.returncode == 1
    assert "no REDIS_URL, and no 'airwire up' runs on" in told.stderr
    assert "Traceback" not in told.stderr


def test_a_setting_that_cannot_be_read_is_told_by_name(tmp_path: Path) -> None:
    told = airwire("check", AIRWIRE_DATA=str(tmp_path), PORT="radio")
    assert told.returncode == 1
    assert "PORT" in told.stderr
    assert "Traceback" not in told.stderr
