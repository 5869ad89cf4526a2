"""Who is at the desk, and the notes that they leave each other, in the store."""

from __future__ import annotations

from datetime import datetime, timedelta

import orjson

from webapp.newsroom.headlines.push_rules import PRESENT
from webapp.newsroom.people.colleagues import Colleague
from webapp.newsroom.people.notes import DeskNote
from webapp.newsroom.staff import Actor
from webapp.newsroom.times import to_utc_ms
from webapp.store.board.commits import Write
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors
from webapp.store.core.stored import parse_readable

NOTED_EVERY = timedelta(seconds=10)
"""An open panel asks more often; only something new is written sooner."""


class Colleagues:
    """Raises `StoreAway` when the store does not answer."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def note(self, actor: Actor, writing: str | None, now: datetime) -> None:
        """Notes that a person is at the desk."""
        known = next((one for one in self.here(now) if one.name == actor.name), None)
        if actor.role == "system" or (known and known.writing == writing and now - known.at < NOTED_EVERY):
            return
        me = Colleague(name=actor.name, role=actor.role, at=to_utc_ms(now), writing=writing)
        with store_errors():
            self._store.hset(keys.COLLEAGUES, actor.name.casefold(), orjson.dumps(me.dump()))

    def leave(self, name: str) -> None:
        """Notes that a person has left."""
        with store_errors():
            self._store.hdel(keys.COLLEAGUES, name.casefold())

    def here(self, now: datetime) -> list[Colleague]:
        """Everybody who was at the desk within the last minute, by name."""
        with store_errors():
            found = self._store.hvals(keys.COLLEAGUES)
        return sorted(
            (one for one in parse_readable(Colleague, found) if now - one.at <= PRESENT), key=lambda one: one.name
        )

    def notes(self) -> list[DeskNote]:
        """The notes at the desk: open handovers first, then the newest first."""
        with store_errors():
            found = self._store.hvals(keys.DESK_NOTES)
        return sorted(parse_readable(DeskNote, found), key=lambda note: (note.is_open, note.at), reverse=True)


def note_write(note: DeskNote) -> Write:
    """The command that stores a note."""
    return ("HSET", keys.DESK_NOTES, note.id, orjson.dumps(note.dump()))


def note_removals(ids: list[str]) -> list[Write]:
    """The commands that remove notes."""
    return [("HDEL", keys.DESK_NOTES, *ids)] if ids else []
