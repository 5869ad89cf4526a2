"""Of several versions of a story in one document the newest counts, in whatever order they stand."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime

import orjson
import pytest

from tests.unit.intake.intake_desk import NOW, item, only, read, refusals, rss

ONE = "<link>https://a.example/1</link><guid>1</guid>"


def ninjs(version: object, headline: str, hours: float = 2) -> dict[str, object]:
    at = (NOW - timedelta(hours=hours)).isoformat()
    return {"uri": "urn:newsml:a:1", "pubstatus": "usable", "version": version, "headline": headline,
            "body_text": f"{headline}, and more.", "versioncreated": at}  # fmt: skip


def dated(title: str, hours: float) -> str:
    return item(title, more=f"{ONE}<pubDate>{format_datetime(NOW - timedelta(hours=hours))}</pubDate>")


@pytest.mark.parametrize("turned", [False, True])
def test_the_higher_ninjs_version_counts_whatever_its_date(turned: bool) -> None:
    items = [ninjs("9", "It was so", 1), ninjs("10", "It is so", 3)]
    assert only(read(orjson.dumps(items[::-1] if turned else items))).title == "It is so"


def test_a_version_that_is_no_number_tells_nothing() -> None:
    items = [ninjs("final", "It was so", 3), ninjs(None, "It is so", 1)]
    assert only(read(orjson.dumps(items))).title == "It is so"


@pytest.mark.parametrize("hours", [(5, 1), (1, 5)])
def test_without_versions_the_newest_date_counts(hours: tuple[float, float]) -> None:
    newest = f"{min(hours)} hours old"
    results = read(rss(*(dated(f"{ago} hours old", ago) for ago in hours)))
    assert only(results).title == newest
    which = "newest" if hours[0] > hours[1] else "first"
    assert refusals(results) == [(f"{max(hours)} hours old", f"stands twice in this document; the {which} counts")]


def test_a_version_that_says_no_date_is_not_taken_for_the_newest() -> None:
    assert only(read(rss(dated("5 hours old", 5), item("Nobody knows", more=ONE)))).title == "5 hours old"
