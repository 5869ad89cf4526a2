"""Who asked for briefs gets of a status or a rotation what changed, and has the same board as everybody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.node import Script
from webapp.delivery.briefs import brief
from webapp.newsroom.board import Board, apply
from webapp.newsroom.events import ArticleChange, Body, Event, event_type
from webapp.newsroom.model import (
    ArticleCard,
    MostRead,
    MostReadItem,
    OnAir,
    Programme,
    Rotation,
    Stream,
    StreamSource,
    UpNext,
)
from webapp.newsroom.visible import visible

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
LIVE = StreamSource(id="live", title="Radyo live", url="https://radio.example/live.m3u8", kind="hls")
MINUTES = st.integers(0, 6)


def after(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def event(board: Board, body: Body, at: datetime) -> Event:
    return Event(epoch="e1", seq=board.seq + 1, at=at, type=event_type(body), body=body.dump())


def card(slug: str, title: str = "Title") -> ArticleCard:
    return ArticleCard(slug=slug, title=title, summary="What the story says, in a sentence or two.")


def test_of_a_status_that_is_only_confirmed_comes_when_it_was_confirmed() -> None:
    status = Stream(status="on_air", since=NOON, checked_at=after(1), streams=(LIVE,))
    board = apply(Board(epoch="e1", seq=6), event(Board(epoch="e1", seq=6), status, after(1)))
    again = event(board, status.model_copy(update={"checked_at": after(2)}), after(2))
    assert brief(again, board, after(2)) == {
        "epoch": "e1", "seq": 8, "at": "2026-03-02T04:02:00.000Z", "checked_at": "2026-03-02T04:02:00.000Z",
        "same": ["status", "since", "by", "streams"],
    }  # fmt: skip
    off = event(board, status.model_copy(update={"status": "off_air", "since": after(2)}), after(2))
    assert brief(off, board, after(2)).keys() >= {"status", "since"}  # type: ignore[union-attr]


def test_of_a_rotation_that_takes_in_a_story_comes_that_story() -> None:
    air = OnAir(programme=Programme(id="dawn", title="Dawn"), starts_at=NOON, ends_at=after(60))
    plan = Rotation(articles=(card("rice"), card("ferry")), starts_at=NOON)
    board = Board(epoch="e1", seq=6, on_air=air.model_copy(update={"rotation": plan}))
    more = plan.model_copy(update={"articles": (card("rice"), card("quake"), card("ferry", "Corrected"))})
    told = brief(event(board, air.model_copy(update={"rotation": more}), after(5)), board, after(5))
    assert told and told["same"] == ["programme", "starts_at", "ends_at", "by"]
    assert [list(one) for one in told["rotation"]["articles"]] == [
        ["slug"], ["slug", "title", "summary", "language"], ["slug", "title", "summary", "language"],
    ]  # fmt: skip


def test_after_time_has_ended_a_status_it_comes_whole() -> None:
    """Whoever connected meanwhile was told that nobody knows."""
    status = Stream(status="on_air", since=NOON, checked_at=NOON, streams=(LIVE,))
    board = Board(epoch="e1", seq=6, stream=status)
    again = event(board, status.model_copy(update={"checked_at": after(4)}), after(4))
    assert brief(again, board, after(4)) is None


streams = st.builds(
    Stream, status=st.sampled_from(["on_air", "silent", "off_air", "unknown"]), since=st.just(NOON),
    checked_at=st.none() | MINUTES.map(after), by=st.sampled_from(["probe", "probe", "hand"]),
    until=st.none() | MINUTES.map(after), streams=st.sampled_from([(), (LIVE,)]),
)  # fmt: skip
airs = st.builds(
    OnAir, programme=st.sampled_from([None, Programme(id="dawn", title="Dawn")]), starts_at=st.just(NOON),
    ends_at=st.none() | MINUTES.map(after),
    next=st.none() | MINUTES.map(lambda m: UpNext(programme=Programme(id="noon", title="Noon"), starts_at=after(m))),
    rotation=st.none() | st.builds(
        Rotation, articles=st.lists(st.builds(card, st.sampled_from("abc"), st.sampled_from(["Old", "New"])), max_size=3,
                                    unique_by=lambda one: one.slug).map(tuple), starts_at=st.just(NOON),
    ),
)  # fmt: skip
rankings = st.lists(st.sampled_from("abc"), unique=True, max_size=3).flatmap(
    lambda slugs: st.sampled_from(["Old", "New"]).map(
        lambda title: MostRead(
            window="24h", as_of=NOON,
            items=tuple(MostReadItem(article=s, title=title + s, reads=9, rank=n) for n, s in enumerate(slugs, 1)),
        )
    )
)  # fmt: skip
gone = st.builds(
    ArticleChange, action=st.sampled_from(["updated", "withdrawn"]), slug=st.sampled_from("abc"), title=st.just("T")
)


@pytest.fixture(scope="module")
def script() -> Iterator[Script]:
    running = Script()
    yield running
    running.close()


@settings(max_examples=60, deadline=None)
@given(
    changes=st.lists(
        st.tuples(streams | streams | airs | rankings | gone, st.floats(0, 2), st.booleans()), min_size=2, max_size=12
    )
)
def test_a_page_with_briefs_has_the_board_of_a_page_without_whenever_it_came(
    script: Script, changes: list[tuple[Body, float, bool]]
) -> None:
    """Each event comes after some minutes; now and then the page is connected anew, and gets what is visible then."""
    board, now = Board(epoch="e1"), NOON
    page: Any = visible(board, now).public(now)
    for body, minutes, anew in changes:
        now += timedelta(minutes=minutes)
        if anew:
            page = visible(board, now).public(now)
        now += timedelta(minutes=minutes)
        told = event(board, body, now)
        whole = script.call("feed/apply.js", "apply", page, told.type, told.wire())
        page = script.call("feed/apply.js", "apply", page, told.type, brief(told, board, now) or told.wire())
        assert page == whole
        board = apply(board, told)


def test_a_brief_is_a_fraction_of_what_it_stands_for() -> None:
    board = Board(epoch="c7315967-6b0dc4d199bb8", seq=6, stream=Stream(status="on_air", since=NOON, streams=(LIVE,)))
    again = event(board, board.stream.model_copy(update={"checked_at": after(1)}), after(1))
    assert len(orjson.dumps(brief(again, board, after(1)))) < 0.6 * len(orjson.dumps(again.wire()))
