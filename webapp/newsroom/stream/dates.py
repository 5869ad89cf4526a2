"""How late the dates of an HLS stream are (EXT-X-PROGRAM-DATE-TIME), from when its segments arrive. Pure.

An encoder that counts its dates on from its start (ffmpeg) is behind for good once it has stalled: sound of now then bears a
date of half a minute ago. A segment's arrival, less the date of its end, is the way from the encoder to us, and does not
change; what it grows by is the dates' fault. Sound of the future there is none: dates ahead of their arrival are as wrong.
"""

from __future__ import annotations

from webapp.newsroom.model import Value

KEPT_LOOKS = 6
SURE_LOOKS = 3
"""A look finds a segment up to a segment's length after its arrival; the shortest of several is near the truth."""

JUMP_S = 2.5
"""Less is no jump: the way to us is not always as long."""

NEAR_S = 1.0
"""What is published changes by this much at least."""


class Dates(Value):
    """`late_s` is published: seconds that dates lag behind. `lags` are the last looks' (arrival less date), `usual_s` is
    the way without the fault.
    """

    late_s: float = 0.0
    usual_s: float | None = None
    lags: tuple[float, ...] = ()

    def after(self, lag_s: float | None, *, anew: bool = False) -> Dates:
        """The dates after a look that found `lag_s` (`None`: nothing new came); `anew`: another encoder has begun."""
        before = Dates() if anew else self
        if lag_s is None:
            return before
        lags = (*before.lags, lag_s)[-KEPT_LOOKS:]
        if len(lags) < SURE_LOOKS:
            return Dates(late_s=before.late_s, usual_s=before.usual_s, lags=lags)
        # a jump shows in the newest looks before the older ones are gone
        shortest = min(lags[-SURE_LOOKS:])
        if min(lags) > shortest - JUMP_S:
            shortest = min(lags)
        usual = max(0.0, min(shortest, shortest if before.usual_s is None else before.usual_s))
        late = round(shortest - usual, 1)
        if abs(late) < JUMP_S:
            late = 0.0
        elif before.late_s and abs(late - before.late_s) < NEAR_S:
            late = before.late_s
        return Dates(late_s=late, usual_s=usual, lags=lags)
