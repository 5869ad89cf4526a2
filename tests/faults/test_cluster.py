"""A night on three stores, two web hosts, two clocks and HAProxy, in short: what was acknowledged is there in the end, once, in
order, everywhere. `make soak` has the long form, and `tests/unit/soak/test_cluster_checker.py` tries the checker."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from bench.cluster.__main__ import night, why_not
from bench.cluster.nemesis import Step

STEPS = [
    Step(0.5, 3.0, "kill", "store1"),
    Step(1.0, 2.0, "cut one way", "web2", "store3"),
    Step(1.5, 2.0, "freeze", "clock1"),
]
"""`store1` is the primary at first."""


def test_a_primary_ends_while_a_host_is_half_cut_off_and_nothing_acknowledged_is_lost() -> None:
    if why := why_not():
        pytest.skip(why)
    with (
        tempfile.TemporaryDirectory(prefix="airwire-night-", ignore_cleanup_errors=True) as folder,
        night(Path(folder), seed=1, down_after_ms=800, listeners=6) as here,
    ):
        verdict = here.live_through(STEPS)
    assert [str(one) for one in verdict.violations] == []
    assert verdict.acknowledged > 3
