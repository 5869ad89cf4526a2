"""What in a history cannot have been right, in the manner of Jepsen: the order of the log is the order of the world, and what
anybody was told or shown has to fit into it. `python -m bench.cluster.checker FILE` judges one that was written down.

What was asked for and never answered may have happened or not; what was acknowledged has; what was shown has to stay true.
"""

from __future__ import annotations

import itertools
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.cluster.history import Op, read

MAX_CONVERGENCE_S = 15.0
ON_BOARD = 50
"""Headlines that a board holds."""


@dataclass(frozen=True)
class Violation:
    what: str
    detail: str

    def __str__(self) -> str:
        return f"{self.what}: {self.detail}"


@dataclass(frozen=True)
class Verdict:
    """`converged_s` is from the end of the faults until the last listener had everything; `None` where one never had."""

    violations: Sequence[Violation]
    acknowledged: int
    withdrawn: int
    converged_s: float | None

    @property
    def clean(self) -> bool:
        return not self.violations


def check(ops: Sequence[Op]) -> Verdict:
    """The verdict on a history with its final `log`, `audit`, `board` and `kept`."""
    seen = _Seen(ops)
    found = [
        *_lost(seen),
        *_twice(seen),
        *_out_of_order(seen),
        *_made_up(seen),
        *_withdrawn(seen),
        *_not_converged(seen),
    ]
    return Verdict(found, len(seen.acknowledged), len(seen.withdrawn), seen.converged_s)


class _Seen:
    """The history, sorted by what is asked of it."""

    def __init__(self, ops: Sequence[Op]) -> None:
        by: dict[str, list[Op]] = defaultdict(list)
        for op in ops:
            by[op.kind].append(op)
        self.asked = _first(by["asked"])
        self.acknowledged = _first(by["acknowledged"])
        self.withdrawing = _first(by["withdrawing"])
        self.withdrawn = _first(by["withdrawn"])
        self.log = [op.wish for op in by["log"]]
        self.audit = [op.wish for op in by["audit"]]
        self.on_board = _replayed(op for op in ops if op.kind in ("log", "log back"))
        self.place = {wish: at for at, wish in reversed(list(enumerate(self.log)))}
        self.shown = _by_who(by["shown"])
        self.kept = {who: {op.wish for op in ops} for who, ops in _by_who(by["kept"]).items()}
        self.boards = {who: [op.wish for op in ops] for who, ops in _by_who(by["board"]).items()}
        self.listeners = sorted(self.shown.keys() | self.kept.keys())
        self.healed_at = max((op.at for op in by["healed"]), default=0.0)
        """A headline that was withdrawn before a listener came back need never be shown to it."""
        self.must_be_shown = self.acknowledged.keys() - self.withdrawing.keys()

    @property
    def converged_s(self) -> float | None:
        latest = self.healed_at
        for who in self.listeners:
            at = _first(self.shown[who])
            if not self.must_be_shown <= at.keys():
                return None
            latest = max([latest, *(at[wish] for wish in self.must_be_shown)])
        return max(0.0, latest - max([self.healed_at, *self.acknowledged.values()]))


def _replayed(log: Iterable[Op]) -> set[int]:
    """What a board has after the log: a withdrawn headline leaves its place empty, it does not bring an older one back."""
    board: list[int] = []
    for op in log:
        if op.kind == "log":
            board = [op.wish, *board][:ON_BOARD]
        elif op.wish in board:
            board.remove(op.wish)
    return set(board)


def _first(ops: Iterable[Op]) -> dict[int, float]:
    """When each wish was first in `ops`."""
    at: dict[int, float] = {}
    for op in ops:
        at.setdefault(op.wish, op.at)
    return at


def _by_who(ops: Iterable[Op]) -> dict[str, list[Op]]:
    by: dict[str, list[Op]] = defaultdict(list)
    for op in ops:
        by[op.who].append(op)
    return by


