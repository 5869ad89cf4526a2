"""What the monitor saw of the streams, change by change, and as spans of time. Pure.

A note is made when something changes, and when nobody looked for a while: that time is `unknown`, not what was seen last.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from webapp.newsroom.model import Stream, StreamStatus, Value
from webapp.newsroom.times import Instant

UNSEEN_AFTER = timedelta(seconds=90)
"""The monitor tells what it sees every ten seconds; after so long without a word nobody knows."""

HISTORY_RETENTION = timedelta(days=8)
MAX_HISTORY_NOTES = 20_000

NOBODY_LOOKED = "nobody looked"

ALL_STREAMS = ""
"""The station's own name among its streams."""


class SeenStream(Value):
    id: str
    status: StreamStatus
    reason: str | None = None


class StatusNote(Value):
    """From `at` on the station (`status`) and each of its streams were as said."""

    at: Instant
    status: StreamStatus
    streams: tuple[SeenStream, ...] = ()


class StatusSpan(Value):
    """From `start` up to `end` it was so."""

    start: Instant
    end: Instant
    status: StreamStatus
    reason: str | None = None


def status_changes(before: Stream | None, report: Stream, now: datetime) -> list[StatusNote]:
    """What to note of `report`, after `before` was the last that was told."""
    seen = status_note(report, now)
    if before is None:
        return [seen]
    looked = before.checked_at
    if looked is not None and now - looked > UNSEEN_AFTER:
        unknown = tuple(SeenStream(id=source.id, status="unknown", reason=NOBODY_LOOKED) for source in before.streams)
        return [StatusNote(at=looked, status="unknown", streams=unknown), seen]
    same = status_note(before, now)
    return [] if (same.status, same.streams) == (seen.status, seen.streams) else [seen]


def status_note(stream: Stream, at: datetime) -> StatusNote:
    seen = (SeenStream(id=source.id, status=source.status, reason=source.reason) for source in stream.streams)
    return StatusNote(at=at, status=stream.status, streams=tuple(seen))


def status_spans(
    notes: Sequence[StatusNote], start: datetime, end: datetime, checked_at: datetime | None
) -> dict[str, list[StatusSpan]]:
    """By stream (`ALL_STREAMS` for all of them): how it was between `start` and `end`, without a gap.

    `notes` are in order, with the last one before `start` first where there is one. What nobody has seen, before the
    first note and after `checked_at`, is unknown.
    """
    known = min(end, max(start, checked_at + UNSEEN_AFTER)) if checked_at else start
    names = dict.fromkeys((ALL_STREAMS, *(seen.id for note in notes for seen in note.streams)))
    return {name: _spans(list(_of(name, notes)), start, end, known) for name in names}


def _of(name: str, notes: Iterable[StatusNote]) -> Iterable[tuple[datetime, StreamStatus, str | None]]:
    for note in notes:
        if name == ALL_STREAMS:
            reasons = {seen.reason for seen in note.streams if seen.status == note.status and seen.reason}
            yield note.at, note.status, next(iter(reasons), None) if len(reasons) == 1 else None
            continue
        for seen in note.streams:
            if seen.id == name:
                yield note.at, seen.status, seen.reason


def _spans(
    said: list[tuple[datetime, StreamStatus, str | None]], start: datetime, end: datetime, known: datetime
) -> list[StatusSpan]:
    marks: list[tuple[datetime, StreamStatus, str | None]] = [(start, "unknown", NOBODY_LOOKED)]
    marks += [(max(start, at), status, reason) for at, status, reason in said if at < known]
    marks += [(known, "unknown", NOBODY_LOOKED)]
    made: list[StatusSpan] = []
    for (at, status, reason), (until, *_) in zip(marks, [*marks[1:], (end, "unknown", None)], strict=True):
        if until <= at:
            continue
        if made and (made[-1].status, made[-1].reason) == (status, reason):
            made[-1] = made[-1].model_copy(update={"end": until})
        else:
            made.append(StatusSpan(start=at, end=until, status=status, reason=reason))
    return made
