"""The seconds of sound that a streaming server sends a new listener at once (Icecast's burst), from many looks. Pure."""

from __future__ import annotations

from webapp.newsroom.model import Value

NEAR_S = 0.75
"""Looks that differ by less agree: an encoder may send its sound in pieces of half a second."""


class Burst(Value):
    """`told` is the published value (`None`: not known yet), `other` the last look that disagreed. Two that agree
    change it.
    """

    told: float | None = None
    other: float | None = None

    def after(self, seconds: float | None) -> Burst:
        """The burst after a look that measured `seconds`; `None` when it could not be measured."""
        if seconds is None:
            return self
        if self.told is not None and abs(seconds - self.told) < NEAR_S:
            return Burst(told=self.told)
        if self.other is not None and abs(seconds - self.other) < NEAR_S:
            return Burst(told=round((seconds + self.other) / 2, 1))
        return Burst(told=self.told, other=seconds)
