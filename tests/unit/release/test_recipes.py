"""The recipes work: bodies are taken, templates find what they look for, commands are whole."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jinja2 import Environment

from webapp.newsroom.board import Board
from webapp.newsroom.drafts import BreakingDraft, OnAirHoldDraft, StreamHoldDraft, read_draft
from webapp.newsroom.model import Value

TEXT = (Path(__file__).parents[3] / "docs" / "develop" / "recipes.md").read_text("utf-8")
DRAFTS: dict[str, type[Value]] = {"/on-air": OnAirHoldDraft, "/stream": StreamHoldDraft, "/breaking": BreakingDraft}
BUTTONS = re.findall(r"\| `(?:PUT|POST) (/[\w-]+)` \| `({.*})` \|", TEXT)


@pytest.mark.parametrize(("path", "body"), BUTTONS)
def test_what_a_button_sends_is_taken(path: str, body: str) -> None:
    sent = json.loads(body)
    assert sent == {"auto": True} or read_draft(DRAFTS[path], sent)


def test_there_are_buttons_and_the_command_sends_a_headline() -> None:
    assert len(BUTTONS) == 5
    (body,) = re.findall(r"-d '({.*})'", TEXT)
    assert read_draft(BreakingDraft, json.loads(body)).priority == "urgent"


@pytest.mark.parametrize(
    ("on_air", "says"),
    [
        ({"programme": {"id": "noon", "title": "Noon"}, "segment": {"id": "sea", "title": "At sea"}}, "At sea"),
        ({"programme": {"id": "noon", "title": "Noon"}}, "Noon"),
        ({}, "Nothing"),
    ],
)
def test_home_assistants_templates_find_what_they_look_for(on_air: dict[str, Any], says: str) -> None:
    (sample,) = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    (rest,) = yaml.safe_load(sample)["rest"]
    board = {"segment": None, "programme": None, **on_air}
    snapshot = {**Board().dump(), "on_air": board, "breaking": []}

    def shown(sensor: dict[str, str]) -> str:
        return Environment(autoescape=False).from_string(sensor["value_template"]).render(value_json=snapshot)  # noqa: S701

    assert [shown(one) for one in rest["sensor"]] == [says, ""]
    assert shown(rest["binary_sensor"][0]) == "False"
