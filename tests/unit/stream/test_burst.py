"""What a streaming server sends ahead: learned from looks that agree, so that one odd look moves nobody's page."""

from __future__ import annotations

from functools import reduce

import pytest

from webapp.monitor.probes.audio import Flow, sent_ahead_s
from webapp.newsroom.stream.burst import Burst


def after(*looks: float | None) -> float | None:
    return reduce(Burst.after, looks, Burst()).told


@pytest.mark.parametrize(
    ("looks", "told"),
    [
        ((), None),
        ((5.4,), None),
        ((5.4, 5.6), 5.5),
        ((1.0, 3.0, 5.4, 5.4), 5.4),
        ((5.4, 5.4, None, 12.0, 5.6), 5.4),
        ((5.4, 5.4, 5.9, 5.0), 5.4),
        ((5.4, 5.4, 2.0, 2.2), 2.1),
    ],
)
def test_a_burst_is_told_once_two_looks_agree_and_stays_until_two_others_do(
    looks: tuple[float | None, ...], told: float | None
) -> None:
    assert after(*looks) == told


def test_the_burst_is_the_sound_that_came_before_its_time() -> None:
    assert sent_ahead_s(Flow(bytes(88_000), 0, 2.5, came=88_000), 11.0) == 8.5


def test_of_a_burst_that_is_larger_than_what_is_decoded_the_rest_is_reckoned() -> None:
    assert sent_ahead_s(Flow(bytes(400_000), 0, 2.5, came=800_000), 20.0) == 37.5


def test_where_nothing_could_be_decoded_no_burst_is_known() -> None:
    assert sent_ahead_s(Flow(bytes(9), 0, 2.5, came=9), 0.0) is None
