"""Mixed reads replayed against a real store equal what a few lines of Python say they should be, to the last one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import NOON, Room
from webapp.newsroom.model import Article
from webapp.newsroom.reads.identity import Reader, TokenUsed
from webapp.newsroom.reads.ranking import WINDOWS, window_start
from webapp.newsroom.staff import Actor
from webapp.store.core import keys
from webapp.store.reads.reads import Reads

PHONE = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36"
)
ARTICLES = ("rice", "ferry", "water")
HALF_HOUR = timedelta(minutes=30)


@dataclass
class Oracle:
    """A reader's reads of an article count once in half an hour; a window adds up from where its first bucket begins."""

    counted: list[tuple[str, datetime]] = field(default_factory=list)
    last: dict[tuple[str, str], datetime] = field(default_factory=dict)
    outcomes: Counter[str] = field(default_factory=Counter)

    def read(self, article: str, reader: str, at: datetime, bot: bool) -> str:
        outcome = "counted"
        if bot:
            outcome = "bot"
        elif at - self.last.get((article, reader), at - HALF_HOUR) < HALF_HOUR:
            outcome = "repeat"
        else:
            self.last[article, reader] = at
            self.counted.append((article, at))
        self.outcomes[outcome] += 1
        return outcome

    def window(self, name: Any, now: datetime) -> dict[str, int]:
        return dict(Counter(article for article, at in self.counted if at >= window_start(name, now)))


@dataclass(frozen=True)
class Visit:
    article: str
    reader: str
    wait_s: float
    bot: bool
    told: int


visits = st.lists(
    st.builds(
        Visit,
        article=st.sampled_from(ARTICLES),
        reader=st.sampled_from("abcd"),
        # Around every edge there is: the half hour, a bucket's end, midnight, a window's end.
        wait_s=st.one_of(st.floats(0, 900), st.sampled_from([0, 0.001, 299.999, 1799.999, 1800, 3600, 43_200, 86_400])),
        bot=st.sampled_from([False] * 5 + [True]),
        told=st.sampled_from([1] * 5 + [2, 3]),
    ),
    max_size=40,
)


@pytest.fixture
def newsroom(room: Room) -> Room:
    for slug in ARTICLES:
        article = Article(slug=slug, title=slug.title(), published_at=NOON, source=slug)
        room.desk.put_article(article, Actor(name="import", role="system"), NOON)
    return room


@given(visits=visits, processes=st.integers(1, 3))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_replay_equals_the_oracle(newsroom: Room, visits: list[Visit], processes: int) -> None:
    forget_reads(newsroom)
    site = [Reads(newsroom.store, newsroom.articles, "a-secret-key-for-the-tests-alone") for _ in range(processes)]
    oracle, now = Oracle(), NOON
    for n, visit in enumerate(visits):
        now += timedelta(milliseconds=round(visit.wait_s * 1000))
        who = Reader("203.0.113.7", "Googlebot/2.1" if visit.bot else PHONE, visit.reader)
        token = site[n % processes].open(visit.article, who, now - timedelta(seconds=7)).token
        expected = oracle.read(visit.article, visit.reader, now, visit.bot)
        assert site[n % processes].count(visit.article, token, who, now) == expected
        for again in range(1, visit.told):
            with pytest.raises(TokenUsed):
                site[(n + again) % processes].count(visit.article, token, who, now)
    for window in WINDOWS:
        told = {tally.article: tally.reads for tally in site[0].top(window, now, 50)}
        assert told == oracle.window(window, now)
    assert left_out(newsroom, "repeats") == oracle.outcomes["repeat"]
    assert left_out(newsroom, "bots") == oracle.outcomes["bot"]


def forget_reads(newsroom: Room) -> None:
    kept = {keys.ARTICLES, keys.NEWEST, keys.SOURCES}
    for key in newsroom.store.scan_iter():
        if key.decode() not in kept:
            newsroom.store.delete(key)


def left_out(newsroom: Room, why: Any) -> int:
    total = 0
    for hour in newsroom.store.scan_iter(keys.left_out(why, 0).removesuffix("0") + "*"):
        rows: Any = newsroom.store.zrange(hour, 0, -1, withscores=True)
        total += sum(int(reads) for _, reads in rows)
    return total
