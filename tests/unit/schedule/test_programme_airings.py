"""A programme's broadcasts: the next ones by the grid, the past ones as they ran."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from webapp.newsroom.schedule.as_run import AiredArticles, AiredSegment, NamedPart
from webapp.newsroom.schedule.grid.grid import Grid
from webapp.newsroom.schedule.programme_airings import aired_broadcasts, find_programme, next_broadcasts

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)  # a Monday, in Manila
GRID = Grid.load(
    {
        "zone": "Asia/Manila",
        "programmes": [
            {"id": "news", "title": "News", "slots": [{"days": ["mon", "wed"], "start": "11:00", "end": "13:00"}]},
            {"id": "music", "title": "Music", "slots": [{"days": ["tue"], "start": "11:00", "end": "13:00"}]},
            {"id": "rest", "title": "Rest"},
        ],
        "overrides": [
            {"date": "2026-03-04", "start": "11:00", "end": "13:00", "title": "Vote count"},
            {"date": "2026-03-03", "start": "11:00", "end": "12:00", "cancelled": True},
        ],
    }
)


def starts(programme: str, most: int = 3) -> list[str]:
    return [f"{show.starts_at:%d %H:%M}" for show in next_broadcasts(GRID, programme, NOON, most)]


def test_the_next_broadcasts_are_those_of_the_grid_with_its_exceptions() -> None:
    assert starts("news") == ["02 03:00", "09 03:00", "11 03:00"], "on now; Wednesday goes to the vote count"
    assert starts("music", 2) == ["03 04:00", "10 03:00"]
    assert starts("vote-count") == ["04 03:00"]
    assert starts("rest") == []


def test_special_coverage_is_a_programme_too() -> None:
    special, usual = find_programme(GRID, "vote-count"), find_programme(GRID, "news")
    assert special and special.title == "Vote count" and usual and usual.title == "News"
    assert find_programme(GRID, "gone") is None


def turn(minute: int, programme: str | None, segment: str | None = None) -> AiredSegment:
    at = NOON + timedelta(minutes=minute)
    named = programme and NamedPart(id=programme, title=programme.title())
    part = segment and NamedPart(id=segment, title=segment.title())
    return AiredSegment(id=str(minute), starts_at=at, programme=named or None, segment=part or None, told_at=at)


def test_the_past_broadcasts_are_those_that_ran_with_the_articles_that_were_beside_them() -> None:
    turns = [turn(0, "news", "floods"), turn(20, "news", "rice"), turn(30, "music"), turn(60, None), turn(70, "news")]
    articles = [
        AiredArticles(at=NOON, kind="rotation", articles=("dam", "rain")),
        AiredArticles(at=NOON + timedelta(minutes=5), kind="read", articles=("rain",), who="Ligaya"),
        AiredArticles(at=NOON + timedelta(minutes=20), kind="rotation", articles=("rice",)),
        AiredArticles(at=NOON + timedelta(minutes=30), kind="rotation", articles=("song",)),
    ]
    on, before = aired_broadcasts("news", turns, articles)
    assert on.ends_at is None and [part.articles for part in on.parts] == [()]
    assert (before.starts_at, before.ends_at) == (NOON, NOON + timedelta(minutes=30))
    assert [(part.segment and part.segment.id, part.articles) for part in before.parts] == [
        ("floods", ("rain", "dam")), ("rice", ("rice",)),
    ]  # fmt: skip
    assert aired_broadcasts("rest", turns, articles) == []
