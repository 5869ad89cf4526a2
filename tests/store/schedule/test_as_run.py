"""The record: what was really on, from when to when and by whom, beside what was planned for that day."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.conftest import NOON, FrozenClock, Room, make_room
from tests.store.board.test_clock import IMPORT, clock_in
from tests.store.board.test_desk import GRID, story
from webapp.newsroom.drafts import OnAirHoldDraft, ReadOnAirDraft
from webapp.newsroom.errors import Invalid, StoreAway
from webapp.newsroom.schedule.as_run import AiredSegment, PlanComparison, compare, planned_parts, with_ends
from webapp.newsroom.schedule.days import day_bounds, local_date
from webapp.newsroom.staff import Actor
from webapp.store.board.commits import Commit
from webapp.store.core import keys


@pytest.fixture(autouse=True)
def the_grid(room: Room, clock: FrozenClock) -> None:
    for slug in ("rice", "edsa"):
        room.desk.put_article(story(slug), IMPORT, clock())
    room.desk.set_grid(GRID, IMPORT, clock())


def record(room: Room) -> list[AiredSegment]:
    return room.rundown.as_run.ran(NOON - timedelta(days=1), NOON + timedelta(days=2))


def told(rows: list[AiredSegment]) -> list[str]:
    """`12:00 news schedule`, in Manila's time."""
    return [
        f"{row.starts_at.astimezone(GRID.tz):%H:%M:%S} {row.segment.id if row.segment else 'nothing'} {row.who or row.by}"
        for row in rows
    ]


def compared(room: Room, now: datetime) -> dict[str, PlanComparison]:
    plan = planned_parts(GRID, *day_bounds(GRID, local_date(GRID.tz, now)))
    rows = compare(plan, with_ends(record(room)), now, room.rundown.as_run.begins())
    return {row.plan.segment.id if row.plan and row.plan.segment else "unplanned": row for row in rows}


def test_a_turn_by_the_clock_is_in_the_record_once_however_often_it_is_looked_at(
    room: Room, clock: FrozenClock
) -> None:
    ticking = clock_in(room, clock)
    ticking.settle_once()
    clock.move(minutes=30)
    for _ in range(3):
        ticking.settle_once()
        clock_in(room, clock).settle_once()
    assert told(record(room)) == ["12:00:00 news schedule", "12:30:00 traffic schedule"]


def test_after_hours_asleep_the_record_says_when_time_had_decided(room: Room, clock: FrozenClock) -> None:
    clock_in(room, clock).settle_once()
    clock.move(hours=6, seconds=17)
    clock_in(room, clock).settle_once()
    rows = record(room)
    assert told(rows) == ["12:00:00 news schedule", "12:30:00 traffic schedule", "13:00:00 nothing schedule"]
    assert rows[1].told_at == clock() and len({row.id for row in rows}) == 3


def test_a_cut_and_its_giving_back_say_who_did_it(room: Room, clock: FrozenClock, anchor: Actor) -> None:
    clock_in(room, clock).settle_once()
    clock.move(minutes=5)
    room.desk.hold_on_air(OnAirHoldDraft(segment="traffic"), anchor, clock())
    clock.move(minutes=3)
    room.desk.release_on_air(anchor, clock())
    assert told(record(room)) == [
        "12:00:00 news schedule", f"12:05:00 traffic {anchor.name}", f"12:08:00 news {anchor.name}",
    ]  # fmt: skip


def test_a_hold_that_ended_while_the_clock_was_away_ended_at_its_own_time(
    room: Room, clock: FrozenClock, anchor: Actor
) -> None:
    clock_in(room, clock).settle_once()
    until = clock() + timedelta(minutes=40)
    clock.move(minutes=10)
    room.desk.hold_on_air(OnAirHoldDraft(segment="news", until=until), anchor, clock())
    clock.move(minutes=45)
    clock_in(room, clock).settle_once()
    assert told(record(room)) == ["12:00:00 news schedule", f"12:10:00 news {anchor.name}", "12:40:00 traffic schedule"]


def test_an_overrun_shows_beside_the_plan(room: Room, clock: FrozenClock, anchor: Actor) -> None:
    ticking = clock_in(room, clock)
    ticking.settle_once()
    room.desk.hold_on_air(OnAirHoldDraft(programme="midday", segment="news"), anchor, clock())
    for _ in range(40):
        clock.move(minutes=1)
        ticking.settle_once()
    room.desk.release_on_air(anchor, clock())
    clock.move(minutes=60)
    ticking.settle_once()
    rows = compared(room, clock())
    assert rows["news"].by_s == {"ran_over": 600}
    assert rows["traffic"].by_s == {"late": 600}


