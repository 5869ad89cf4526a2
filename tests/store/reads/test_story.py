"""The numbers behind one story's place: each can be told from the reads that made it."""

from __future__ import annotations

from datetime import timedelta
from typing import get_args

import pytest

from tests.conftest import NOON, Room
from tests.store.reads.test_reads import PHONE, maria, put_out, read
from webapp.newsroom.model import Via
from webapp.newsroom.reads.identity import Reader
from webapp.store.core import keys
from webapp.store.reads.story import ReadStories

SOON = NOON + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def rice(room: Room) -> None:
    put_out(room, "rice")


def told(room: Room, who: Reader, via: Via = "direct", at=NOON) -> str:  # type: ignore[no-untyped-def]
    token = room.reads.open("rice", who, at - timedelta(seconds=6)).token
    return room.reads.count("rice", token, who, at, via)


def test_a_story_is_told_by_window_hour_source_and_what_was_left_out(room: Room) -> None:
    hours_ago = NOON - timedelta(hours=3)
    assert told(room, maria("ana"), "ticker", hours_ago) == "counted"
    assert told(room, maria("ben"), "page") == "counted"
    assert told(room, maria("ben"), "partner", SOON) == "repeat"
    assert told(room, Reader("203.0.113.9", "Googlebot/2.1", "x")) == "bot"
    story = ReadStories(room.store).of("rice", SOON)
    assert story.windows == {"1h": 1, "24h": 2, "7d": 2}
    assert (story.repeats, story.bots) == (1, 1)
    assert story.via == {"page": 1, "ticker": 1, "partner": 0, "direct": 0}
    assert len(story.hours) == 25
    assert [(hour.reads, hour.repeats, hour.bots) for hour in story.hours[-4:]] == [
        (1, 0, 0), (0, 0, 0), (0, 0, 0), (1, 1, 1),
    ]  # fmt: skip


def test_a_reader_who_comes_back_is_one_reader_with_two_reads(room: Room) -> None:
    for at in (NOON, NOON + timedelta(hours=1)):
        assert told(room, Reader("198.51.100.1", PHONE, "maria"), at=at) == "counted"
    story = ReadStories(room.store).of("rice", NOON + timedelta(hours=1))
    assert (story.windows["24h"], story.readers_today) == (2, 1)
    assert ReadStories(room.store).of("rice", NOON + timedelta(days=1)).readers_yesterday == 1


def test_every_source_adds_up_to_the_reads(room: Room) -> None:
    for n, way in enumerate(get_args(Via)):
        told(room, maria(f"reader {n}"), way)
    story = ReadStories(room.store).of("rice", NOON)
    assert sum(story.via.values()) == story.windows["24h"] == 4


def test_the_age_of_the_counts_is_known(room: Room) -> None:
    stories = ReadStories(room.store)
    assert (stories.ages().counted_at, stories.ages().ranked_at) == (None, None)
    read(room.reads)
    room.reads.ranked_at(SOON)
    assert (stories.ages().counted_at, stories.ages().ranked_at) == (NOON, SOON)


def test_what_is_kept_about_readers_ends_within_two_days(room: Room) -> None:
    read(room.reads)
    left = room.store.ttl(keys.readers(f"{NOON:%Y%m%d}", "rice"))
    assert 0 < left <= keys.READERS_TTL_S
