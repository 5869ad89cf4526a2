"""Everybody comes back at once: a simulation of listeners who retry as our page does, and of processes that take them in turn.

Each process has a queue (the kernel's backlog). Whom it has no place for knocks again by TCP, after 1, 3 and 7 s; who is
not answered in time gives up, and comes again later, which costs the process its handshake all the same. So there may be a
size from which a storm feeds itself: this would find it.
"""

from __future__ import annotations

import heapq
import random
from dataclasses import dataclass

from bench.scale.figures import MEASURED, Figures

PATIENCE_S = 8.0
"""A page gives a connection up after this (static/js/feed/transports/socket.js)."""

FIRST_WAIT_S, LONGEST_WAIT_S, SPREAD = 1.0, 2.5, 0.5
BACKLOG = 4_096
KNOCKS_S = (1.0, 2.0, 4.0)
"""From one SYN to the next, as long as the backlog is full."""

GIVE_UP_S = 600.0


@dataclass(frozen=True)
class Storm:
    """`half_s`, `last_s`: until so many were back; `None` where some never were. `handshakes` is each listener's mean number."""

    half_s: float | None
    last_s: float | None
    handshakes: float


def storm(
    listeners: int,
    processes: int,
    *,
    snapshot: bool = False,
    drain_s: float = 0.0,
    seed: int = 1,
    figures: Figures = MEASURED,
) -> Storm:
    """All `listeners` lose their connection within `drain_s` seconds, and come back to `processes` that live.

    With `snapshot` each is sent a whole board, which takes as long again to write.
    """
    chance = random.Random(seed)
    share = -(-listeners // processes)  # one process stands for all: listeners choose at random
    serve_s = figures.handshake_s * (1.5 if snapshot else 1.0)
    tries = [0] * share
    # When, who, since when they try, and how often they knocked.
    events = [(at := chance.uniform(0, drain_s) + _wait(0, chance), who, at, 0) for who in range(share)]
    heapq.heapify(events)
    free_at, handshakes, back = 0.0, 0, []
    while events:
        at, who, since, knocks = heapq.heappop(events)
        if at > GIVE_UP_S:
            return Storm(None, None, handshakes / share)
        is_taken = free_at - at <= BACKLOG * serve_s
        if not is_taken and knocks < len(KNOCKS_S):
            heapq.heappush(events, (at + KNOCKS_S[knocks], who, since, knocks + 1))
            continue
        if is_taken:
            free_at = max(free_at, at) + serve_s
            handshakes += 1
            if free_at - since <= PATIENCE_S:
                back.append(free_at)
                continue
        tries[who] += 1
        again = since + PATIENCE_S + _wait(tries[who], chance)
        heapq.heappush(events, (again, who, again, 0))
    back.sort()
    return Storm(back[len(back) // 2], back[-1], handshakes / share)


def _wait(tries: int, chance: random.Random) -> float:
    return min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0**tries) * chance.uniform(1 - SPREAD, 1 + SPREAD)
