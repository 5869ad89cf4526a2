"""Faults composed at random from a seed: which, whom, when and for how long. The same seed is the same night.

Steps overlap: a store is cut off while another one's disk is full, a host is started anew on another build meanwhile.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from bench.cluster.station import CLOCKS, STORES, WEBS, Cluster

ALL = (*STORES, *WEBS, *CLOCKS)

FAULTS: dict[str, tuple[str, ...]] = {
    "kill": (*ALL, "front"),
    "freeze": ALL,
    "cut": ALL,
    "cut one way": ALL,
    "slow": STORES,
    "full disk": STORES,
    "skew": (*CLOCKS, *WEBS),
    "restart": ("everything",),
    "other build": (*WEBS, *CLOCKS),
}
"""By fault: whom it may strike. `kill` of a store is of its Sentinel too, as when a machine ends."""

MAX_STEPS = 3
ROUND_S = 6.0
"""Steps begin within this; each lasts between 2 s and 7 s."""


@dataclass(frozen=True, order=True)
class Step:
    """`fault` strikes `whom` at second `at` of the round, for `lasts` seconds. `other` is the far side of a cut, the order of a
    restart, or which way a clock is wrong."""

    at: float
    lasts: float
    fault: str
    whom: str
    other: str = ""

    def __str__(self) -> str:
        other = f" ({self.other})" if self.other else ""
        return f"{self.at:.1f} s: {self.fault} {self.whom}{other} for {self.lasts:.1f} s"


def compose(seed: int, number: int) -> list[Step]:
    """The steps of round `number` of a night, in order."""
    chance = random.Random(f"{seed}:{number}")
    steps = []
    for _ in range(chance.randint(1, MAX_STEPS)):
        fault = chance.choice(list(FAULTS))
        whom = chance.choice(FAULTS[fault])
        others = {
            "cut": [one for one in (*ALL, "front", "everybody") if one != whom],
            "cut one way": [one for one in (*ALL, "front") if one != whom],
            "skew": ["+90s", "-90s", "+3600s"],
            "restart": [",".join(chance.sample([*ALL, "front"], len(ALL) + 1))],
        }
        at, lasts = round(chance.uniform(0, ROUND_S), 1), round(chance.uniform(2, 7), 1)
        steps.append(Step(at, lasts, fault, whom, chance.choice(others.get(fault, [""]))))
    return sorted(steps)


def strike(cluster: Cluster, step: Step) -> Callable[[], None]:
    """Does what the step says; returns what undoes it. Undoing is safe whatever came in between."""
    whom, other = step.whom, step.other
    match step.fault:
        case "kill":
            cluster.machine(whom).kill()
            return cluster.machine(whom).start
        case "freeze":
            cluster.machine(whom).freeze()
            return cluster.machine(whom).wake
        case "cut":
            far = [name for name in cluster.names if name != whom] if other == "everybody" else [other]
            pairs = [pair for name in far for pair in ((whom, name), (name, whom))]
            return cluster.cut(*pairs)
        case "cut one way":
            return cluster.cut((whom, other))
        case "slow":
            return cluster.machine(whom).slow_down()
        case "full disk":
            return cluster.machine(whom).fill_disk()
        case "skew":
            cluster.machine(whom).restart(skew=other)
            return cluster.machine(whom).restart
        case "other build":
            cluster.machine(whom).restart(next_build=True)
            return cluster.machine(whom).restart
        case "restart":
            for name in other.split(","):
                cluster.machine(name).restart()
            return lambda: None
    raise ValueError(step.fault)
