"""The last ninety days of the stream, day by day, and its interruptions."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from webapp.newsroom.model import StreamStatus
from webapp.newsroom.stream.availability import DAYS, Availability, availability
from webapp.newsroom.stream.history import StatusNote

MANILA = ZoneInfo("Asia/Manila")
NOW = datetime(2026, 3, 2, 12, 0, tzinfo=MANILA)


def seen(*notes: tuple[str, StreamStatus], zone: ZoneInfo = MANILA, now: datetime = NOW) -> Availability:
    """Of `("03-01 10:00", status)`, local times of 2026."""
    made = [
        StatusNote(at=datetime.fromisoformat(f"2026-{at}").replace(tzinfo=zone), status=status) for at, status in notes
    ]
    return availability(made, zone, now, now)


def test_a_day_says_how_long_it_was_on_the_air_silent_and_off() -> None:
    past = seen(
        ("02-28 06:00", "on_air"), ("03-01 10:00", "silent"), ("03-01 10:30", "off_air"), ("03-01 11:00", "on_air")
    )
    assert len(past.days) == DAYS and str(past.days[-1].date) == "2026-03-02"
    saturday, sunday, today = past.days[-3:]
    assert (saturday.on_air_s, saturday.grade) == (18 * 3600, "good"), "of the eighteen hours that were looked at"
    assert (sunday.on_air_s, sunday.silent_s, sunday.off_air_s) == (23 * 3600, 1800, 1800) and sunday.grade == "bad"
    assert (today.on_air_s, today.share) == (12 * 3600, 1.0)
    assert past.days[0].share is None and past.days[0].grade == "unknown"
    assert past.share == (18 + 23 + 12) / (18 + 24 + 12)


def test_what_happened_close_together_is_one_interruption_and_a_blink_is_none() -> None:
    past = seen(
        ("03-01 10:00", "on_air"), ("03-01 11:00", "silent"), ("03-01 11:05", "on_air"), ("03-01 11:06", "off_air"),
        ("03-01 11:10", "on_air"), ("03-01 20:00:00", "silent"), ("03-01 20:00:40", "on_air"), ("03-02 11:50", "off_air"),
    )  # fmt: skip
    now_off, earlier = past.interruptions
    assert now_off.end is None and now_off.status == "off_air"
    assert (earlier.start.astimezone(MANILA).hour, earlier.status) == (11, "off_air")
    assert earlier.end and earlier.end - earlier.start == timedelta(minutes=10)


def test_unknown_is_neither_up_nor_down() -> None:
    past = seen(("03-01 00:00", "on_air"), ("03-01 06:00", "unknown"))
    assert past.days[-2].share == 1.0 and not past.interruptions and past.days[-1].share is None


def test_a_day_whose_clocks_change_has_the_hours_that_it_has() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    past = seen(("03-28 00:00", "on_air"), zone=berlin, now=datetime(2026, 3, 31, 12, 0, tzinfo=berlin))
    assert [day.on_air_s // 3600 for day in past.days[-4:]] == [24, 23, 24, 12]
