"""What a listener missed: the headlines that were published, corrected or withdrawn since a moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from webapp.newsroom.headlines.record import HeadlineRecord


@dataclass
class Missed:
    """Each newest first. A headline is in one list only: what came and was taken back meanwhile was not missed."""

    published: list[HeadlineRecord] = field(default_factory=list)
    corrected: list[HeadlineRecord] = field(default_factory=list)
    withdrawn: list[HeadlineRecord] = field(default_factory=list)


def missed_since(records: Iterable[HeadlineRecord], start: datetime, now: datetime) -> Missed:
    """What of `records`, newest first, whoever left at `start` does not know at `now`."""
    missed = Missed()
    for record in records:
        is_new, state = record.published_at >= start, record.state(now)
        if state == "withdrawn":
            if not is_new and record.revisions[-1].at >= start:
                missed.withdrawn.append(record)
        elif is_new:
            missed.published.append(record)
        elif any(one.at >= start for one in record.corrections):
            missed.corrected.append(record)
    return missed
