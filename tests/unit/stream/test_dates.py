"""Dates of an encoder that stalled are late for good: the monitor sees it by when its segments arrive."""

from __future__ import annotations

import pytest

from webapp.newsroom.stream.dates import Dates


def after(*lags: float | None, dates: Dates | None = None) -> Dates:
    dates = dates or Dates()
    for lag in lags:
        dates = dates.after(lag)
    return dates


HEALTHY = (2.4, 0.7, 5.8, 3.1, 0.9, 4.4, 1.2)
"""Segments of six seconds, seen at any time after they came."""


def test_dates_that_arrive_in_their_time_are_right() -> None:
    for n in range(len(HEALTHY) + 1):
        assert after(*HEALTHY[:n]).late_s == 0
    assert after(*HEALTHY * 3).late_s == 0


def test_dates_that_fall_behind_at_a_stall_are_told_within_three_looks() -> None:
    stalled = after(*HEALTHY, *(None, None, 33.4, 31.1))
    assert stalled.late_s == 0, "one or two late segments may be on a slow line"
    told = stalled.after(35.0)
    assert told.late_s == pytest.approx(30.4, abs=1.5)
    assert after(30.9, 32.0, 34.4, 30.8, dates=told).late_s == told.late_s, "and do not tremble"


def test_a_second_stall_adds_to_the_first_and_a_new_encoder_ends_both() -> None:
    once = after(*HEALTHY, 31.0, 32.0, 31.5)
    twice = after(44.0, 41.2, 43.0, dates=once)
    assert twice.late_s == pytest.approx(40.5, abs=1.5)
    assert after(0.8, dates=twice).late_s == 0, "its dates are right again"
    assert twice.after(20.0, anew=True) == Dates(lags=(20.0,)), "another encoder, another way"


def test_a_long_way_from_the_encoder_is_no_fault_of_its_dates() -> None:
    assert after(*[14.0, 12.5, 17.0] * 3).late_s == 0
    assert after(*[14.0, 12.5, 17.0] * 3, 44.0, 43.0, 47.0).late_s == pytest.approx(30.5, abs=1)


def test_dates_of_the_future_are_ahead_by_so_much() -> None:
    assert after(-58.0, -60.0, -57.2).late_s == -60


def test_dates_that_drift_are_followed() -> None:
    drift = [n / 10 + HEALTHY[n % 7] for n in range(200)]
    assert after(*drift).late_s == pytest.approx(20, abs=2.5)
