"""Compares journals with acknowledgements: what was missed, shown twice, out of order, and how late."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Journal = Sequence[tuple[int, float]]


@dataclass(frozen=True)
class Verdict:
    """Counts over all listeners; `late_s` has each listener's longest wait for a headline, sorted."""

    headlines: int
    missed: int
    twice: int
    out_of_order: int
    late_s: Sequence[float]

    @property
    def clean(self) -> bool:
        return not (self.missed or self.twice or self.out_of_order)

    def late(self, share: float) -> float:
        return self.late_s[min(len(self.late_s) - 1, int(share * len(self.late_s)))]


def judge(journals: Iterable[Journal], acknowledged: Mapping[int, float], over_at: float) -> Verdict:
    """A wait begins when the headline was acknowledged, or when the fault's cause was gone, whichever came later."""
    missed = twice = out_of_order = 0
    late = []
    for journal in journals:
        shown: dict[int, float] = {}
        highest = 0
        for wish, at in journal:
            twice += wish in shown
            out_of_order += wish < highest
            highest = max(highest, wish)
            shown.setdefault(wish, at)
        missed += len(acknowledged.keys() - shown.keys())
        waits = [shown[wish] - max(at, over_at) for wish, at in acknowledged.items() if wish in shown]
        late.append(max([0.0, *waits]))
    return Verdict(len(acknowledged), missed, twice, out_of_order, sorted(late))
