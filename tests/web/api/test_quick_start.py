"""The quick start is typed as it stands, against a running station: curl, Node.js and Python say what they should."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from threading import Timer

import pytest

from tests.unit.node import NODE
from tests.web.conftest import Newsroom

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "develop" / "quick-start.md").read_text("utf-8")


def samples(kind: str, newsroom: Newsroom) -> list[str]:
    """The page's blocks of a kind, with this station's address and an anchor's token."""
    found = re.findall(rf"^```{kind}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    return [
        text.replace("https://station.example", newsroom.url).replace("TOKEN", newsroom.tokens["anchor"])
        for text in found
    ]


def said(command: list[str], text: str, until: str) -> str:
    """What a program that is given `text` prints, as far as `until`; it is ended then, since it listens on."""
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert process.stdin and process.stdout
    too_long = Timer(20, process.kill)
    too_long.start()
    try:
        process.stdin.write(text)
        process.stdin.close()
        lines = []
        for line in process.stdout:
            lines.append(line)
            if until in "".join(lines):
                break
        return "".join(lines)
    finally:
        too_long.cancel()
        process.kill()
        process.wait()


def test_curl(newsroom: Newsroom) -> None:
    reading, writing = samples("sh", newsroom)
    snapshot, articles, events = [line.partition("  #")[0] for line in reading.splitlines()]
    assert '"breaking"' in said(["bash"], snapshot, '"breaking"')
    assert '"articles"' in said(["bash"], articles, '"articles"')
    assert "event: snapshot" in said(["bash"], f"exec {events}", "event: snapshot")
    assert '"seq"' in said(["bash"], writing, '"seq"')


@pytest.mark.parametrize(
    ("kind", "command", "headline"),
    [
        ("js", [str(NODE), "--input-type=module", "-"], "Ferry to Batangas runs again"),
        ("python", [sys.executable, "-"], "Airport reopens"),
    ],
)
def test_a_client_hears_the_headline_that_it_sent(
    newsroom: Newsroom, kind: str, command: list[str], headline: str
) -> None:
    (text,) = samples(kind, newsroom)
    assert f"published {headline}" in said(command, text, f"published {headline}")
