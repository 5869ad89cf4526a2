"""What a stranger sends acts on nobody's terminal."""

from __future__ import annotations

import json

import pytest

from webapp.processes.output_lines import as_json_line, as_terminal_line, printable

WILD = "Rain\x1b]0;owned\x07\x9b2J\u202eniar\u2028\u200b\rgone"


@pytest.mark.parametrize(
    "line", [WILD, json.dumps({"event": WILD, "title": WILD}), json.dumps({"exception": f"a\n{WILD}"})]
)
def test_control_characters_reach_no_terminal(line: str) -> None:
    shown = as_terminal_line("web", line).replace("\x1b[2m", "").replace("\x1b[0m", "").replace("\n", "")
    assert shown.isprintable() and "\\x1b]0;owned" in shown


def test_a_program_gets_one_line_whatever_was_said() -> None:
    line = as_json_line("web", WILD)
    assert line.isprintable() and json.loads(line)["event"].startswith("Rain\\x1b")


def test_letters_of_every_script_stay_as_they_are() -> None:
    for text in ("Bagyong Niño – ₱15", "שידור חי", "مباشر", "速報 🌧", "a\tb"):
        assert printable(text) == text
