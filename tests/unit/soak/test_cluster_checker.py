"""The checker of the cluster's soak sees what it would have to see: each history here has one fault in it, or none."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.cluster.checker import check
from bench.cluster.history import Op, read, write
from bench.cluster.nemesis import compose


def night() -> list[Op]:
    """Three headlines by two publishers, the second withdrawn; one was never answered. Two listeners, one away for a while."""
    ops: list[Op] = []
    for wish, publisher in ((1, "p1"), (2, "p2"), (3, "p1")):
        ops += [Op(wish, "asked", publisher, wish), Op(wish + 0.5, "acknowledged", publisher, wish)]
    ops += [
        Op(4, "asked", "p2", 4),
        Op(4.2, "withdrawing", "p2", 2),
        Op(4.4, "withdrawn", "p2", 2),
        Op(5, "healed", ""),
    ]
    ops += [Op(wish + 0.6, "shown", "l1", wish) for wish in (1, 2, 3, 4)] + [Op(4.5, "gone", "l1", 2)]
    ops += [Op(6, "shown", "l2", 1), Op(6, "shown", "l2", 3), Op(6, "shown", "l2", 4)]
    ops += [Op(9, "log", "", wish) for wish in (1, 2, 3, 4)] + [Op(9, "log back", "", 2)]
    ops += [Op(9, "audit", "", wish) for wish in (1, 2, 3, 4)]
    for host in ("web1", "web2"):
        ops += [Op(9, "board", host, wish) for wish in (4, 3, 1)]
    for listener in ("l1", "l2"):
        ops += [Op(9, "kept", listener, wish) for wish in (4, 3, 1)]
    return ops


def without(kind: str, who: str, wish: int) -> Callable[[list[Op]], list[Op]]:
    def change(ops: list[Op]) -> list[Op]:
        kept = [op for op in ops if (op.kind, op.who, op.wish) != (kind, who, wish)]
        assert len(kept) < len(ops)
        return kept

    return change


def with_more(*more: Op) -> Callable[[list[Op]], list[Op]]:
    return lambda ops: [*ops, *more]


def moved(kind: str, who: str, wish: int, at: float) -> Callable[[list[Op]], list[Op]]:
    def change(ops: list[Op]) -> list[Op]:
        is_it = [(op.kind, op.who, op.wish) == (kind, who, wish) for op in ops]
        assert sum(is_it) == 1
        return sorted(
            (dataclasses.replace(op, at=at) if it else op for op, it in zip(ops, is_it, strict=True)), key=_at
        )

    return change


def _at(op: Op) -> float:
    return op.at


def test_a_night_without_a_fault_is_clean_and_says_how_soon_all_had_everything() -> None:
    verdict = check(night())
    assert verdict.clean and (verdict.acknowledged, verdict.withdrawn, verdict.converged_s) == (3, 1, 1.0)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (without("log", "", 3), "lost: 3 was acknowledged, and is not on the log"),
        (without("audit", "", 3), "lost: 3 was acknowledged, and is not in the audit trail"),
        (without("shown", "l2", 3), "lost: l2 was never shown [3]"),
        (without("board", "web2", 1), "lost: web2 has not [1] on its board"),
        (with_more(Op(9, "log", "", 1)), "twice: the log has [1] more than once"),
        (with_more(Op(9, "shown", "l1", 3)), "twice: l1 has [3] more than once"),
        (moved("shown", "l1", 1, 3.0), "out of order: l1 was shown 1 after 2; the log has it before"),
        (with_more(Op(9, "shown", "l2", 7)), "made up: l2 has [7], which nobody asked for"),
        (without("log", "", 4), "made up: l1 was shown [4], of which the log knows nothing in the end"),
        (with_more(Op(9, "board", "web1", 2)), "still there: web1's board has [2], which were withdrawn"),
        (with_more(Op(9, "kept", "l2", 2)), "still there: l2 has [2], which were withdrawn"),
        (moved("shown", "l2", 3, 21.0), "late: the last listener had everything 16.0 s after the faults were over"),
        (moved("asked", "p2", 2, 3.7), "out of order: 2 was asked for after 3 was acknowledged; the log has it before"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_fault_in_a_history_is_found(change: Callable[[list[Op]], list[Op]], what: str) -> None:
    assert what in [str(violation) for violation in check(change(night())).violations]


def test_what_was_never_answered_may_have_happened_or_not() -> None:
    ops = [op for op in night() if op.wish != 4 or op.kind == "asked"]
    assert check(ops).clean


def test_a_withdrawn_headline_leaves_its_place_on_the_board_empty() -> None:
    """Fifty are out, the fiftieth is withdrawn: the board has 49, and no older one comes back."""
    published = [Op(9, "log", "", wish) for wish in range(1, 52)]
    ops = [*published, Op(9, "log back", "", 51), *(Op(9, "board", "web1", wish) for wish in range(50, 1, -1))]
    assert not [one for one in check(ops).violations if one.what == "lost"]


def test_a_history_that_was_written_down_is_judged_alike(tmp_path: Path) -> None:
    write(night(), tmp_path / "history.jsonl")
    assert read(tmp_path / "history.jsonl") == night()


def test_a_composition_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    assert compose(7, 3) == compose(7, 3)
    assert len({tuple(compose(7, number)) for number in range(30)}) > 25
    names = {step.fault for number in range(200) for step in compose(7, number)}
    assert names >= {"kill", "freeze", "cut", "cut one way", "slow", "full disk", "skew", "restart", "other build"}
