"""What monitors measure of a stream, when several of them look: a little difference between two is no news. Pure."""

from __future__ import annotations

from webapp.newsroom.model import Stream, StreamSource
from webapp.newsroom.stream.burst import NEAR_S as BURST_NEAR_S

DATES_NEAR_S = 1.5
"""The shortest way of several looks is found to within about a second."""


def keep_measured(old: Stream, new: Stream) -> Stream:
    """`new` with what `old` has measured, where that is near; and where a monitor has not measured yet."""
    before = {(source.id, source.url): source for source in old.streams}
    streams = tuple(_kept(before.get((source.id, source.url)), source) for source in new.streams)
    return new.model_copy(update={"streams": streams})


def _kept(old: StreamSource | None, new: StreamSource) -> StreamSource:
    if old is None:
        return new
    kept: dict[str, float] = {}
    if old.burst_s is not None and (new.burst_s is None or abs(new.burst_s - old.burst_s) < BURST_NEAR_S):
        kept["burst_s"] = old.burst_s
    if old.dates_late_s and new.dates_late_s and abs(new.dates_late_s - old.dates_late_s) < DATES_NEAR_S:
        kept["dates_late_s"] = old.dates_late_s
    return new.model_copy(update=kept)
