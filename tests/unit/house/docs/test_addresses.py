"""Addresses, commands, settings and metrics that the docs speak of are there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.unit.house.docs.doc_pages import PAGES, ROOT, SETTINGS, inline, name, wrong_with_address, wrong_with_command

CALL = re.compile(r"(?:(GET|POST|PUT|PATCH|DELETE) )?(/[\w./<>-]*)(?:\?\S*)?(?: .*)?")
OTHERS = (
    "/var", "/etc", "/opt", "/run", "/usr", "/path", "/2026/", "/news", "/feed/", "/socket.io/", "/wp-json",
    "/api/nowplaying", "/stations/", "/7.html", "/stats", "/statistics", "/status-json.xsl", "/admin/stats", "/live",
    "/stream", "/radio",
)  # fmt: skip
"""Folders of a machine, and addresses of encoders, automations and fronts."""
ALSO = {"ARGS", "PWDEBUG", "STATION_HOST"}
COOKIES = {"airwire_reader", "airwire_staff", "airwire_wall"}
"""They look like metrics; `test_privacy` compares them with the code."""
BY_READER = [page for page in PAGES if "explain" not in page.parts]


@pytest.mark.parametrize("doc", BY_READER, ids=name)
def test_every_address_on_a_page_is_one_that_is_answered(doc: Path) -> None:
    wrong = []
    for text in inline(doc):
        call = CALL.fullmatch(text)
        if call and not call[2].startswith(OTHERS) and "…" not in text and call[2] != "/api/v1":
            wrong.append(wrong_with_address(call[2], call[1]))
    assert [one for one in wrong if one] == []


@pytest.mark.parametrize("doc", PAGES, ids=name)
def test_every_command_in_a_sentence_is_one(doc: Path) -> None:
    said = [part for text in inline(doc) for part in text.split(" · ") if part.startswith("airwire ")]
    told = [part for part in said if "[" not in part and "<" not in part and "COMMAND" not in part]
    wrong = [wrong_with_command(shlex.split(part)[1:]) for part in told]
    assert [one for one in wrong if one] == []


@pytest.mark.parametrize("doc", PAGES, ids=name)
def test_every_name_of_the_environment_and_every_metric_is_there(doc: Path) -> None:
    text = doc.read_text("utf-8")
    assert set(re.findall(r"\bAIRWIRE_[A-Z_]+\b", text)) <= SETTINGS | ALSO
    made = set(re.findall(r'"(airwire_\w+)"', (ROOT / "webapp" / "pages" / "ops" / "metrics.py").read_text("utf-8")))
    named = set(re.findall(r"`(airwire_\w+)`", text))
    assert {one.removesuffix("_total") for one in named - COOKIES} <= made
