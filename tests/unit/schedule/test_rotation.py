"""Which article stands beside the segment, and that everybody sees the same one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.newsroom.model import Article, BreakingItem, OnAir, Programme, Rotation
from webapp.newsroom.schedule.grid.grid import GridProgramme, GridSegment
from webapp.newsroom.schedule.rotation import (
    RotationRules,
    article_beside,
    current_flash,
    plan_rotation,
    rotation_at,
    rules_of,
    with_rotation,
)

FIVE = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
"""The segment's beginning."""


def article(slug: str, minutes_old: int = 60, topics: tuple[str, ...] = (), language: str = "en") -> Article:
    return Article(slug=slug, title=slug, topics=topics, language=language,
                   published_at=FIVE - timedelta(minutes=minutes_old))  # fmt: skip


STORIES = [
    article("ferry", 10, ("Traffic", "sea")),
    article("rice", 20, ("economy",)),
    article("mayor", 30, ("city",)),
    article("tulay", 40, ("traffic",), "fil"),
    article("old-bridge", 5_000, ("traffic",)),
]


def slugs(rotation: Rotation) -> list[str]:
    return [card.slug for card in rotation.articles]


def plan(rules: RotationRules, now: datetime = FIVE, stories: list[Article] = STORIES, **more: object) -> Rotation:
    return plan_rotation(rules, stories, now, starts_at=FIVE, **more)  # type: ignore[arg-type]


def seconds(count: float) -> datetime:
    return FIVE + timedelta(seconds=count)


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ({"articles": ("rice", "ferry")}, ["rice", "ferry"]),
        ({"articles": ("rice", "never-written", "rice")}, ["rice"]),
        ({"articles": ("rice",), "topics": ("traffic",)}, ["rice", "ferry", "tulay", "old-bridge"]),
        ({"articles": ("rice",), "order": "newest", "limit": 3}, ["rice", "ferry", "mayor"]),
        ({"topics": ("TRAFFIC",), "language": "fil"}, ["tulay"]),
        ({"topics": ("traffic",), "order": "most_read"}, ["old-bridge", "ferry", "tulay"]),
        ({"topics": ("sport",)}, []),
        ({}, ["ferry", "rice", "mayor", "tulay", "old-bridge"]),
        ({"articles": ("rice", "ferry", "mayor"), "order": "newest", "limit": 2}, ["rice", "ferry", "mayor"]),
    ],
)
def test_own_articles_come_first_then_what_the_rules_find(rules: dict[str, object], expected: list[str]) -> None:
    assert slugs(plan(RotationRules.load(rules), most_read=["mayor", "old-bridge"])) == expected


def test_a_segment_without_rules_has_its_programme_s() -> None:
    programme = GridProgramme.load({"id": "p", "title": "P", "topics": ["city"], "every_s": 30})
    bare = GridSegment.load({"id": "s", "title": "S", "start": "05:00", "language": "fil"})
    own = GridSegment.load({"id": "s", "title": "S", "start": "05:00", "articles": ["rice"]})
    assert rules_of(programme, bare) == RotationRules(topics=("city",), every_s=30, language="fil")
    assert rules_of(programme, own) == RotationRules(articles=("rice",))
    assert rules_of(None, None) == RotationRules()


def test_withdrawn_and_not_yet_published_stories_stay_out() -> None:
    gone = article("ferry").model_copy(update={"withdrawn": "wrong island"})
    embargoed = article("budget", minutes_old=-5)
    rules = RotationRules(articles=("ferry", "budget", "rice"))
    stories = [gone, embargoed, article("rice")]
    assert slugs(plan(rules, stories=stories)) == ["rice"]
    assert slugs(plan(rules, seconds(300), stories)) == ["budget", "rice"]


def test_each_article_has_its_turn_and_the_round_begins_again() -> None:
    rotation = plan(RotationRules(articles=("rice", "ferry", "mayor"), every_s=20))
    shown = [rotation_at(rotation, seconds(s)) for s in (0, 19.999, 20, 40, 60, 3_620)]
    assert [card and card.slug for card in shown] == ["rice", "rice", "ferry", "mayor", "rice", "ferry"]
    early = rotation_at(rotation, seconds(-5))
    assert early and early.slug == "rice"
    assert rotation_at(None, FIVE) is None
    assert rotation_at(Rotation(starts_at=FIVE), FIVE) is None


