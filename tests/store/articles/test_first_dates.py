"""A story keeps its first date: one that is dated anew for a word does not come to the top as news."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import format_datetime

from tests.conftest import NOON, Room
from tests.store.articles.test_importing import bring
from tests.unit.intake.intake_desk import item, rss

TEXT = (
    "The bridge over the river closes on Monday for repairs that will take three weeks, the office of works said today."
)


def feed(title: str, hours: float, text: str = TEXT, address: str = "bridge") -> bytes:
    at = format_datetime(NOON - timedelta(hours=hours))
    return rss(item(title, text, f"<link>https://a.example/{address}</link><pubDate>{at}</pubDate>")).encode()


def dates(room: Room) -> list[tuple[str, datetime, datetime | None]]:
    return [(one.title, one.published_at, one.updated_at) for one in room.articles.newest(10)]


def test_an_item_with_one_word_corrected_and_a_new_date_is_updated_and_stays_in_its_place(room: Room) -> None:
    bring(room, feed("Bridge closses", 5), NOON)
    bring(room, feed("Ferry sails", 3, "A ferry sails to the island at noon.", "ferry"), NOON)
    (outcome,) = bring(room, feed("Bridge closes", 1, TEXT.replace("three", "four")), NOON)
    assert outcome.kind == "updated"
    assert dates(room) == [
        ("Ferry sails", NOON - timedelta(hours=3), None),
        ("Bridge closes", NOON - timedelta(hours=5), NOON - timedelta(hours=1)),
    ]
    top = room.log.board()
    (outcome,) = bring(room, feed("Bridge closes", 0, TEXT.replace("three", "four")), NOON)
    assert (outcome.kind, room.log.board()) == ("unchanged", top), "a new date alone is nothing to tell anybody of"


def test_an_earlier_date_sets_the_first_one_right(room: Room) -> None:
    bring(room, feed("Bridge closes", 1), NOON)
    bring(room, feed("Bridge closes", 7), NOON)
    assert dates(room)[0][1] == NOON - timedelta(hours=7)


def test_a_page_that_is_written_anew_each_day_is_news_each_day(room: Room) -> None:
    bring(
        room,
        feed("Weather, Sunday", 24, "Sunny all day, with a light wind from the east and calm seas.", "weather"),
        NOON,
    )
    bring(
        room,
        feed("Weather, Monday", 0, "Rain and thunder are expected in the afternoon over all of Luzon.", "weather"),
        NOON,
    )
    assert dates(room) == [("Weather, Monday", NOON, NOON)]


def test_a_story_without_a_date_keeps_the_time_it_was_first_seen(room: Room) -> None:
    undated = rss(item("Bridge closes", TEXT, "<link>https://a.example/bridge</link>")).encode()
    (first,) = bring(room, undated, NOON)
    (again,) = bring(room, undated, NOON + timedelta(hours=2))
    assert (first.notes, again.notes) == (("date unknown: taken as the time first seen",),) * 2
    assert dates(room) == [("Bridge closes", NOON, None)]
