"""The record in memory: bounded, by day, and found by its words."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.conftest import NOON
from webapp.newsroom.headlines.archive import HeadlineArchive
from webapp.newsroom.headlines.record import HeadlineAction, HeadlineRevision
from webapp.newsroom.model import BreakingItem


def revision(name: str, at: datetime, action: HeadlineAction = "published", **more: Any) -> HeadlineRevision:
    item = {"id": name, "rev": 1, "headline": name, "priority": "urgent", "published_at": at, **more}
    return HeadlineRevision(action=action, at=at, item=BreakingItem(**item))


def archive_of(*revisions: HeadlineRevision, most: int = 100) -> HeadlineArchive:
    archive = HeadlineArchive(most=most)
    for one in revisions:
        archive.put(one)
    return archive


def names(records: Any) -> list[str]:
    return [record.id for record in records]


def test_the_oldest_make_way_and_the_newest_come_first() -> None:
    archive = archive_of(*(revision(str(n), NOON + timedelta(minutes=n)) for n in (3, 1, 4, 2, 5)), most=3)
    assert names(archive.newest(9)) == ["5", "4", "3"] and len(archive) == 3
    assert archive.get("1") is None


def test_a_day_has_its_own_headlines_and_knows_the_nearest_others() -> None:
    day = timedelta(days=1)
    archive = archive_of(
        revision("old", NOON - 3 * day), revision("a", NOON), revision("b", NOON), revision("new", NOON + day)
    )
    assert names(archive.between(NOON, NOON + day)) == ["b", "a"]
    before, after = archive.before(NOON), archive.after(NOON + day)
    assert before and before.id == "old" and after and after.id == "new"
    assert archive.before(NOON - 9 * day) is None and archive.after(NOON + 9 * day) is None


def test_a_revision_that_comes_twice_is_there_once() -> None:
    archive = archive_of(
        revision("a", NOON), revision("a", NOON, "corrected", rev=2), revision("a", NOON, "corrected", rev=2)
    )
    record = archive.get("a")
    assert record and [one.item.rev for one in record.revisions] == [1, 2]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["quake"], ["q"]), (["QUAKE", "bat"], ["q"]), (["peñafrancia"], ["p"]), (["penafrancia"], ["p"]),
        (["nag-aral"], ["n"]), (["uake"], []), (["quake", "ferry"], []), ([], []), (["doors"], ["q"]),
        (["?!"], []),
    ],
)  # fmt: skip
def test_headlines_are_found_by_the_beginnings_of_their_words(words: list[str], found: list[str]) -> None:
    archive = archive_of(
        revision("q", NOON, headline="Quake off Batangas", body="Stay out of doors."),
        revision("p", NOON, headline="Crowds at Peñafrancia"),
        revision("n", NOON, headline="Nag-aral sila sa liwanag"),
    )
    assert names(archive.find(words, NOON, 10)) == found


def test_a_withdrawn_headline_is_not_found_by_what_it_said() -> None:
    archive = archive_of(revision("q", NOON, headline="Quake off Batangas"))
    archive.put(revision("q", NOON, "withdrawn", rev=2, headline="Quake off Batangas", reason="No quake."))
    assert archive.find(["quake"], NOON, 10) == []


def test_a_copy_is_left_alone_by_what_comes_later() -> None:
    archive = archive_of(revision("a", NOON))
    copy = archive.copy()
    archive.put(revision("b", NOON))
    assert names(copy.newest(9)) == ["a"]
