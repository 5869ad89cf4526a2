"""The most-read list as a function of tallies: who is on it, in which order, and when a new list is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.newsroom.errors import Invalid
from webapp.newsroom.model import MostRead, MostReadItem
from webapp.newsroom.reads import ranking
from webapp.newsroom.reads.ranking import (
    MOST_READ_LENGTH,
    WINDOWS,
    Tally,
    list_needs_event,
    only_available,
    parse_window,
    ranked_list,
    window_start,
    with_previous_ranks,
)

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
SPAN = {"1h": timedelta(hours=1), "24h": timedelta(hours=24), "7d": timedelta(days=7)}
slugs = st.sampled_from([f"story-{letter}" for letter in "abcdefghijklmnop"])


def listed(*reads: tuple[str, int], after: timedelta = timedelta(0)) -> MostRead:
    """The list in which each story has so many reads."""
    return ranked_list(
        "24h", [Tally(slug, n) for slug, n in reads], {slug: slug.title() for slug, _ in reads}, NOON + after
    )


def places(shown: MostRead) -> list[tuple[str, int, int | None]]:
    return [(item.article, item.rank, item.was) for item in shown.items]


def test_the_list_is_ten_stories_at_most_with_the_most_read_first() -> None:
    shown = listed(*((f"s{n:02}", n) for n in range(1, 15)))
    assert [item.reads for item in shown.items] == list(range(14, 4, -1))
    assert [item.rank for item in shown.items] == list(range(1, MOST_READ_LENGTH + 1))


def test_of_two_that_stand_level_the_newer_story_is_first() -> None:
    tallies = [Tally("old", 5, published_ms=1), Tally("new", 5, published_ms=9), Tally("also-new", 5, published_ms=9)]
    shown = ranked_list("24h", tallies, {t.article: t.article for t in tallies}, NOON)
    assert [item.article for item in shown.items] == ["also-new", "new", "old"]


def test_with_few_readers_the_list_is_shorter() -> None:
    tallies = [Tally("rice", 20), Tally("ferry", 19)]
    shown = ranked_list("24h", tallies, {"rice": "Rice", "ferry": "Ferry"}, NOON, floor=20)
    assert [item.article for item in shown.items] == ["rice"]


def test_what_nobody_read_is_not_listed_even_without_a_floor() -> None:
    assert ranked_list("24h", [Tally("rice", 0)], {"rice": "Rice"}, NOON, floor=0).items == ()


def test_an_article_without_a_title_is_not_out_and_not_listed() -> None:
    shown = ranked_list("24h", [Tally("gone", 9), Tally("rice", 3)], {"rice": "Rice"}, NOON)
    assert places(shown) == [("rice", 1, None)]


def test_a_story_tells_where_it_stood_in_the_last_order() -> None:
    first = with_previous_ranks(None, listed(("rice", 5), ("ferry", 3)))
    assert places(first) == [("rice", 1, None), ("ferry", 2, None)]
    second = with_previous_ranks(first, listed(("rice", 5), ("ferry", 6), ("water", 1)))
    assert places(second) == [("ferry", 1, 2), ("rice", 2, 1), ("water", 3, None)]


def test_counts_alone_leave_the_moves_as_they_are() -> None:
    moved = with_previous_ranks(
        with_previous_ranks(None, listed(("rice", 5), ("ferry", 3))), listed(("rice", 5), ("ferry", 6))
    )
    later = with_previous_ranks(moved, listed(("rice", 7), ("ferry", 8)))
    assert places(later) == places(moved) == [("ferry", 1, 2), ("rice", 2, 1)]


def test_a_list_of_another_window_says_nothing_of_moves() -> None:
    hour = listed(("rice", 5)).model_copy(update={"window": "1h"})
    assert places(with_previous_ranks(hour, listed(("rice", 5)))) == [("rice", 1, None)]


def test_a_withdrawn_story_leaves_and_the_ranks_below_close_up() -> None:
    shown = only_available(listed(("rice", 5), ("ferry", 3), ("water", 1)), ["rice", "water"])
    assert places(shown) == [("rice", 1, None), ("water", 2, None)]


def test_another_order_is_told_at_once() -> None:
    assert list_needs_event(listed(("rice", 500), ("ferry", 499)), listed(("ferry", 501), ("rice", 500)))


def test_another_title_is_told_at_once() -> None:
    before = listed(("rice", 5))
    after = before.model_copy(update={"items": (before.items[0].model_copy(update={"title": "Rice, corrected"}),)})
    assert list_needs_event(before, after)


def test_the_same_list_is_not_told_again() -> None:
    assert not list_needs_event(listed(("rice", 5)), listed(("rice", 5), after=ranking.COUNT_WAIT))


def test_a_count_that_moved_visibly_is_told() -> None:
    assert list_needs_event(listed(("rice", 5)), listed(("rice", 6)))


def test_a_count_that_hardly_moved_waits() -> None:
    before, after = listed(("rice", 1000), ("ferry", 900)), [("rice", 1005), ("ferry", 900)]
    assert not list_needs_event(before, listed(*after))
    assert list_needs_event(before, listed(*after, after=ranking.COUNT_WAIT))


def test_a_list_that_stays_the_same_shows_now_and_then_that_it_is_still_counted() -> None:
    assert list_needs_event(listed(("rice", 5)), listed(("rice", 5), after=ranking.MAX_LIST_AGE["24h"] / 3))


def test_an_empty_list_shows_now_and_then_that_the_night_is_quiet_and_the_leader_well() -> None:
    assert not list_needs_event(listed(), listed(after=ranking.MAX_LIST_AGE["24h"] / 3 - timedelta(seconds=5)))
    assert list_needs_event(listed(), listed(after=ranking.MAX_LIST_AGE["24h"] / 3))


def test_an_empty_list_is_told_only_to_those_who_see_another() -> None:
    assert not list_needs_event(None, listed())
    assert not list_needs_event(listed(), listed())
    assert list_needs_event(listed(("rice", 1)), listed())
    assert list_needs_event(listed(), listed(("rice", 1)))


@given(st.dictionaries(slugs, st.integers(0, 9)), st.dictionaries(slugs, st.integers(0, 9)))
def test_moves_always_point_to_the_list_before(before: dict[str, int], after: dict[str, int]) -> None:
    first, second = listed(*before.items()), listed(*after.items())
    stood = {item.article: item.rank for item in first.items}
    same = list(stood) == [item.article for item in second.items]
    for item in with_previous_ranks(first, second).items:
        assert item.was == (None if same else stood.get(item.article))


@pytest.mark.parametrize("window", WINDOWS)
@given(now=st.integers(0, 366 * 86_400).map(lambda s: NOON + timedelta(seconds=s)))
def test_a_window_is_never_shorter_than_its_name_and_hardly_longer(window: str, now: datetime) -> None:
    of = WINDOWS[window]  # type: ignore[index]
    reach = now - window_start(window, now)  # type: ignore[arg-type]
    assert SPAN[window] <= reach < SPAN[window] + timedelta(seconds=of.width_s)
    assert of.starts(now)[-1] == of.start(now) <= now.timestamp()
    oldest_second_to_last = of.starts(now)[0] + of.width_s
    assert oldest_second_to_last + of.keep_s > now.timestamp(), "a tally would be gone while it is still needed"


def test_an_unknown_window_is_refused_with_those_there_are() -> None:
    with pytest.raises(Invalid, match="1h, 24h, 7d") as refused:
        parse_window("1y")
    assert refused.value.fields[0]["field"] == "window"


def test_the_public_shape_of_a_row() -> None:
    row = with_previous_ranks(listed(("ferry", 9), ("rice", 1)), listed(("rice", 12), ("ferry", 9))).items[0]
    assert row == MostReadItem(article="rice", title="Rice", reads=12, rank=1, was=2)