def test_a_plan_made_six_hours_late_is_the_plan_made_on_time() -> None:
    assert plan(RotationRules(order="newest"), seconds(6 * 3600)) == plan(RotationRules(order="newest"))


def test_a_second_later_it_is_the_same_plan() -> None:
    rules = RotationRules(articles=("mayor",), order="most_read")
    first = plan(rules, most_read=["rice", "ferry"])
    assert plan(rules, seconds(1), before=first, most_read=["ferry", "rice"]) == first


def test_a_new_story_joins_and_the_one_that_shows_keeps_its_turn() -> None:
    rules = RotationRules(order="newest", every_s=20)
    first = plan(rules)
    now = seconds(27)  # the second article, "rice", has shown for 7 s
    stories = [article("flood", -0), *STORIES]
    second = plan(rules, now, stories, before=first)
    assert slugs(second) == ["rice", "mayor", "tulay", "old-bridge", "flood", "ferry"]
    assert second.starts_at == seconds(20)
    assert rotation_at(second, now) == rotation_at(first, now)
    following = rotation_at(second, seconds(40))
    assert following and following.slug == "mayor"
    assert plan(rules, seconds(90), stories, before=second) == second


def test_a_withdrawn_story_drops_out_and_the_next_takes_its_turn() -> None:
    rules = RotationRules(articles=("rice", "ferry", "mayor"), every_s=20)
    first = plan(rules)
    left = [story for story in STORIES if story.slug != "ferry"]
    second = plan(rules, seconds(25), left, before=first)
    assert slugs(second) == ["mayor", "rice"]
    assert second.starts_at == seconds(20)


def test_a_corrected_title_changes_the_card_and_not_the_order() -> None:
    rules = RotationRules(articles=("rice", "ferry"))
    first = plan(rules)
    corrected = [s.model_copy(update={"title": "Rice dearer"}) if s.slug == "rice" else s for s in STORIES]
    second = plan(rules, seconds(30), corrected, before=first)
    assert slugs(second) == slugs(first) and second.starts_at == first.starts_at
    assert second.articles[0].title == "Rice dearer"


def test_a_ranking_that_moved_is_taken_up_when_every_story_had_its_turn() -> None:
    rules = RotationRules(order="most_read", limit=2, every_s=20)
    first = plan(rules, most_read=["rice", "ferry"])
    assert slugs(first) == ["rice", "ferry"]
    moved = ["mayor", "rice"]
    assert plan(rules, seconds(30), before=first, most_read=moved) == first
    second = plan(rules, seconds(41), before=first, most_read=moved)
    assert slugs(second) == ["rice", "mayor"]
    assert plan(rules, seconds(55), before=second, most_read=["tulay"]) == second


segments = st.lists(st.sampled_from([s.slug for s in STORIES]), unique=True, max_size=4)


@given(
    own=segments,
    order=st.sampled_from([None, "newest", "most_read"]),
    limit=st.integers(1, 5),
    steps=st.lists(
        st.tuples(st.integers(1, 200), st.sets(st.integers(0, 4)), st.permutations([s.slug for s in STORIES])),
        max_size=8,
    ),
)
def test_however_stories_come_and_go_the_shown_one_stays_if_it_can(
    own: list[str], order: str | None, limit: int, steps: list[tuple[int, set[int], list[str]]]
) -> None:
    rules = RotationRules.load({"articles": own, "order": order, "limit": limit})
    now, rotation = FIVE, plan(RotationRules.load({"articles": own, "order": order, "limit": limit}))
    for wait, gone, ranking in steps:
        now += timedelta(seconds=wait)
        stories = [story for n, story in enumerate(STORIES) if n not in gone]
        shown = rotation_at(rotation, now)
        following = plan(rules, now, stories, before=rotation, most_read=ranking)
        assert len(set(slugs(following))) == len(slugs(following)) <= max(limit, len(own))
        assert [slug for slug in own if slug in slugs(following)] == [
            slug for slug in own if slug in {story.slug for story in stories}
        ]
        if shown and shown.slug in slugs(following):
            assert rotation_at(following, now) == shown
        assert plan(rules, now, stories, before=following, most_read=ranking) == following
        rotation = following


