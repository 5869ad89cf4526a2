"""The sessions of staff: what there is, and which were ended. Every request of a session asks, so that an end holds at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import orjson

from webapp.newsroom.people.account import Account
from webapp.newsroom.people.sessions import MAX_SESSIONS_EACH, StaffSession
from webapp.newsroom.times import unix_ms
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors
from webapp.store.core.stored import parse_readable


class Sessions:
    """Raises `StoreAway` when the store does not answer."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def note(self, session: StaffSession) -> None:
        """Notes that it was begun or used; those that are over leave the list."""
        others = [one for one in self.every() if one.id != session.id]
        over = [one.id for one in others if one.is_over(session.used)]
        own = [one for one in others if _same_name(one.name, session.name) and one.id not in over]
        for one in sorted(own, key=lambda one: one.used)[: max(0, len(own) + 1 - MAX_SESSIONS_EACH)]:
            self.end(one.id)
        with store_errors(), self._store.pipeline(transaction=False) as pipe:
            pipe.hset(keys.SESSIONS, session.id, orjson.dumps(session.dump()))
            pipe.hset(keys.LAST_SEEN, session.name.casefold(), unix_ms(session.used))
            if over:
                pipe.hdel(keys.SESSIONS, *over)
            pipe.execute()

    def every(self) -> list[StaffSession]:
        """All sessions of everybody, the one used last first; some may be over."""
        with store_errors():
            found = self._store.hvals(keys.SESSIONS)
        return sorted(parse_readable(StaffSession, found), key=lambda one: one.used, reverse=True)

    def of(self, account: Account, now: datetime) -> list[StaffSession]:
        """Those of one account that last."""
        return [one for one in self.every() if one.lasts(account, now)]

    def last_seen(self) -> dict[str, datetime]:
        """When each account's session was last used, by the casefolded name."""
        with store_errors():
            found = self._store.hgetall(keys.LAST_SEEN)
        return {name.decode(): datetime.fromtimestamp(int(ms) / 1000, UTC) for name, ms in found.items()}

    def end(self, session_id: str) -> None:
        """Voids every copy of the cookie of this session."""
        with store_errors():
            self._store.set(keys.signed_out(session_id), 1, ex=keys.SIGNED_OUT_TTL_S)
            self._store.hdel(keys.SESSIONS, session_id)

    def forget(self, session_ids: Iterable[str]) -> None:
        """Takes sessions off the list that are void for another reason."""
        if ids := list(session_ids):
            with store_errors():
                self._store.hdel(keys.SESSIONS, *ids)

    def is_ended(self, session_id: str) -> bool:
        """Whether this session was ended."""
        with store_errors():
            return bool(self._store.exists(keys.signed_out(session_id)))


def _same_name(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()
