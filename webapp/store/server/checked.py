"""What the last `airwire check` found, for the panel."""

from __future__ import annotations

import orjson

from webapp.newsroom.model import Value
from webapp.newsroom.times import Instant
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors
from webapp.store.core.stored import parse_stored


class CheckLine(Value):
    """One finding: whether it is well, and what was found and what to do."""

    ok: bool
    says: str


class Checked(Value):
    """A run of the checks on the machine `host`, at `at`."""

    at: Instant
    host: str
    lines: tuple[CheckLine, ...]

    @property
    def bad(self) -> tuple[CheckLine, ...]:
        """What is wrong."""
        return tuple(line for line in self.lines if not line.ok)

    @property
    def well(self) -> tuple[CheckLine, ...]:
        """What is as it should be."""
        return tuple(line for line in self.lines if line.ok)


class LastCheck:
    """Every method raises `StoreAway`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self) -> Checked | None:
        """The last one; `None` where there was none."""
        with store_errors():
            text = self._store.get(keys.CHECKED)
        return parse_stored(Checked, text) if text else None

    def put(self, checked: Checked) -> None:
        """Keeps it in the place of the one before."""
        with store_errors():
            self._store.set(keys.CHECKED, orjson.dumps(checked.dump()))
