"""What a producer changes for one date: it is on air at its time, gives back, and never undoes a colleague's change."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.conftest import NOON, FrozenClock, Room
from tests.store.board.test_clock import IMPORT, clock_in
from tests.store.board.test_desk import GRID, story
from webapp.newsroom.errors import Invalid, NotAllowed, NotFound, Stale
from webapp.newsroom.schedule.dated_entries import EntryDraft, EntryRemoval, entry_id_at
from webapp.newsroom.schedule.days import planned_broadcasts
from webapp.newsroom.staff import Actor

LEA = Actor(name="lea", role="producer")
BEN = Actor(name="ben", role="producer")
ELEVEN = NOON - timedelta(hours=1)
ONE = NOON + timedelta(hours=1)
MIDDAY = entry_id_at(ELEVEN)


@pytest.fixture(autouse=True)
def the_grid(room: Room, clock: FrozenClock) -> None:
    for slug in ("rice", "edsa", "taal"):
        room.desk.put_article(story(slug), IMPORT, clock())
    room.desk.set_grid(GRID, IMPORT, clock())


def draft(rev: int = 0, start: datetime = ELEVEN, end: datetime = ONE, **more: Any) -> EntryDraft:
    what = more if more.keys() & {"title", "cancelled"} else {"programme": "midday", **more}
    return EntryDraft.load({"rev": rev, "starts_at": start, "ends_at": end, **what})


def news(*articles: str) -> list[dict[str, object]]:
    return [{"id": "news", "title": "News", "start": "11:00", "articles": list(articles)}]


def plan(room: Room, start: datetime = ELEVEN) -> list[str]:
    """`midday 11:00–13:00` for each broadcast of the day."""
    shows = planned_broadcasts(room.rundown.grid(), start, start + timedelta(hours=12))
    tz = GRID.tz
    return [f"{s.programme.id} {s.starts_at.astimezone(tz):%H:%M}–{s.ends_at.astimezone(tz):%H:%M}" for s in shows]


def shown(room: Room) -> list[str]:
    rotation = room.log.board().on_air.rotation
    return [card.slug for card in rotation.articles] if rotation else []


def test_other_articles_for_todays_segment_are_beside_it_at_once(room: Room, clock: FrozenClock) -> None:
    assert shown(room) == ["rice"]
    room.desk.set_entry(MIDDAY, draft(segments=news("taal", "rice")), LEA, clock())
    assert shown(room) == ["rice", "taal"]  # the card that stands keeps its turn; then it is round in the new order
    assert room.log.board().on_air.starts_at == ELEVEN
    room.desk.drop_entry(MIDDAY, EntryRemoval(rev=1), LEA, clock())
    assert shown(room) == ["rice"]


def test_a_new_grid_takes_no_dated_change_away(room: Room, clock: FrozenClock) -> None:
    room.desk.set_entry(MIDDAY, draft(segments=news("taal")), LEA, clock())
    room.desk.set_grid(GRID, IMPORT, clock())
    assert shown(room) == ["taal"] and room.rundown.own_grid() == GRID


def test_of_two_producers_the_second_is_told_who_was_faster(room: Room, clock: FrozenClock) -> None:
    room.desk.set_entry(MIDDAY, draft(title="Lea's hour"), LEA, clock())
    with pytest.raises(Stale) as refused:
        room.desk.set_entry(MIDDAY, draft(title="Ben's hour"), BEN, clock())
    assert refused.value.extra["by"] == "lea" and refused.value.extra["current"]["rev"] == 1
    room.desk.set_entry(MIDDAY, draft(rev=1, title="Ben's hour"), BEN, clock())
    with pytest.raises(Stale):
        room.desk.drop_entry(MIDDAY, EntryRemoval(rev=1), LEA, clock())
    assert plan(room) == ["ben-s-hour 11:00–13:00"]


def test_a_change_sent_twice_is_made_once(room: Room, clock: FrozenClock) -> None:
    first = room.desk.set_entry(MIDDAY, draft(title="Special"), LEA, clock(), "k1")
    before = room.log.board().seq
    assert room.desk.set_entry(MIDDAY, draft(title="Special"), LEA, clock.move(seconds=5), "k1") == first
    assert room.log.board().seq == before


def test_a_longer_programme_takes_from_the_next_and_a_shorter_one_leaves_a_hole(room: Room, clock: FrozenClock) -> None:
    room.desk.set_entry(MIDDAY, draft(end=ONE + timedelta(minutes=30)), LEA, clock())
    assert plan(room) == ["midday 11:00–13:30"]
    room.desk.set_entry(MIDDAY, draft(rev=1, end=ONE - timedelta(minutes=15)), LEA, clock())
    assert plan(room) == ["midday 11:00–12:45"]
    moved_up = draft(start=ONE - timedelta(minutes=20), end=ONE + timedelta(hours=1), title="Open line")
    room.desk.set_entry("open-line", moved_up, LEA, clock())
    assert plan(room) == ["midday 11:00–12:40", "open-line 12:40–14:00"]


def test_special_coverage_pre_empts_the_grid_and_gives_back_where_the_clock_then_is(
    room: Room, clock: FrozenClock
) -> None:
    ticking = clock_in(room, clock)
    start, end = NOON + timedelta(minutes=20), NOON + timedelta(minutes=40)
    room.desk.set_entry("typhoon", draft(start=start, end=end, title="Typhoon", articles=["taal"]), LEA, clock())
    clock.move(minutes=20)
    ticking.settle_once()
    on_air = room.log.board().on_air
    assert on_air.programme and on_air.programme.title == "Typhoon" and shown(room) == ["taal"]
    clock.move(minutes=20)
    ticking.settle_once()
    assert room.log.board().on_air.segment and shown(room) == ["edsa"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": "Late", "end": NOON - timedelta(minutes=5)}, "ends_at"),
        ({"programme": "nobody"}, "programme"),
        ({"segments": news("no-such-story")}, "segments.0.articles.0"),
        ({"segments": news() + news()}, "segments.1.id"),
        ({"segments": [{"id": "x", "title": "X", "start": "19:00"}]}, "segments.0.start"),
    ],
)
def test_what_cannot_be_is_refused_with_the_field(
    room: Room, clock: FrozenClock, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        room.desk.set_entry(MIDDAY, draft(**wrong), LEA, clock())
    assert field in [error["field"] for error in refused.value.fields]


def test_only_producers_change_the_rundown(room: Room, clock: FrozenClock, anchor: Actor) -> None:
    with pytest.raises(NotAllowed):
        room.desk.set_entry(MIDDAY, draft(title="Mine"), anchor, clock())
    with pytest.raises(NotFound):
        room.desk.drop_entry(MIDDAY, EntryRemoval(rev=1), LEA, clock())


def test_what_is_long_over_makes_room(room: Room, clock: FrozenClock) -> None:
    room.desk.set_entry(MIDDAY, draft(title="Special"), LEA, clock())
    clock.move(days=4)
    later = draft(start=clock(), end=clock() + timedelta(hours=1), title="Other")
    room.desk.set_entry("other", later, LEA, clock())
    assert list(room.rundown.entries()) == ["other"]
