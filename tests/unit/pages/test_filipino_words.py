"""One thing has one name in Filipino: the list in the docs is what the catalog says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "reference" / "filipino.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in row.strip("|").split("|")]
    for row in re.findall(r"^\| .+ \|$", PAGE, re.MULTILINE)[2:]
]  # fmt: skip
PLACEHOLDER = re.compile(r"\{\w+\}|%\(\w+\)s")
NOT_THE_WORD = {"you", "colleague", "kept (what was written)", "card", "server", "airtime", "kill", "as of", "next"}
"""Words of whom many texts say something else, or which are part of other words: only what is not said counts."""
OTHERWISE = {
    "no new segment for {n} s",  # of a playlist
    "No breaking news. Headlines you push appear here.",
    "No article has been read often enough yet. This list fills itself as people read.",
    "directly: typed, an app, a feed reader",
    "No source is set up. An admin adds them in the settings, or in the station's file, as [[alerts]].",
}


@pytest.fixture(scope="module")
def texts() -> list[tuple[str, str]]:
    """English and Filipino, both in small letters."""
    with (ROOT / "webapp" / "translations" / "fil" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalog: Catalog = read_po(file, locale="fil")
    pairs = []
    for message in catalog:
        of, said = (
            tuple(str(one) for one in part) if isinstance(part, tuple) else (str(part),)
            for part in (message.id, message.string)
        )
        if message.id and of[0] not in OTHERWISE:
            pairs += [(PLACEHOLDER.sub("", " ".join(of).lower()), form.lower()) for form in said]
    return pairs


def listed(cell: str) -> list[str]:
    return [word.strip().lower() for word in cell.split(",") if word.strip()]


@pytest.mark.parametrize(("english", "filipino", "forms"), [row[:3] for row in ROWS if row[0] not in NOT_THE_WORD])
def test_a_word_of_the_newsroom_is_said_as_the_list_has_it(
    texts: list[tuple[str, str]], english: str, filipino: str, forms: str
) -> None:
    singular = english.removesuffix("s").removesuffix("y")
    word = re.compile(rf"\b{re.escape(singular)}(?:s|y|ies)?\b")
    about = [(text, said) for text, said in texts if word.search(text)]
    assert about, "nothing says this word"
    assert [pair for pair in about if not any(form in pair[1] for form in listed(f"{filipino}, {forms}"))] == []


@pytest.mark.parametrize("retired", [word for row in ROWS for word in listed(row[3])])
def test_a_word_that_was_given_up_is_said_nowhere(texts: list[tuple[str, str]], retired: str) -> None:
    assert [said for _, said in texts if re.search(rf"\b{re.escape(retired)}\b", said)] == []


def test_the_list_is_in_order() -> None:
    assert len(ROWS) > 40 and len({row[0] for row in ROWS}) == len(ROWS)
