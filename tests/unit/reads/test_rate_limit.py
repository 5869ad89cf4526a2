"""What an address may ask for: enough for a crowd behind one, no more than that, and nothing at a neighbour's cost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.newsroom.errors import TooMany
from webapp.newsroom.reads.rate_limit import RateLimiter

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)


def taken(limiter: RateLimiter, address: str, times: int, at: datetime = NOON) -> int:
    got = 0
    for _ in range(times):
        try:
            limiter.take(address, at)
            got += 1
        except TooMany:
            pass
    return got


def test_so_many_at_once_and_then_so_many_a_second() -> None:
    limiter = RateLimiter(per_second=10, burst=30)
    assert taken(limiter, "a", 100) == 30
    assert taken(limiter, "a", 100, NOON + timedelta(seconds=1)) == 10
    assert taken(limiter, "a", 100, NOON + timedelta(seconds=60)) == 30


def test_a_refusal_says_when_and_costs_nothing() -> None:
    limiter = RateLimiter(per_second=0.5, burst=1)
    limiter.take("a", NOON)
    for _ in range(50):
        with pytest.raises(TooMany) as refusal:
            limiter.take("a", NOON)
    assert refusal.value.extra["retry_after_s"] == 2
    limiter.take("a", NOON + timedelta(seconds=2))


def test_neighbours_do_not_pay_and_memory_is_bounded() -> None:
    limiter = RateLimiter(per_second=1, burst=5, max_addresses=100)
    assert taken(limiter, "flood", 1000) == 5
    assert sum(taken(limiter, f"n{n}", 1) for n in range(10_000)) == 10_000
    assert len(limiter) <= 100


@given(st.lists(st.floats(0, 5), max_size=80))
def test_no_window_of_time_holds_more_than_is_allowed(waits: list[float]) -> None:
    limiter, at, got = RateLimiter(per_second=2, burst=4), NOON, []
    for wait in waits:
        at += timedelta(seconds=wait)
        if taken(limiter, "a", 1, at):
            got.append(at)
    for n, start in enumerate(got):
        for m, end in enumerate(got[n:], 1):
            assert m <= 4 + 2 * (end - start).total_seconds() + 1e-6
