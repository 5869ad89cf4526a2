"""How one history goes on under another epoch. Numbers go on across epochs, so events of several stand in a row.

(e1, 3) (e1, 4) | e2 begins at 4 | (e2, 5) …        e2 succeeds [(e1, 4)]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from webapp.newsroom.board import Board, Former
from webapp.newsroom.events import Event

EPOCH_EVENT = "epoch"
"""What listeners are told where an epoch begins: `{epoch, seq, at, succeeds}`. It is on no log."""


def last_of(board: Board, epoch: str) -> int | None:
    """The last seq of `epoch` as far as `board` goes on from it; `None` where it does not."""
    if epoch == board.epoch:
        return board.seq
    return next((former.seq for former in board.succeeds if former.epoch == epoch), None)


def first_of(board: Board) -> int:
    """The seq at which the board's epoch began."""
    return board.succeeds[0].seq if board.succeeds else 0


def formers_of(epoch: str, now_epoch: str, succeeds: tuple[Former, ...]) -> tuple[Former, ...]:
    """Of the epochs before `now_epoch` those before `epoch`."""
    if epoch == now_epoch:
        return succeeds
    at = next((n for n, former in enumerate(succeeds) if former.epoch == epoch), len(succeeds))
    return succeeds[at + 1 :]


def with_epochs(board: Board, epoch: str, seq: int, events: Iterable[Event], at: datetime) -> Iterator[Event]:
    """For who stands at `(epoch, seq)`: `events` up to `board`, and where an epoch begins between them a word of it."""
    for event in events:
        if event.epoch != epoch:
            yield _begun(board, event.epoch, event.seq - 1, event.at)
        yield event
        epoch, seq = event.epoch, event.seq
    if epoch != board.epoch:
        yield _begun(board, board.epoch, seq, at)


def _begun(board: Board, epoch: str, seq: int, at: datetime) -> Event:
    formers = formers_of(epoch, board.epoch, board.succeeds)
    return Event(
        epoch=epoch, seq=seq, at=at, type=EPOCH_EVENT, body={"succeeds": [former.dump() for former in formers]}
    )
