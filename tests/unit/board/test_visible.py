"""What may be shown at a moment: one table of cases for the server and for browsers, and what only the server knows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.node import Script
from tests.unit.schedule.schedule_strategies import any_grids, any_holds
from webapp.newsroom.board import Board
from webapp.newsroom.events import BreakingChange, Event
from webapp.newsroom.model import Article, BreakingItem, Programme, Promo, Stream, UpNext
from webapp.newsroom.schedule.grid.grid import Grid
from webapp.newsroom.schedule.grid.toml import parse_grid
from webapp.newsroom.schedule.holds import NO_HOLDS, Holds
from webapp.newsroom.schedule.on_air import next_boundary, on_air
from webapp.newsroom.schedule.turn import turn_at
from webapp.newsroom.times import rfc3339
from webapp.newsroom.visible import next_change, visible
from webapp.store.board.replica import Replica

HERE = Path(__file__).parents[2] / "fixtures"
CASES: list[dict[str, Any]] = json.loads((HERE / "visible/cases.json").read_text())
GRID = parse_grid((HERE / "schedule/station.toml").read_bytes())
MONDAY_NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
QUICK = settings(max_examples=60, deadline=None)


@pytest.fixture(scope="module")
def script() -> Iterator[Script]:
    running = Script()
    yield running
    running.close()


def whole(case: dict[str, Any]) -> dict[str, Any]:
    """The board of a case as JSON, with every block."""
    return Board.load({"epoch": "e1", "seq": 7, **case["board"]}).dump()


def expected(case: dict[str, Any]) -> dict[str, Any]:
    return Board.load({**whole(case), **case["shown"]}).dump()


def without_nothing(value: Any) -> Any:
    """JSON without its nulls: what is not there and what is null say the same."""
    if isinstance(value, dict):
        return {name: without_nothing(part) for name, part in value.items() if part is not None}
    return [without_nothing(part) for part in value] if isinstance(value, list) else value


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_server_and_browser_show_what_the_table_says(script: Script, case: dict[str, Any]) -> None:
    now = datetime.fromisoformat(case["now"])
    shown = visible(Board.load(whole(case)), now)
    assert shown.dump() == expected(case)
    ends = next_change(shown)
    assert (rfc3339(ends) if ends else None) == case["next"]

    there = script.call("feed/visible.js", "visible", whole(case), now.timestamp() * 1000)
    assert without_nothing(there) == expected(case)
    assert script.call("feed/visible.js", "nextChange", there) == (ends.timestamp() * 1000 if ends else None)


moments = st.integers(-400, 400).map(lambda minutes: MONDAY_NOON + timedelta(minutes=minutes))
ends = st.none() | moments
items = st.builds(
    BreakingItem, id=st.sampled_from("abc"), rev=st.just(1), headline=st.just("Quake"), priority=st.just("urgent"),
    published_at=moments, expires_at=ends,
)  # fmt: skip
blocks: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "breaking": st.lists(items, max_size=3).map(tuple),
        "promo": st.none() | st.builds(Promo, title=st.just("Parade"), link=st.just("/"), until=ends),
        "stream": st.builds(
            Stream, status=st.sampled_from(["on_air", "unknown"]), by=st.sampled_from(["probe", "hand"]),
            checked_at=ends, until=ends,
        ),
    }
)  # fmt: skip


@st.composite
def boards(draw: st.DrawFn) -> Board:
    grid, then = draw(any_grids("Asia/Manila", MONDAY_NOON.date())), draw(moments)
    return Board(epoch="e1", on_air=on_air(grid, draw(any_holds(then)), then), **draw(blocks))


@QUICK
@given(board=boards(), now=moments)
def test_the_browser_shows_what_the_server_would_with_the_same_knowledge(
    script: Script, board: Board, now: datetime
) -> None:
    there = script.call("feed/visible.js", "visible", board.dump(), now.timestamp() * 1000)
    assert without_nothing(there) == visible(board, now).dump()


@QUICK
@given(board=boards(), now=moments, later=moments)
def test_what_is_shown_stays_until_the_next_change_and_is_another_then(
    board: Board, now: datetime, later: datetime
) -> None:
    shown = visible(board, now)
    assert visible(shown, now) is shown
    change = next_change(shown)
    if change is None or now <= later < change:
        assert visible(board, max(now, later)) == shown
    else:
        assert change > now
        assert visible(board, change) != shown


@QUICK
@given(grid=any_grids("Asia/Manila", date(2026, 3, 2)), then=moments, after_min=st.integers(0, 3000), data=st.data())
def test_with_the_grid_the_air_is_right_however_long_nobody_wrote_it_down(
    grid: Grid, then: datetime, after_min: int, data: st.DataObject
) -> None:
    holds = data.draw(any_holds(then) | st.just(NO_HOLDS))
    now = then + timedelta(minutes=after_min)
    if holds.on_air and holds.on_air.since > then:
        return  # a hold is on the board from its first moment on
    board = Board(on_air=on_air(grid, holds, then))
    shown = visible(board, now, lambda _, at: on_air(grid, NO_HOLDS, at))
    assert shown.on_air == on_air(grid, holds, now)


def replica_at(now: datetime, grid: Grid = GRID, holds: Holds = NO_HOLDS, articles: Iterable[Article] = ()) -> Replica:
    """A web process whose clock wrote the air down at `now` and never again."""
    replica = Replica("Asia/Manila")
    replica.replace(Board(epoch="e1", seq=1), articles, grid)
    replica.board = replica.board.model_copy(update={"on_air": turn_at(grid, holds, replica, replica.board, now)})
    return replica


def test_a_web_process_shows_the_very_turn_that_a_clock_would_have_written_down() -> None:
    then = MONDAY_NOON
    stories = [Article(slug=f"story-{n}", title="Story", published_at=then - timedelta(hours=n)) for n in range(1, 9)]
    replica = replica_at(then, articles=stories)
    boundary = next_boundary(GRID, NO_HOLDS, then)
    assert boundary
    before = replica.visible(boundary - timedelta(milliseconds=1)).on_air
    late = boundary + timedelta(seconds=40)
    shown = replica.visible(late)
    assert shown.on_air != before == replica.board.on_air
    assert shown.on_air.rotation
    written = turn_at(GRID, NO_HOLDS, replica, replica.board, late)
    assert shown.on_air == written
    assert visible(replica.board.model_copy(update={"on_air": written}), late) == shown


def test_the_version_of_what_is_shown_moves_with_time_and_not_before() -> None:
    replica = replica_at(MONDAY_NOON)
    boundary = next_boundary(GRID, NO_HOLDS, MONDAY_NOON)
    assert boundary
    first = replica.version(MONDAY_NOON)
    assert replica.version(boundary - timedelta(milliseconds=1)) == first
    assert replica.version(boundary) != first
    assert replica.version(MONDAY_NOON) == first  # also where the machine's clock was set back


def test_what_is_shown_is_worked_out_once_between_two_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    replica = replica_at(MONDAY_NOON)
    looks: list[datetime] = []

    def looked(board: Board, now: datetime, *rest: Any) -> Board:
        looks.append(now)
        return visible(board, now, *rest)

    monkeypatch.setattr("webapp.store.board.replica.visible", looked)
    boundary = next_boundary(GRID, NO_HOLDS, MONDAY_NOON)
    assert boundary
    for second in range(50):
        replica.version(MONDAY_NOON + timedelta(seconds=second))
        replica.visible(MONDAY_NOON + timedelta(seconds=second))
    assert looks == [MONDAY_NOON]
    replica.visible(boundary)
    item = BreakingItem(id="a", rev=1, headline="Quake", priority="urgent", published_at=boundary)
    body = BreakingChange(action="published", item=item).dump()
    replica.apply(Event(epoch="e1", seq=2, at=boundary, type="breaking", body=body))
    replica.visible(boundary)
    assert looks == [MONDAY_NOON, boundary, boundary]


def test_a_headline_that_time_has_ended_stays_on_the_replica_for_the_event_that_takes_it_off() -> None:
    replica = Replica("Asia/Manila")
    over = BreakingItem(
        id="a", rev=1, headline="Quake", priority="urgent", published_at=MONDAY_NOON,
        expires_at=MONDAY_NOON + timedelta(minutes=1),
    )  # fmt: skip
    replica.replace(Board(epoch="e1", seq=1, breaking=(over,)), (), GRID)
    late = MONDAY_NOON + timedelta(hours=3)
    assert replica.visible(late).breaking == ()
    before = replica.visible(late)
    gone = BreakingChange(action="expired", item=over.model_copy(update={"rev": 2}))
    replica.apply(Event(epoch="e1", seq=2, at=late, type="breaking", body=gone.dump()))
    assert replica.visible(late).model_copy(update={"seq": 1}) == before


def test_a_programme_that_a_hold_named_is_given_back_to_the_grid_at_the_holds_end() -> None:
    until = MONDAY_NOON + timedelta(minutes=7)
    holds = Holds.load(
        {"on_air": {"by": "lea", "since": rfc3339(MONDAY_NOON), "until": rfc3339(until), "title": "Storm"}}
    )
    replica = replica_at(MONDAY_NOON, holds=holds)
    held = replica.visible(until - timedelta(seconds=1)).on_air
    assert held.by == "hand"
    assert held.programme == Programme(id="storm", title="Storm")
    given_back = replica.visible(until).on_air
    assert given_back.by == "schedule"
    planned = on_air(GRID, NO_HOLDS, until)
    assert planned.programme
    assert (given_back.programme, given_back.segment) == (planned.programme, planned.segment)
    assert held.next == UpNext(programme=planned.programme, segment=planned.segment, starts_at=until)
