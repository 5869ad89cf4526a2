"""The streams' history: what the monitor saw, change by change, and the periods made of it. Pure.

A note is kept when something changes, and when nobody looked for a while: that time is `unknown`, not the last status.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from webapp.newsroom.model import Stream, StreamStatus, Value
from webapp.newsroom.times import Instant

UNSEEN_AFTER = timedelta(seconds=90)
"""The monitor reports every ten seconds; after this long without a report the status is unknown."""

HISTORY_RETENTION = timedelta(days=8)
MAX_HISTORY_NOTES = 20_000

NOBODY_LOOKED = "nobody looked"

ALL_STREAMS = ""
"""The name of the station as a whole, beside the names of its streams."""


class SeenStream(Value):
    """The status of one stream at the time of a note."""

    id: str
    status: StreamStatus
    reason: str | None = None


class StatusNote(Value):
    """From `at` on, the station (`status`) and each of its streams had this status."""

    at: Instant
    status: StreamStatus
    streams: tuple[SeenStream, ...] = ()


class StatusSpan(Value):
    """The status from `start` (inclusive) to `end` (exclusive)."""

    start: Instant
    end: Instant
    status: StreamStatus
    reason: str | None = None


def status_changes(before: Stream | None, report: Stream, now: datetime) -> list[StatusNote]:
    """What to keep of `report`, when `before` was the previous report."""
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
    """The note of what `stream` says at `at`."""
    seen = (SeenStream(id=source.id, status=source.status, reason=source.reason) for source in stream.streams)
    return StatusNote(at=at, status=stream.status, streams=tuple(seen))


def status_spans(
    notes: Sequence[StatusNote], start: datetime, end: datetime, checked_at: datetime | None
) -> dict[str, list[StatusSpan]]:
    """For each stream (`ALL_STREAMS` for the station) its status from `start` to `end`, without gaps.

    `notes` are in order, starting with the last one before `start` if there is one. Time before the first note and
    after `checked_at` is unknown.
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
