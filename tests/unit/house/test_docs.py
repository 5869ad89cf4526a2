"""The docs name what there is: every setting, command, event and address."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from webapp.newsroom.drafts import MAX_REASON_CHARS, ArticleDraft, BreakingDraft
from webapp.newsroom.events import BODIES
from webapp.newsroom.staff import DUTIES
from webapp.pages.api.read_beacons import MAX_BEACON_BYTES
from webapp.web.answers import MAX_BODY_BYTES
from webapp.wiring.config import Config

ROOT = Path(__file__).parents[3]
DOCS = {path.relative_to(ROOT / "docs").as_posix(): path.read_text("utf-8") for path in (ROOT / "docs").rglob("*.md")}


@pytest.mark.parametrize("setting", [name.upper() for name in Config.model_fields])
def test_every_setting_stands_in_the_reference(setting: str) -> None:
    assert f"`{setting}`" in DOCS["reference/settings.md"]


@pytest.mark.parametrize("event", [*BODIES, "snapshot", "read", "resume"])
def test_every_event_stands_in_the_api_docs(event: str) -> None:
    assert f"`{event}`" in DOCS["develop/live.md"]


def test_the_limits_of_the_api_docs_are_those_in_force() -> None:
    rows = re.findall(
        r"^\| ([^|]+) \| ([^|]*\d[^|]*) \|$", DOCS["develop/http.md"].split("| limit | is |")[1], re.MULTILINE
    )
    stated = {name: max(int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", is_)) for name, is_ in rows}
    headline, article = (kind.model_json_schema()["properties"] for kind in (BreakingDraft, ArticleDraft))
    assert (
        stated.items()
        >= {
            "headline, title, byline, topic and other lines": headline["headline"]["maxLength"],
            "`body` of a headline": headline["body"]["anyOf"][0]["maxLength"],
            "`reason`": MAX_REASON_CHARS,
            "`expires_in`": headline["expires_in"]["anyOf"][0]["maximum"],
            "`body_html` of an article": article["body_html"]["maxLength"],
            "`topics` of an article": article["topics"]["maxItems"],
            "addresses": article["canonical"]["anyOf"][0]["maxLength"],
            "body of a request": MAX_BODY_BYTES,
            "body of `POST /reads`": MAX_BEACON_BYTES,
        }.items()
    )


@pytest.mark.parametrize("role", DUTIES)
def test_every_role_stands_in_the_newsroom_docs(role: str) -> None:
    assert f"| {role} |" in DOCS["newsroom/README.md"]


def test_every_command_stands_in_the_reference() -> None:
    for path in (ROOT / "webapp" / "commands").rglob("*.py"):
        for group, name in re.findall(r'@(\w+)\.(?:command|group)\("([\w-]+)"\)', path.read_text("utf-8")):
            words = f"{name}" if group == "click" else f"{group} {name}"
            assert words in DOCS["reference/commands.md"], f"{words} ({path.name})"


def test_the_metrics_of_the_reference_are_those_of_the_code() -> None:
    code = (ROOT / "webapp" / "pages" / "ops" / "metrics.py").read_text("utf-8")
    made = {
        (f"{name}_total", "counter") if kind == "Counter" else (name, "gauge")
        for kind, name in re.findall(r'(Gauge|Counter)\(\s*"(\w+)"', code)
    }
    assert set(re.findall(r"^\| `(\w+)` \| (\w+) \|", DOCS["reference/metrics.md"], re.MULTILINE)) == made


def test_the_glossary_is_in_order_and_each_word_is_where_it_says() -> None:
    rows = re.findall(r"^\| ([^|]+) \| [^|]+ \| `([^`]+)` \|$", DOCS["reference/glossary.md"], re.MULTILINE)
    words = [word for word, _ in rows]
    assert len(words) > 25 and words == sorted(set(words), key=str.casefold)
    for word, path in rows:
        top = "" if path.startswith(("static/", "bench/", "tools/")) else "webapp"
        assert (ROOT / top / path).exists(), f"{word} → {path}"
