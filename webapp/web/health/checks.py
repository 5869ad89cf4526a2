"""Faults of this process that do not keep it from serving. They are shown by `/readyz` (`degraded`), the metrics, the panel
and `airwire check`. A check is added in one line where the application is wired:

    health.add("clock", lambda now: ...)   # a sentence for the person on call, `None` while all is well
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import structlog

from webapp.newsroom.errors import StoreAway
from webapp.newsroom.model import Value
from webapp.newsroom.times import Instant

HealthCheck = Callable[[datetime], str | None]
"""Takes the current time and returns a sentence that says what is wrong, or `None`. It runs every few seconds, never during a
request, and may raise `StoreAway`."""

MAX_DETAIL_CHARS = 500
"""Details may hold the text of an exception, which can be long."""

log = structlog.get_logger("health")


class Degraded(Value):
    """One fault: `what` names the part (`pages`, `clock`), `detail` is a sentence, `since` is when it was first seen."""

    what: str
    detail: str
    since: Instant


class Health:
    """The checks of one process. `look` runs them all; `degraded` is their last result, in the order of `add`, and is cheap to
    read."""

    def __init__(self) -> None:
        self._looks: dict[str, HealthCheck] = {}
        self._found: dict[str, Degraded] = {}

    def add(self, what: str, look: HealthCheck) -> None:
        self._looks[what] = look

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(self._looks)

    @property
    def degraded(self) -> tuple[Degraded, ...]:
        return tuple(self._found[what] for what in self._looks if what in self._found)

    def look(self, now: datetime) -> None:
        """Runs every check. A check that raises `StoreAway` keeps its last result; any other exception is a fault itself."""
        for what, look in self._looks.items():
            try:
                self._note(what, look(now), now)
            except StoreAway:
                continue
            except Exception as error:
                log.exception("a health check failed", what=what)
                self._note(what, f"cannot be checked: {type(error).__name__}: {error}", now)

    def _note(self, what: str, detail: str | None, now: datetime) -> None:
        known = self._found.get(what)
        if detail is None:
            if known:
                log.info("well again", what=what)
            self._found.pop(what, None)
            return
        if known is None:
            log.warning("degraded", what=what, detail=detail)
        self._found[what] = Degraded(what=what, detail=detail[:MAX_DETAIL_CHARS], since=known.since if known else now)


def degraded_of_all(processes: Iterable[dict[str, Any]]) -> list[Degraded]:
    """The faults in the entries of all processes (`Presence.processes`): each once, with its earliest `since`, oldest first."""
    found: dict[tuple[str, str], Degraded] = {}
    for process in processes:
        for one in map(Degraded.load, process.get("degraded", ())):
            known = found.get((one.what, one.detail))
            if known is None or one.since < known.since:
                found[one.what, one.detail] = one
    return sorted(found.values(), key=lambda one: one.since)