# -- on the board -----------------------------------------------------------------------------------------------------

ON = OnAir(programme=Programme(id="daybreak", title="Daybreak"), starts_at=FIVE, ends_at=seconds(3600))


def test_a_turn_gets_its_plan_and_keeps_it_while_it_lasts() -> None:
    rules = RotationRules(order="newest")
    first = with_rotation(ON, rules, STORIES, FIVE)
    assert first.rotation and len(slugs(first.rotation)) == 5
    assert with_rotation(ON, rules, STORIES, seconds(200), before=first) == first


def test_another_turn_starts_afresh() -> None:
    rules = RotationRules(order="newest")
    before = with_rotation(ON, rules, STORIES[:2], FIVE)
    later = ON.model_copy(update={"starts_at": seconds(3600)})
    following = with_rotation(later, rules, STORIES, seconds(3605), before=before)
    assert following.rotation and following.rotation.starts_at == seconds(3600)
    assert slugs(following.rotation)[0] == "ferry"


def test_nothing_on_air_or_nothing_to_show_has_no_rotation() -> None:
    assert with_rotation(OnAir(), None, STORIES, FIVE).rotation is None
    assert with_rotation(ON, RotationRules(topics=("sport",)), STORIES, FIVE).rotation is None


# -- a flash ----------------------------------------------------------------------------------------------------------


def flash(minute: float = 0, **more: object) -> BreakingItem:
    at = seconds(minute * 60)
    given = {"id": "f", "rev": 1, "headline": "Quake", "priority": "flash", "article": "quake", "published_at": at}
    return BreakingItem.load({**given, **more})


def test_a_flash_has_the_place_for_ten_minutes_and_gives_back_where_the_clock_then_is() -> None:
    rotation = plan(RotationRules(articles=("rice", "ferry", "mayor"), every_s=60))
    item = flash(minute=4)

    def shown(after_s: float) -> str | None:
        on_board = [item] if after_s >= 240 else []
        card = article_beside(rotation, on_board, seconds(after_s), seconds(after_s))
        return card.slug if card else None

    assert [shown(s) for s in (239, 240, 839, 840, 900)] == ["rice", "quake", "quake", "mayor", "rice"]


def test_a_flash_waits_for_nobodys_ear_and_all_others_do() -> None:
    rotation = plan(RotationRules(articles=("rice", "ferry"), every_s=60))
    now, heard = seconds(65), seconds(45)
    card = article_beside(rotation, [flash(minute=1)], heard, now)
    assert card and card.slug == "quake"
    card = article_beside(rotation, [], heard, now)
    assert card and card.slug == "rice"


@pytest.mark.parametrize(
    "other",
    [{"priority": "bulletin"}, {"article": None}, {"expires_at": seconds(30)}, {"published_at": seconds(-700)}],
)
def test_no_place_for_less_than_a_flash_or_one_that_is_over(other: dict[str, Any]) -> None:
    assert current_flash([flash(**other)], seconds(60)) is None


def test_the_newest_flash_has_the_place_and_a_withdrawn_one_gives_back_at_once() -> None:
    rotation = plan(RotationRules(articles=("rice",)))
    first, second = flash(article="quake"), flash(minute=1, id="g", article="ferry", headline="Ferry aground")
    card = article_beside(rotation, [second, first], seconds(90), seconds(90))
    assert card and (card.slug, card.title) == ("ferry", "Ferry aground")
    card = article_beside(rotation, [first], seconds(90), seconds(90))
    assert card and card.slug == "quake"
    card = article_beside(rotation, [], seconds(90), seconds(90))
    assert card and card.slug == "rice"
