"""The people in a byline, one by one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from webapp.newsroom.articles.authors import split_byline
from webapp.newsroom.model import Article
from webapp.newsroom.station import Station
from webapp.pages.html.json_ld import news_article


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("Ana Cruz", ("Ana Cruz",)), ("Ana Cruz, Ben Reyes", ("Ana Cruz", "Ben Reyes")),
        ("Ana Cruz and Ben Reyes", ("Ana Cruz", "Ben Reyes")),
        ("Ana Cruz at Ben Reyes", ("Ana Cruz", "Ben Reyes")), ("Ben Reyes, Jr.", ("Ben Reyes, Jr.",)),
        ("Ana Cruz, Ben Reyes, Jr. and Carla Go", ("Ana Cruz", "Ben Reyes, Jr.", "Carla Go")),
        ("Yolanda Sandoval", ("Yolanda Sandoval",)),
        (None, ()), ("", ()),
    ],
)  # fmt: skip
def test_each_author_has_a_name_of_their_own(byline: str | None, names: tuple[str, ...]) -> None:
    assert split_byline(byline) == names


@pytest.mark.parametrize(
    ("byline", "agency", "authors"),
    [
        ("Ana Cruz, Ben Reyes", None, [("Person", "Ana Cruz"), ("Person", "Ben Reyes")]),
        ("Ana Cruz", "AFP", [("Person", "Ana Cruz")]),
        ("AFP", "AFP", [("Organization", "AFP")]),
        (None, "AFP", [("Organization", "AFP")]),
        (None, None, [("Organization", "Airwire")]),
    ],
)
def test_search_engines_are_told_of_two_people_and_of_an_agency(
    byline: str | None, agency: str | None, authors: list[tuple[str, str]]
) -> None:
    article = Article(
        slug="rain", title="Rain", byline=byline, agency=agency, published_at=datetime(2026, 3, 2, tzinfo=UTC)
    )
    told = news_article(article, Station(name="Airwire"), "https://radyo.example/articles/rain", None)["author"]
    assert [(one["@type"], one["name"]) for one in (told if isinstance(told, list) else [told])] == authors