def test_what_was_cut_short_replaced_and_never_on_shows_beside_the_plan(
    room: Room, clock: FrozenClock, anchor: Actor
) -> None:
    ticking = clock_in(room, clock)
    ticking.settle_once()
    clock.move(minutes=20)
    room.desk.hold_on_air(OnAirHoldDraft(title="Typhoon"), anchor, clock())
    clock.move(minutes=70)
    ticking.settle_once()
    rows = compared(room, clock())
    assert rows["news"].by_s == {"cut_short": 600}
    assert rows["traffic"].differences == ("not_on",) and rows["traffic"].instead[0].title == "Typhoon"
    assert rows["unplanned"].spans[0].ran.who == anchor.name


def test_a_days_plan_stays_as_it_was_last_when_another_grid_comes(room: Room, clock: FrozenClock) -> None:
    clock_in(room, clock).settle_once()
    today = local_date(GRID.tz, clock())
    before = room.rundown.as_run.planned(today)
    clock.move(days=1)
    room.desk.set_grid(GRID.model_copy(update={"programmes": ()}), IMPORT, clock())
    assert before and room.rundown.as_run.planned(today) == before
    assert room.rundown.as_run.planned(local_date(GRID.tz, clock())) == []


def test_a_plan_that_was_not_confirmed_is_written_down_at_the_next_look(
    room: Room, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.move(days=7)
    today = local_date(GRID.tz, clock())

    def unconfirmed(change: Commit) -> None:
        assert change.writes
        raise StoreAway("nothing is confirmed")

    monkeypatch.setattr(room.log, "commit", unconfirmed)
    with pytest.raises(StoreAway):
        room.desk.settle_on_air(clock())
    monkeypatch.undo()
    assert room.rundown.as_run.planned(today) is None
    room.desk.settle_on_air(clock())
    assert len(room.rundown.as_run.planned(today) or []) == 2


def test_a_plan_decided_again_is_that_of_the_grid_which_somebody_put_in_force_meanwhile(
    room: Room, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.move(days=7)
    today, commit = local_date(GRID.tz, clock()), room.log.commit
    other = make_room(room.store)

    def beaten(change: Commit) -> dict[str, object] | None:
        monkeypatch.undo()
        other.desk.set_grid(GRID.model_copy(update={"programmes": ()}), IMPORT, clock())
        return commit(change)

    monkeypatch.setattr(room.log, "commit", beaten)
    room.desk.settle_on_air(clock())
    assert room.rundown.as_run.planned(today) == []
    room.desk.set_grid(GRID, IMPORT, clock())
    assert len(room.rundown.as_run.planned(today) or []) == 2


def test_the_record_is_bounded(room: Room, clock: FrozenClock) -> None:
    ticking = clock_in(room, clock)
    ticking.settle_once()
    for _ in range(20):
        clock.move(days=7)
        ticking.settle_once()
    oldest = room.rundown.as_run.begins()
    assert oldest and clock() - oldest <= timedelta(days=keys.PLANNED_DAYS)
    assert room.store.hlen(keys.PLANNED) < keys.PLANNED_DAYS


def test_articles_in_rotation_and_read_on_air_are_kept(room: Room, clock: FrozenClock, anchor: Actor) -> None:
    ticking = clock_in(room, clock)
    ticking.settle_once()
    clock.move(minutes=30)
    ticking.settle_once()
    for _ in range(2):
        room.desk.read_on_air(ReadOnAirDraft(article="rice"), anchor, clock.move(seconds=5), "k1")
    rows = room.rundown.as_run.aired(NOON, NOON + timedelta(hours=1))
    assert [(row.kind, row.articles) for row in rows] == [
        ("rotation", ("rice",)), ("rotation", ("edsa",)), ("read", ("rice",)),
    ]  # fmt: skip
    with pytest.raises(Invalid):
        room.desk.read_on_air(ReadOnAirDraft(article="nobody"), anchor, clock())


def test_a_withdrawn_story_is_off_the_air_in_the_record_from_that_moment(room: Room, clock: FrozenClock) -> None:
    clock_in(room, clock).settle_once()
    clock.move(minutes=10)
    room.desk.withdraw_article("rice", "Wrong", IMPORT, clock())
    clock.move(minutes=5)
    clock_in(room, clock).settle_once()
    rows = room.rundown.as_run.aired(NOON, NOON + timedelta(hours=1))
    assert [(row.at, row.articles) for row in rows] == [(NOON, ("rice",)), (NOON + timedelta(minutes=10), ())]


def test_the_rotation_in_force_is_found_behind_what_was_read_since(room: Room, clock: FrozenClock) -> None:
    clock_in(room, clock).settle_once()
    anchor = Actor(name="Ligaya", role="anchor")
    for _ in range(25):
        clock.move(minutes=1)
        room.desk.read_on_air(ReadOnAirDraft(article="rice"), anchor, clock())
    clock.move(minutes=5)
    rows = room.rundown.as_run.aired(clock(), clock() + timedelta(hours=1))
    assert [(row.at, row.kind) for row in rows] == [(NOON, "rotation")]
