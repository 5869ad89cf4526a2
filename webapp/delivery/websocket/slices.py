"""One slice of a broadcast: through the ring where there is one, else one send after the other."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from webapp.delivery.websocket.io_uring import PAYLOAD_BYTES, Ring, RingBroken
from webapp.delivery.websocket.outbox import Outbox, Pool

log = logging.getLogger(__name__)

MIN_RING_BATCH = 8
"""For fewer the ring is no gain."""


def sender(pool: Pool, data: bytes) -> Callable[[Sequence[Outbox]], None]:
    """What sends `data` to a slice, and returns at once. Nobody else may broadcast before the last slice is sent."""

    def one_by_one(slice: Sequence[Outbox]) -> None:
        for outbox in slice:
            outbox.write(data)

    def at_once(slice: Sequence[Outbox]) -> None:
        ring = pool.ring
        if ring is None or len(slice) < MIN_RING_BATCH:
            one_by_one(slice)
        else:
            _through(ring, slice, data, pool)

    ring = pool.ring
    if ring is None or len(data) > PAYLOAD_BYTES:
        return one_by_one
    ring.load(data)
    return at_once


def _through(ring: Ring, slice: Sequence[Outbox], data: bytes, pool: Pool) -> None:
    # From here to the sends there is no yield: a descriptor closed meanwhile might be somebody else's already.
    descriptors = [outbox.straight for outbox in slice]
    if min(descriptors) < 0:
        for outbox in slice:
            if outbox.straight < 0:
                outbox.write(data)
        slice = [outbox for outbox in slice if outbox.straight >= 0]
        descriptors = [outbox.straight for outbox in slice]
    try:
        for place, sent in ring.send(descriptors):
            slice[place].took(data, sent)
    except RingBroken as error:
        log.error("broadcasts go on without io_uring: %s", error)
        pool.ring = None
        ring.close()
        for outbox in slice:
            # Who has it and who has not cannot be known; cut, they come back and get just what they miss.
            outbox.cut("transport error")
