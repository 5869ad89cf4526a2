"""Broadcasts through io_uring: everybody gets all of it once and in order, and nobody needs it."""

from __future__ import annotations

import contextlib
import errno
import random
import socket
from collections.abc import Iterator

import gevent
import pytest

from webapp.delivery.limits import Limits
from webapp.delivery.websocket import io_uring as ring_module
from webapp.delivery.websocket.io_uring import ENTRIES, PAYLOAD_BYTES, Ring, RingBroken, RingUnavailable, ring_or_none
from webapp.delivery.websocket.outbox import Outbox, Pool
from webapp.delivery.websocket.slices import MIN_RING_BATCH, sender

needs_ring = pytest.mark.skipif(ring_or_none() is None, reason="this machine has no io_uring, or forbids it")


class Box(Outbox):
    """An outbox whose peer is the other end of a socket pair."""

    __slots__ = ("lost", "peer")

    def __init__(self, pool: Pool) -> None:
        ours, self.peer = socket.socketpair()
        self.lost: str | None = None
        raw = socket.SocketType(ours.family, ours.type, ours.proto, ours.detach())
        super().__init__(pool, raw)

    def lose(self, reason: str) -> None:
        self.closing, self.straight, self.lost = True, -1, reason
        self._forget_backlog()
        self._sock.close()

    cut = lose

    def on_all_sent(self) -> None:
        pass

    def arrived(self) -> bytes:
        self.peer.setblocking(False)
        parts = []
        while True:
            try:
                part = self.peer.recv(65_536)
            except BlockingIOError:
                if not self.backlog_bytes:
                    break
                gevent.sleep(0.001)  # the hub's turn: what is held goes out
                continue
            if not part:
                break
            parts.append(part)
        return b"".join(parts)

    def end(self) -> None:
        self.peer.close()
        if not self.closing:
            self.lose("over")


@pytest.fixture(params=[pytest.param(True, marks=needs_ring), False], ids=["ring", "plain"])
def pool(request: pytest.FixtureRequest) -> Iterator[Pool]:
    pool = Pool(Limits(ring=request.param, backlog=1 << 24, backlogs=1 << 28))  # nobody is cut for being behind
    assert (pool.ring is not None) == request.param
    yield pool
    if pool.ring is not None:
        pool.ring.close()


@pytest.fixture
def boxes(pool: Pool) -> Iterator[list[Box]]:
    boxes = [Box(pool) for _ in range(3 * MIN_RING_BATCH)]
    yield boxes
    for box in boxes:
        box.end()


def test_a_slice_reaches_everybody_once_and_in_order(pool: Pool, boxes: list[Box]) -> None:
    told = [b"headline %d;" % number * (1 + number) for number in range(200)]
    for data in told:
        sender(pool, data)(boxes)
    assert all(box.arrived() == b"".join(told) for box in boxes)


def test_what_the_kernel_does_not_take_is_held_and_follows_in_order(pool: Pool, boxes: list[Box]) -> None:
    slow = boxes[5]
    told = [bytes([65 + number]) * 50_000 for number in range(9)]
    for data in told:
        sender(pool, data)(boxes)
        for box in boxes:
            if box is not slow:
                assert box.arrived() == data
    assert slow.backlog_bytes and slow.straight == -1
    assert slow.arrived() == b"".join(told)
    assert slow.straight >= 0, "who has caught up is sent to straight again"


def test_a_headline_longer_than_the_ring_has_room_for_arrives_too(pool: Pool, boxes: list[Box]) -> None:
    data = b"x" * (PAYLOAD_BYTES + 1)
    sender(pool, data)(boxes)
    assert all(box.arrived() == data for box in boxes)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_the_sizes_and_however_slowly_some_read_everybody_gets_all_of_it(
    pool: Pool, boxes: list[Box], seed: int
) -> None:
    dice = random.Random(seed)
    got = {box: bytearray() for box in boxes}
    slow, told = set(boxes[::3]), bytearray()
    for turn in range(25):
        size = dice.choice([1, 100, 350, 4_096, 4_096, 60_000, PAYLOAD_BYTES, PAYLOAD_BYTES + 1])
        data = dice.randbytes(size)
        told += data
        send, waiting = sender(pool, data), dice.sample(boxes, len(boxes))
        while waiting:
            count = dice.choice([1, MIN_RING_BATCH - 1, MIN_RING_BATCH, len(boxes)])
            send(waiting[-count:])
            del waiting[-count:]
            if dice.random() < 0.3:
                gevent.sleep(0)  # as between slices: what is held goes out
        for box in boxes:
            if box not in slow or turn % 5 == 4:
                box.peer.setblocking(False)
                with contextlib.suppress(BlockingIOError):
                    got[box] += box.peer.recv(dice.choice([10, 5_000, 1 << 20]))
    assert all(got[box] + box.arrived() == told for box in boxes)


def test_who_is_gone_is_lost_and_nobody_else(pool: Pool, boxes: list[Box]) -> None:
    boxes[3].peer.close()
    sender(pool, b"headline")(boxes)
    assert boxes[3].lost == "transport error"
    sender(pool, b", again")(boxes)
    assert all(box.arrived() == b"headline, again" for box in boxes if box is not boxes[3])


def test_who_is_closing_gets_nothing_more_though_the_descriptor_is_somebody_elses_now(
    pool: Pool, boxes: list[Box]
) -> None:
    boxes[0].lose("gone")
    stranger, peer = socket.socketpair()  # takes the number that has just become free
    with stranger, peer:
        sender(pool, b"headline")(boxes)
        peer.setblocking(False)
        with pytest.raises(BlockingIOError):
            peer.recv(1)


@needs_ring
def test_the_ring_goes_round(pool: Pool) -> None:
    ring = Ring()
    pairs = [socket.socketpair() for _ in range(7)]
    for turn in range(3 * ENTRIES // 7):
        data = b"%d" % turn
        ring.load(data)
        assert ring.send([ours.fileno() for ours, _ in pairs]) == []
        assert all(peer.recv(16) == data for _, peer in pairs)
    pairs[2][1].close()
    assert ring.send([ours.fileno() for ours, _ in pairs]) == [(2, -errno.EPIPE)]
    for ours, peer in pairs:
        ours.close()
        peer.close()
    ring.close()


@needs_ring
def test_a_ring_that_breaks_cuts_those_it_was_sending_to_and_the_next_goes_out_without(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pool = Pool(Limits())
    boxes = [Box(pool) for _ in range(MIN_RING_BATCH)]

    def broken(*_: object) -> None:
        raise RingBroken("as if the kernel were another")

    monkeypatch.setattr(pool.ring, "send", broken)
    sender(pool, b"headline")(boxes)
    assert all(box.lost for box in boxes), "they come back and get just what they miss"
    fresh = [Box(pool) for _ in range(MIN_RING_BATCH)]
    sender(pool, b"headline")(fresh)
    assert all(box.arrived() == b"headline" for box in fresh)
    for box in boxes + fresh:
        box.end()


def test_a_machine_that_has_no_ring_sends_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ring_module, "_SETUP", 1_000_000)  # no such call: as an old kernel answers, or a filter
    with pytest.raises(RingUnavailable):
        Ring()
    assert Pool(Limits()).ring is None
