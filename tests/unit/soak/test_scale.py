"""The model of large stations: what it must say at its ends, and that a storm is the same for the same seed."""

from __future__ import annotations

import pytest

from bench.scale.model import Station, max_processes, needs, time_to_last
from bench.scale.storm import storm


def test_a_small_station_needs_two_processes_on_two_machines() -> None:
    found = needs(Station(listeners=500))
    assert (found.processes, found.machines) == (2, 2)


def test_what_grows_with_the_listeners_grows_with_them_and_the_last_of_them_waits_no_longer() -> None:
    small, large = needs(Station(100_000)), needs(Station(1_000_000))
    assert large.headline_bytes == 10 * small.headline_bytes and large.month_bytes == pytest.approx(
        10 * small.month_bytes
    )
    assert large.last_s == pytest.approx(small.last_s, rel=0.05)
    assert large.epoch_bytes < 0.01 * large.epoch_today_bytes


def test_the_store_is_the_wall_of_the_tree() -> None:
    most = max_processes()
    assert needs(Station(most * 10_000)).headlines_per_s == pytest.approx(10, rel=0.01)
    assert needs(Station(2 * most * 10_000)).headlines_per_s < 10


def test_processes_without_a_core_of_their_own_take_turns() -> None:
    assert time_to_last(40_000, 4, cores=2) > 1.9 * (time_to_last(40_000, 4) - 0.008)


def test_a_storm_is_over_sooner_where_more_processes_take_it_and_the_same_for_the_same_seed() -> None:
    one, four = storm(40_000, 1), storm(40_000, 4)
    assert one == storm(40_000, 1)
    assert one.last_s and four.last_s and four.last_s < one.last_s
    assert storm(2_000, 1).handshakes == 1.0, "nobody has to come twice"
