"""Listeners by the minute in the store: the processes' counts are added up, and there is an end to how much is kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.any_store import connect
from tests.conftest import Valkey
from webapp.newsroom.listeners.counts import MAX_SERIES, MINUTES_A_DAY, DayCounts
from webapp.newsroom.listeners.deliveries import Delivered
from webapp.store.core import keys
from webapp.store.listeners.deliveries import Deliveries
from webapp.store.listeners.minutes import ListenerMinutes

MIDNIGHT = datetime(2026, 3, 2, tzinfo=UTC)
LATE = MIDNIGHT - timedelta(minutes=1)


@pytest.fixture
def minutes(valkey_server: Valkey) -> ListenerMinutes:
    connect(valkey_server.url).flushall()
    return ListenerMinutes(connect(valkey_server.url))


def test_two_processes_are_added_up_across_midnight(minutes: ListenerMinutes) -> None:
    minutes.add(LATE, {"processes": 1, "all": 3_000_000_000, "way:sse": 1})
    minutes.add(LATE, {"processes": 1, "all": 4, "place:page": 4})
    minutes.add(MIDNIGHT, {"processes": 1, "all": 7})
    found = minutes.steps(LATE, MIDNIGHT + timedelta(minutes=2), 60)
    assert found.series["all"] == [3_000_000_004, 7, None]
    assert found.series["way:sse"] == [1, 0, None] and found.series["place:page"] == [4, 0, None]


def test_only_the_series_that_are_wanted_are_read(minutes: ListenerMinutes) -> None:
    minutes.add(MIDNIGHT, {"processes": 1, "all": 4, "way:sse": 1, "place:page": 4})
    found = minutes.steps(MIDNIGHT, MIDNIGHT + timedelta(minutes=1), 60, lambda name: name.startswith("way:"))
    assert found.series == {"way:sse": [1]}


def test_a_day_has_so_many_series_and_ends_after_ninety_of_them(
    minutes: ListenerMinutes, valkey_server: Valkey
) -> None:
    for n in range(5):
        minutes.add(MIDNIGHT, {"processes": 1, "all": 100} | {f"place:embed:{n}-{m}.example": 1 for m in range(30)})
    store = connect(valkey_server.url)
    assert len(store.hgetall(keys.listener_series("2026-03-02"))) == MAX_SERIES
    assert store.strlen(keys.listener_counts("2026-03-02")) <= MAX_SERIES * MINUTES_A_DAY * 4 == 276_480
    assert (
        store.ttl(keys.listener_counts("2026-03-02"))
        == store.ttl(keys.listener_series("2026-03-02"))
        == keys.LISTENERS_TTL_S
    )
    assert minutes.steps(MIDNIGHT, MIDNIGHT + timedelta(minutes=1), 60).series["all"] == [500]


def test_invented_days_read_as_real_ones_and_real_minutes_are_added(minutes: ListenerMinutes) -> None:
    minutes.put([DayCounts(MIDNIGHT.date(), {"processes": [1, 1], "all": [5, 6]})])
    minutes.add(MIDNIGHT + timedelta(minutes=1), {"processes": 1, "all": 1})
    assert minutes.steps(MIDNIGHT, MIDNIGHT + timedelta(minutes=2), 60).series["all"] == [5, 7]


def test_what_was_measured_is_kept_for_its_time(minutes: ListenerMinutes, valkey_server: Valkey) -> None:
    deliveries = Deliveries(connect(valkey_server.url))
    for days in (0, 91):
        at = MIDNIGHT - timedelta(days=days)
        deliveries.add(
            [Delivered(id=f"d{days}", seq=1, action="published", at=at, process="web", written=((4, 9),))], MIDNIGHT
        )
    assert [one.id for one in deliveries.between(MIDNIGHT - timedelta(days=200), MIDNIGHT + timedelta(days=1))] == [
        "d0"
    ]
