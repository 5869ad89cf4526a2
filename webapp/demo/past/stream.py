"""The demo's stream in the days before: on the air but for a few outages, of which a longer one was silence."""

from __future__ import annotations

from datetime import datetime, timedelta

from webapp.newsroom.model import StreamStatus
from webapp.newsroom.stream.history import SeenStream, StatusNote

STREAM = "live"
PAST_DAYS = 90
OUTAGES: tuple[tuple[float, float, StreamStatus, str | None], ...] = (
    (81.3, 95, "off_air", None), (63.15, 12, "silent", None), (47.4, 41, "off_air", None), (29.7, 6, "off_air", None),
    (12.45, 17, "silent", None), (5.62, 9, "off_air", None), (3.31, 26, "silent", None), (2.1, 7, "off_air", None),
    (0.58, 4, "silent", None),
)  # fmt: skip
"""How many days ago, for how many minutes, what was the matter."""


def past_notes(now: datetime) -> list[StatusNote]:
    """Oldest first; at the end it is on the air."""
    notes = [_note(now - timedelta(days=PAST_DAYS), "on_air")]
    for days, minutes, status, reason in OUTAGES:
        began = now - timedelta(days=days)
        notes += [_note(began, status, reason), _note(began + timedelta(minutes=minutes), "on_air")]
    return notes


def _note(at: datetime, status: StreamStatus, reason: str | None = None) -> StatusNote:
    return StatusNote(at=at, status=status, streams=(SeenStream(id=STREAM, status=status, reason=reason),))
