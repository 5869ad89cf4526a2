"""Sends one slice of a broadcast: by the ring where there is one, else one listener after the other."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from webapp.delivery.websocket.io_uring import PAYLOAD_BYTES, Ring, RingBroken
from webapp.delivery.websocket.outbox import Outbox, Pool

log = logging.getLogger(__name__)

MIN_RING_BATCH = 8
"""For fewer listeners the ring is no faster."""


def sender(pool: Pool, data: bytes) -> Callable[[Sequence[Outbox]], None]:
    """A function that sends `data` to a slice without blocking. It has to be used up before `sender` is called again, since
    the ring has one message."""

    def one_by_one(slice: Sequence[Outbox]) -> None:
        for outbox in slice:
            outbox.write(data)

    def by_ring(slice: Sequence[Outbox]) -> None:
        ring = pool.ring
        if ring is None or len(slice) < MIN_RING_BATCH:
            one_by_one(slice)
        else:
            _send_by_ring(ring, slice, data, pool)

    ring = pool.ring
    if ring is None or len(data) > PAYLOAD_BYTES:
        return one_by_one
    ring.load(data)
    return by_ring


def _send_by_ring(ring: Ring, slice: Sequence[Outbox], data: bytes, pool: Pool) -> None:
    # No yield from here to the sends: a descriptor that closes meanwhile may be another connection's already.
    descriptors = [outbox.straight for outbox in slice]
    if min(descriptors) < 0:
        for outbox in slice:
            if outbox.straight < 0:
                outbox.write(data)
        slice = [outbox for outbox in slice if outbox.straight >= 0]
        descriptors = [outbox.straight for outbox in slice]
    try:
        for place, sent in ring.send(descriptors):
            slice[place].hold_rest(data, sent)
    except RingBroken as error:
        log.error("broadcasts go on without io_uring: %s", error)
        pool.ring = None
        ring.close()
        for outbox in slice:
            # It is not known who received it; they are cut, reconnect and get just what they missed.
            outbox.cut("transport error")
