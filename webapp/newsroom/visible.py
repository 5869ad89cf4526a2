"""The board as it may be shown at a moment: whatever has ended by time is gone, whether or not a clock has written it
down.

    visible(board, now)   the board without what has ended, and with the air turned to what is on at `now`
    next_change(shown)    the next instant at which the visible board will differ

Events record what people and probes did; the end of a headline's time needs none, so the clock's later event changes
nothing visible. Pure. Browsers run the same rule (`static/js/feed/visible.js`); one table of cases tests both.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from webapp.newsroom.alerts.items import standing
from webapp.newsroom.board import Board
from webapp.newsroom.model import OnAir, Stream

STATUS_LIFETIME = timedelta(minutes=3)
"""A probe's finding older than this says nothing about now; the monitor confirms it about every two."""

Follow = Callable[[Board, datetime], OnAir]
"""Computes what is on the air at a moment when the board's own answer has ended."""


def follow_next(board: Board, now: datetime) -> OnAir:
    """What is on the air, from the board alone, as a browser knows it: `next`, whose end is unknown.

    The rotation stays until another is known.
    """
    air, following = board.on_air, board.on_air.next
    if following is None:
        return OnAir()
    if following.starts_at <= now:
        return OnAir(
            programme=following.programme,
            segment=following.segment,
            starts_at=following.starts_at,
            rotation=air.rotation,
        )
    if air.by == "schedule" and air.programme and air.programme.id == following.programme.id:
        return OnAir(programme=air.programme, next=following, rotation=air.rotation)  # between two of its segments
    return OnAir(ends_at=following.starts_at, next=following)


def visible(board: Board, now: datetime, follow: Follow = follow_next) -> Board:
    """`board` as it may be shown at `now`; the same object when nothing has ended."""
    change: dict[str, Any] = {}
    if any(item.expires_at and item.expires_at <= now for item in board.breaking):
        change["breaking"] = tuple(i for i in board.breaking if i.expires_at is None or now < i.expires_at)
    if board.promo and board.promo.until and board.promo.until <= now:
        change["promo"] = None
    if any(alert.until <= now for alert in board.alerts):
        change["alerts"] = standing(board.alerts, now)
    ends = status_ends(board.stream)
    if ends and ends <= now:
        change["stream"] = _unknown(board.stream, ends)
    turns = air_turns(board.on_air)
    if turns and turns <= now:
        change["on_air"] = _turned(board, now, follow)
    return board.model_copy(update=change) if change else board


def next_change(shown: Board) -> datetime | None:
    """When the visible board `shown` will change by time alone; `None` if never."""
    ends = [item.expires_at for item in shown.breaking]
    ends += [shown.promo.until] if shown.promo else []
    ends += [alert.until for alert in shown.alerts]
    ends += [status_ends(shown.stream), air_turns(shown.on_air)]
    return min((end for end in ends if end), default=None)


def status_ends(stream: Stream) -> datetime | None:
    """Until when the stream's status is valid: the end of a hold, or the maximum age of a probe's finding."""
    if stream.by == "hand":
        return stream.until
    known = stream.status != "unknown" and stream.checked_at
    return stream.checked_at + STATUS_LIFETIME if known and stream.checked_at else None


def air_turns(air: OnAir) -> datetime | None:
    """When something else is on, or next. A hold without an end goes on past the planned end of its segment."""
    starts = air.next.starts_at if air.next else None
    if air.by == "hand":
        return air.until or starts
    return min((instant for instant in (air.ends_at, starts) if instant), default=None)


def _unknown(stream: Stream, since: datetime) -> Stream:
    """The stream without a status since `since`, because nothing was reported after that."""
    held = {"by": "probe", "until": None, "checked_at": None} if stream.by == "hand" else {}
    return stream.model_copy(update={"status": "unknown", "since": since, **held})


def _turned(board: Board, now: datetime, follow: Follow) -> OnAir:
    air, following = board.on_air, follow(board, now)
    if air.by == "hand" and air.until is None:
        return air.model_copy(update={"next": following.next})
    return following
