"""Which passwords are taken."""

from __future__ import annotations

import pytest

from webapp.newsroom.people.passwords import weakness

NAMES = ["Ligaya Santos", "Radyo Parola 777"]


@pytest.mark.parametrize(
    "password",
    [
        "password12",
        "1234567890",
        "qwertyuiop",
        "aaaaaaaaaaaa",
        "x" * 64,
        "P@ssw0rd12",
        "iloveyou2026",
        "hunter2hunter2",
    ],
)
def test_what_is_guessed_first_is_refused(password: str) -> None:
    assert "guessed first" in (weakness(password, NAMES) or "")


@pytest.mark.parametrize(
    "password",
    [
        "Ligaya Santos",
        "ligaya2026!",
        "Radyo Parola 777",
        "radyoparola777",
        "RADYO-PAROLA",
        "santosligaya1",
        "ＬＩＧＡＹＡ２０２６",
    ],
)
def test_the_names_that_everybody_knows_are_refused(password: str) -> None:
    assert "name of the account or of the station" in (weakness(password, NAMES) or "")


@pytest.mark.parametrize(
    "password",
    [
        "three-words-of-nothing",
        "mabuhay sa lahat po",
        "tHq7-rpL0w",
        "sampung mahabang salita",
        "ñandú ☂ bagyo ulan",
        "only for this run",
    ],
)
def test_length_and_words_are_enough_whatever_they_are_made_of(password: str) -> None:
    assert weakness(password, NAMES) is None


def test_too_short_and_too_long_say_what_would_be_right() -> None:
    assert "at least 10" in (weakness("tHq7-rpL0") or "") and "at most 1000" in (weakness("a b" * 400) or "")
    assert weakness(" ".join(f"salita{n}" for n in range(60))) is None
