"""The record of a run and its log, compared with the turns that the grid has."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bench.turns.clocks import MONDAY
from webapp.newsroom.schedule.grid.grid import Grid
from webapp.newsroom.schedule.holds import NO_HOLDS
from webapp.newsroom.schedule.on_air import next_boundary, transition_id
from webapp.store.board.log import Log
from webapp.store.core.client import Store
from webapp.store.schedule.rundown import Rundown


@dataclass(frozen=True)
class Outcome:
    turns: int
    kills: int
    freezes: int
    leaders: int
    missed: list[str]
    doubled: list[str]
    wrong: list[str]
    not_in_log: int
    seconds: float

    @property
    def correct(self) -> bool:
        return not (self.missed or self.doubled or self.wrong)

    def __str__(self) -> str:
        return (
            f"{self.turns} turns in {self.seconds:.0f} s, {self.kills} leaders killed, {self.freezes} frozen, "
            f"{self.leaders} clocks led: "
            f"{len(self.missed)} missed, {len(self.doubled)} doubled ids, {len(self.wrong)} at another time; "
            f"{self.not_in_log} over before a clock looked, so in the record and not in the log"
        )


def compare(
    grid: Grid, rundown: Rundown, store: Store, end: datetime, kills: int, freezes: int, leaders: int, seconds: float
) -> Outcome:
    wanted, at = {transition_id(grid, NO_HOLDS, MONDAY): MONDAY}, MONDAY
    while (boundary := next_boundary(grid, NO_HOLDS, at)) and boundary <= end:
        at = boundary
        wanted[transition_id(grid, NO_HOLDS, at)] = at
    rows = rundown.as_run.ran(MONDAY, end + timedelta(seconds=1))
    counted = Counter(row.id for row in rows)
    announced = Counter(
        (body["programme"]["id"], body.get("segment", {}).get("id"), body["starts_at"])
        for body in (event.body for event in _events(store) if event.type == "on_air")
        if body.get("programme")
    )
    doubled = [name for name, count in counted.items() if count > 1]
    doubled += [str(turn) for turn, count in announced.items() if count > 1]
    wrong = [row.id for row in rows if row.id in wanted and wanted[row.id] != row.starts_at]
    wrong += [name for name in counted if name not in wanted]
    missed = [name for name in wanted if name not in counted]
    return Outcome(
        len(wanted) - 1, kills, freezes, leaders, missed, doubled, wrong, len(wanted) - 1 - len(announced), seconds
    )


def _events(store: Store) -> list[Any]:
    log, found, at = Log(store), [], 0
    epoch = log.board().epoch
    while more := log.since(epoch, at).events:
        found += more
        at = more[-1].seq
    return found