def _lost(seen: _Seen) -> Iterable[Violation]:
    log, audit = set(seen.log), set(seen.audit)
    for wish in sorted(seen.acknowledged):
        if wish not in log:
            yield Violation("lost", f"{wish} was acknowledged, and is not on the log")
        if wish not in audit:
            yield Violation("lost", f"{wish} was acknowledged, and is not in the audit trail")
    for who in seen.listeners:
        missing = sorted(seen.must_be_shown - {op.wish for op in seen.shown[who]})
        if missing:
            yield Violation("lost", f"{who} was never shown {missing}")
    for host, board in seen.boards.items():
        missing = sorted(seen.on_board - set(board))
        if missing:
            yield Violation("lost", f"{host} has not {missing} on its board")


def _twice(seen: _Seen) -> Iterable[Violation]:
    for name, wishes in (
        ("the log", seen.log), ("the audit trail", seen.audit), *((f"{host}'s board", b) for host, b in seen.boards.items()),
        *((who, [op.wish for op in seen.shown[who]]) for who in seen.listeners),
    ):  # fmt: skip
        doubled = sorted(wish for wish, count in Counter(wishes).items() if count > 1)
        if doubled:
            yield Violation("twice", f"{name} has {doubled} more than once")


def _out_of_order(seen: _Seen) -> Iterable[Violation]:
    for who in seen.listeners:
        places = [(seen.place[op.wish], op.wish) for op in seen.shown[who] if op.wish in seen.place]
        for (before, one), (after, other) in itertools.pairwise(places):
            if after < before:
                yield Violation("out of order", f"{who} was shown {other} after {one}; the log has it before")
    # In real time: what was asked for after another was acknowledged comes after it. Backwards, with the earliest
    # acknowledgement so far of what comes later on the log, it takes one look at each.
    first_later: tuple[float, int] | None = None
    for wish in reversed(seen.log):
        asked = seen.asked.get(wish)
        if first_later and asked is not None and asked > first_later[0]:
            yield Violation(
                "out of order", f"{wish} was asked for after {first_later[1]} was acknowledged; the log has it before"
            )
        at = seen.acknowledged.get(wish)
        if at is not None and (first_later is None or at < first_later[0]):
            first_later = (at, wish)


def _made_up(seen: _Seen) -> Iterable[Violation]:
    log = set(seen.log)
    for name, wishes in (
        *((who, {op.wish for op in seen.shown[who]}) for who in seen.listeners), ("the log", log),
        *((f"{host}'s board", set(board)) for host, board in seen.boards.items()),
    ):  # fmt: skip
        nobody = sorted(wishes - seen.asked.keys())
        if nobody:
            yield Violation("made up", f"{name} has {nobody}, which nobody asked for")
    for who in seen.listeners:
        taken_back = sorted({op.wish for op in seen.shown[who]} - log)
        if taken_back:
            yield Violation("made up", f"{who} was shown {taken_back}, of which the log knows nothing in the end")


def _withdrawn(seen: _Seen) -> Iterable[Violation]:
    for name, wishes in (*seen.kept.items(), *((f"{host}'s board", set(b)) for host, b in seen.boards.items())):
        still = sorted(wishes & seen.withdrawn.keys())
        if still:
            yield Violation("still there", f"{name} has {still}, which were withdrawn")


def _not_converged(seen: _Seen) -> Iterable[Violation]:
    took = seen.converged_s
    if took is not None and took > MAX_CONVERGENCE_S:
        yield Violation("late", f"the last listener had everything {took:.1f} s after the faults were over")
    if len({tuple(board) for board in seen.boards.values()}) > 1:
        yield Violation("late", "the hosts' boards differ in the end")


def main() -> int:
    verdict = check(read(Path(sys.argv[1])))
    for violation in verdict.violations:
        print(violation)
    late = "never" if verdict.converged_s is None else f"{verdict.converged_s:.1f} s"
    print(f"{verdict.acknowledged} acknowledged, {verdict.withdrawn} withdrawn, converged: {late}")
    return 0 if verdict.clean else 1


if __name__ == "__main__":
    sys.exit(main())
