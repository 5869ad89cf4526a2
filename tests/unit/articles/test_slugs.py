"""Titles become addresses and ids of plain letters."""

from __future__ import annotations

import pytest

from tests.conftest import NOON
from webapp.newsroom.slugs import article_slug, programme_id


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Đặc biệt: Tết", "dac-biet-tet"),
        ("Ørsted øker", "orsted-oker"),
        ("Łódź straße", "lodz-strasse"),
        ("Año Nuevo", "ano-nuevo"),
    ],
)
def test_a_letter_is_the_same_in_an_article_s_address_and_in_a_programme_s_id(title: str, slug: str) -> None:
    assert article_slug(title, NOON) == programme_id(title) == slug


def test_a_title_without_latin_letters_gets_a_number_that_stays() -> None:
    assert programme_id("新年特别节目") == programme_id("新年特别节目") != programme_id("晚间新闻")
    assert programme_id("新年特别节目").startswith("special-")
    assert article_slug("晚间新闻", NOON).startswith(f"{NOON:%Y-%m-%d}-")
