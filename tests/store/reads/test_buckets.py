"""Reads of single stories by five minutes: what the picture of airtime is drawn from."""

from __future__ import annotations

from datetime import timedelta

from tests.conftest import NOON, FrozenClock, Room
from tests.store.board.test_clock import IMPORT
from tests.store.board.test_desk import story
from tests.web.in_process_site import PHONE


def test_a_counted_read_is_in_its_five_minutes_for_a_day_and_then_unknown(room: Room, clock: FrozenClock) -> None:
    room.desk.put_article(story("rice"), IMPORT, clock())
    for minute in (1, 2, 7):
        reader = room.reads.reader(f"203.0.113.{minute}", PHONE, None)
        at = NOON + timedelta(minutes=minute)
        opening = room.reads.open("rice", reader, at)
        known = room.reads.reader(f"203.0.113.{minute}", PHONE, opening.cookie)
        assert room.reads.count("rice", opening.token, known, at + timedelta(seconds=6)) == "counted"
    start = int(NOON.timestamp())
    span = (NOON - timedelta(minutes=5), NOON + timedelta(minutes=10))
    later = NOON + timedelta(hours=20)
    counts = room.rundown.read_buckets.of(["rice", "edsa"], *span, later)
    assert counts == {"rice": {start - 300: 0, start: 2, start + 300: 1}, "edsa": dict.fromkeys(counts["rice"], 0)}
    assert room.rundown.read_buckets.of(["rice"], *span, NOON + timedelta(hours=40)) == {"rice": {}}
