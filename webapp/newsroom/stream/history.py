"""What the monitor saw of the streams, change by change, and as spans of time. Pure.

A note is made when something changes, and when nobody looked for a while: that time is `unknown`, not what was seen last.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from webapp.newsroom.model import Stream, StreamStatus, Value
from webapp.newsroom.times import Instant

UNSEEN = timedelta(seconds=90)
"""The monitor tells what it sees every ten seconds; after so long without a word nobody knows."""

HISTORY_RETENTION = timedelta(days=8)
MAX_HISTORY_NOTES = 20_000

NOBODY_LOOKED = "nobody looked"

STATION = ""
"""The station's own name among its streams."""


class Seen(Value):
    id: str
    status: StreamStatus
    reason: str | None = None


class Note(Value):
    """From `at` on the station (`status`) and each of its streams were as said."""

    at: Instant
    status: StreamStatus
    streams: tuple[Seen, ...] = ()


class StatusSpan(Value):
    """From `start` up to `end` it was so."""

    start: Instant
    end: Instant
    status: StreamStatus
    reason: str | None = None


def notes_of(before: Stream | None, report: Stream, now: datetime) -> list[Note]:
    """What to note of `report`, after `before` was the last that was told."""
    seen = note_of(report, now)
    if before is None:
        return [seen]
    looked = before.checked_at
    if looked is not None and now - looked > UNSEEN:
        unknown = tuple(Seen(id=source.id, status="unknown", reason=NOBODY_LOOKED) for source in before.streams)
        return [Note(at=looked, status="unknown", streams=unknown), seen]
    same = note_of(before, now)
    return [] if (same.status, same.streams) == (seen.status, seen.streams) else [seen]


def note_of(stream: Stream, at: datetime) -> Note:
    seen = (Seen(id=source.id, status=source.status, reason=source.reason) for source in stream.streams)
    return Note(at=at, status=stream.status, streams=tuple(seen))


def spans(
    notes: Sequence[Note], start: datetime, end: datetime, checked_at: datetime | None
) -> dict[str, list[StatusSpan]]:
    """By stream (`STATION` for all of them): how it was between `start` and `end`, without a gap.

    `notes` are in order, with the last one before `start` first where there is one. What nobody has seen, before the
    first note and after `checked_at`, is unknown.
    """
    known = min(end, max(start, checked_at + UNSEEN)) if checked_at else start
    names = dict.fromkeys((STATION, *(seen.id for note in notes for seen in note.streams)))
    return {name: _spans(list(_of(name, notes)), start, end, known) for name in names}


def _of(name: str, notes: Iterable[Note]) -> Iterable[tuple[datetime, StreamStatus, str | None]]:
    for note in notes:
        if name == STATION:
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
