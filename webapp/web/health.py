"""What is wrong with this process although it serves: told by `/readyz` (`degraded`), metrics, the desk and `airwire check`.

Whoever knows of such a thing adds how to look for it, in one line where the application is wired:

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

Look = Callable[[datetime], str | None]
"""Says what is wrong at this moment. Called every few seconds, never for a request; may raise `StoreAway`."""

DETAIL_CAP = 500
"""Characters of a detail; some are made of an error's own words."""

log = structlog.get_logger("health")


class Degraded(Value):
    """`what` names the part (`pages`, `clock`), `detail` says in a sentence what is wrong with it, `since` when."""

    what: str
    detail: str
    since: Instant


class Health:
    """`look` asks each part how it is; `degraded` is what came of it, in the order of `add`, and costs nothing to read."""

    def __init__(self) -> None:
        self._looks: dict[str, Look] = {}
        self._found: dict[str, Degraded] = {}

    def add(self, what: str, look: Look) -> None:
        self._looks[what] = look

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(self._looks)

    @property
    def degraded(self) -> tuple[Degraded, ...]:
        return tuple(self._found[what] for what in self._looks if what in self._found)

    def look(self, now: datetime) -> None:
        """A part that cannot be looked at while the store is away stays as it was last seen."""
        for what, look in self._looks.items():
            try:
                self._note(what, look(now), now)
            except StoreAway:
                continue
            except Exception as error:
                log.exception("cannot tell how a part is", what=what)
                self._note(what, f"cannot tell: {type(error).__name__}: {error}", now)

    def _note(self, what: str, detail: str | None, now: datetime) -> None:
        known = self._found.get(what)
        if detail is None:
            if known:
                log.info("well again", what=what)
            self._found.pop(what, None)
            return
        if known is None:
            log.warning("degraded", what=what, detail=detail)
        self._found[what] = Degraded(what=what, detail=detail[:DETAIL_CAP], since=known.since if known else now)


def of_all(processes: Iterable[dict[str, Any]]) -> list[Degraded]:
    """What the entries of all web processes (`Presence.processes`) tell, each thing once, with its earliest `since`."""
    found: dict[tuple[str, str], Degraded] = {}
    for process in processes:
        for one in map(Degraded.load, process.get("degraded", ())):
            known = found.get((one.what, one.detail))
            if known is None or one.since < known.since:
                found[one.what, one.detail] = one
    return sorted(found.values(), key=lambda one: one.since)
