"""How loud a piece of sound is, decoded in a separate process.

Media from outside goes through decoders with a long history of holes, so it is decoded in a process of its own
(`level_worker.py`) that can open nothing, takes bounded memory, and is killed when it takes too long.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Protocol

from webapp.processes.isolated import Isolated, WorkerDied

WORKER = "webapp.monitor.probes.level_worker"

DECODE_TIMEOUT_S = 3.0
"""A piece that takes longer is given up, and the worker is killed."""

START_TIMEOUT_S = 10.0
"""The first piece also pays for the worker's start."""

MAX_PIECE_BYTES = 8_000_000
"""Bytes of one piece."""

RESTART_DELAY_S = 30.0
"""The time between a worker's death and the next start, so that a hostile stream cannot make us fork all the time."""


@dataclass(frozen=True)
class Heard:
    """`quiet_s` is how long it had been quiet at the end of `heard_s`; both 0 where nothing could be heard."""

    heard_s: float = 0.0
    quiet_s: float = 0.0
    problem: str | None = None


class Ear(Protocol):
    def hear(self, media: bytes) -> Heard:
        """The level of `media`, a piece of a stream in its container. Never raises: `Heard.problem` says why not."""


class Deaf:
    """Measures nothing: for when only the flow matters."""

    def hear(self, media: bytes) -> Heard:
        return Heard()


class WorkerEar:
    """One worker process for all streams of a monitor, started when it is first needed."""

    def __init__(self) -> None:
        self._worker = Isolated(WORKER, DECODE_TIMEOUT_S, START_TIMEOUT_S, RESTART_DELAY_S)

    def hear(self, media: bytes) -> Heard:
        if len(media) > MAX_PIECE_BYTES or not media:
            return Heard(problem="nothing to decode" if not media else "too large to decode")
        try:
            answer = json.loads(self._worker.ask(media))
            return Heard(float(answer["heard_s"]), float(answer["quiet_s"]), answer["problem"])
        except (WorkerDied, ValueError, KeyError, TypeError) as error:
            return Heard(problem=f"the decoder died: {error}")

    def close(self) -> None:
        """Ends the worker at once, also while it decodes."""
        self._worker.close()
