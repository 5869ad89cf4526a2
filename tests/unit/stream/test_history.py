"""A day of the streams: what was seen, change by change, and what nobody saw."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from webapp.newsroom.model import Stream, StreamSource, StreamStatus
from webapp.newsroom.stream.history import (
    ALL_STREAMS,
    NOBODY_LOOKED,
    UNSEEN_AFTER,
    StatusNote,
    status_changes,
    status_spans,
)

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def report(status: StreamStatus, checked: datetime, reason: str | None = None) -> Stream:
    source = StreamSource(
        id="main", title="Main", url="https://a.example/live", kind="icecast", status=status, reason=reason
    )
    return Stream(status=status, since=checked, checked_at=checked, streams=(source,))


def day(reports: list[Stream]) -> list[StatusNote]:
    notes: list[StatusNote] = []
    before = None
    for seen in reports:
        assert seen.checked_at
        notes += status_changes(before, seen, seen.checked_at)
        before = seen
    return notes


def told(
    notes: list[StatusNote], start: float, end: float, checked: float, name: str = "main"
) -> list[tuple[str, float, float]]:
    made = status_spans(notes, at(start), at(end), at(checked))[name]
    return [(s.status, (s.start - NOON) / timedelta(minutes=1), (s.end - NOON) / timedelta(minutes=1)) for s in made]


def test_only_what_changes_is_noted() -> None:
    notes = day([report("on_air", at(n / 6)) for n in range(60)] + [report("off_air", at(10))])
    assert [note.status for note in notes] == ["on_air", "off_air"]
    assert told(notes, 0, 11, 11) == [("on_air", 0, 10), ("off_air", 10, 11)]


def test_another_reason_is_a_change_too() -> None:
    assert len(day([report("off_air", at(0), "no source"), report("off_air", at(0.2), "the server is away")])) == 2


def test_while_nobody_looked_nothing_is_said_to_have_been_on_the_air() -> None:
    notes = day([report("on_air", at(0)), report("on_air", at(30))])
    # Seen at noon and half an hour later: between the two anything may have happened.
    assert told(notes, -5, 31, 31) == [("unknown", -5, 30), ("on_air", 30, 31)]
    assert status_spans(notes, at(-5), at(31), at(31))["main"][0].reason == NOBODY_LOOKED


def test_a_monitor_that_went_away_is_not_believed_for_long() -> None:
    notes = day([report("on_air", at(0))])
    (on, unknown) = told(notes, 0, 60, 5)
    assert on == ("on_air", 0, 5 + UNSEEN_AFTER / timedelta(minutes=1)) and unknown[0] == "unknown"
    assert told(notes, 0, 60, -10) == [("unknown", 0, 60)]


def test_what_was_before_the_day_goes_on_into_it() -> None:
    notes = day([report("off_air", at(-300))])
    assert told(notes, 0, 10, 10) == [("off_air", 0, 10)]


changes = st.lists(
    st.tuples(st.integers(1, 400), st.sampled_from(["on_air", "silent", "off_air", "unknown"])), min_size=0, max_size=30
)


@given(changes, st.integers(-100, 500), st.integers(1, 1440))
def test_a_day_has_no_gap_and_no_overlap_whatever_happened(
    steps: list[tuple[float, StreamStatus]], start: float, length: float
) -> None:
    moment, reports = 0.0, []
    for step, status in steps:
        moment += step
        reports.append(report(status, at(moment)))
    notes = day(reports)
    for made in status_spans(notes, at(start), at(start + length), at(moment) if reports else None).values():
        assert made[0].start == at(start) and made[-1].end == at(start + length)
        assert all(a.end == b.start and (a.status, a.reason) != (b.status, b.reason) for a, b in pairwise(made))
    assert ALL_STREAMS in status_spans(notes, at(start), at(start + length), None)
