"""The soak's own eyes: what it would have to see, it sees."""

from __future__ import annotations

from typing import Any

import pytest

from bench.soak.document import with_table
from bench.soak.reader import Reader
from bench.soak.verdict import judge

TOLD = {1: 10.0, 2: 11.0, 3: 12.0}


def test_who_was_shown_everything_in_order_is_clean() -> None:
    verdict = judge([[(1, 10.1), (2, 11.5), (3, 12.0)]], TOLD, over_at=0)
    assert verdict.clean and verdict.late(1) == 0.5


def test_a_headline_that_one_listener_never_saw_is_missed_once() -> None:
    verdict = judge([[(1, 10), (3, 12)], [(1, 10), (2, 11), (3, 12)]], TOLD, over_at=0)
    assert verdict.missed == 1 and not verdict.clean


def test_a_wish_that_was_published_twice_or_shown_late_is_told_apart() -> None:
    assert judge([[(1, 10), (2, 11), (2, 11), (3, 12)]], TOLD, over_at=0).twice == 1
    assert judge([[(2, 11), (1, 11), (3, 12)]], TOLD, over_at=0).out_of_order == 1


def test_a_wait_begins_when_the_cause_was_gone() -> None:
    assert judge([[(1, 25), (2, 25), (3, 25)]], TOLD, over_at=24).late(1) == 1


def event(seq: int, epoch: str = "a", action: str = "published") -> dict[str, Any]:
    return {"epoch": epoch, "seq": seq, "action": action, "item": {"id": f"id-{seq}", "headline": f"Wish {seq}"}}


def board(seq: int, *wishes: int, epoch: str = "a") -> dict[str, Any]:
    items = [{"id": f"id-{wish}", "headline": f"Wish {wish}"} for wish in wishes]
    return {"epoch": epoch, "seq": seq, "breaking": items}


def shown(reader: Reader) -> list[int]:
    return [wish for wish, _ in reader.journal]


def test_a_reader_drops_what_it_knows_and_asks_once_for_what_is_missing() -> None:
    reader = Reader()
    reader.take("snapshot", board(2, 2, 1))
    assert not reader.take("breaking", event(2))
    assert reader.take("breaking", event(4)) and not reader.take("breaking", event(5))
    for seq in (3, 4, 5):
        assert not reader.take("breaking", event(seq))
    assert shown(reader) == [1, 2, 3, 4, 5]


def test_a_reader_takes_the_board_of_another_history_and_shows_what_is_new_on_it() -> None:
    reader = Reader()
    reader.take("snapshot", board(7, 2, 1))
    assert reader.take("breaking", event(8, epoch="b"))
    reader.take("snapshot", board(8, 3, 2, 1, epoch="b"))
    assert shown(reader) == [1, 2, 3] and reader.place == {"epoch": "b", "seq": 8}


def test_a_table_takes_the_place_of_the_one_with_the_same_first_column() -> None:
    page = "Before.\n\n| fault | missed |\n| --- | --- |\n| old | 1 |\n\nBetween.\n\n| other |\n| --- |\n| x |\n"
    table = "| fault | missed | late |\n| --- | --- | --- |\n| new | 0 | 1 s |\n"
    assert with_table(page, table) == page.replace("| fault | missed |\n| --- | --- |\n| old | 1 |\n", table)
    with pytest.raises(ValueError, match="no table"):
        with_table("Nothing.\n", table)
