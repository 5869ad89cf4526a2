"""What this process has met of other builds on its store, and whether it may still write.

    readable ─► an entry, a board or a schema number beyond this build ─► no writes until restart; reading continues

It cannot recover by itself: the data that it could not read would be missing from every later decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import structlog

from webapp.newsroom.errors import NewerBuild
from webapp.newsroom.events import Event
from webapp.newsroom.schema import SCHEMA, VERSION

WARNING_LIFETIME = timedelta(hours=1)
"""How long the warning about a build without a schema number lasts after its last write; it may have been stopped
since.
"""

log = structlog.get_logger("builds")


class Builds:
    """One per `Log`. `unread` says why this process does not write; `elsewhere` whether another process still does."""

    def __init__(self) -> None:
        self.unread: str | None = None
        self.elsewhere = False
        self._numbered = False
        self._unnumbered: tuple[int, datetime | None] | None = None

    def look_elsewhere(self, others: Iterable[Mapping[str, object]]) -> None:
        """Notes whether one of `others` (entries of `Presence`) may still write: then clients should ask that one."""
        self.elsewhere = self.unread is not None and any(other.get("writes") for other in others)

    def check(self) -> None:
        """Raises `NewerBuild` when this process may not write."""
        if self.unread:
            raise NewerBuild(
                f"this server runs Airwire {VERSION}, older than another one that wrote here, and changes nothing any more; "
                "nothing was changed: please try again, which may reach the other one, or have this one upgraded"
            )

    def refuse(self, why: str) -> None:
        """Stops this process from writing, for the reason `why`."""
        if self.unread is None:
            self.unread = why
            log.error("written by a newer build; nothing is written from here any more", why=why, schema=SCHEMA)

    def note_event(self, event: Event, schema: int | None, min_reader: int) -> None:
        """Takes note of an event read from the log, with the schema numbers of its entry."""
        if min_reader > SCHEMA:
            self.refuse(f"event {event.seq} is for schema {min_reader} and newer, this build has {SCHEMA}")
        if event.unread:
            self.refuse(event.unread)
        if schema is None and self._numbered:
            self._overwritten(event.seq, event.at)
        self._numbered = self._numbered or schema is not None

    def note_store(self, min_reader: int, numbered: int | None, top: int) -> None:
        """Takes note of the store's numbers: the oldest schema that may write, and the seq last written with a number
        beside `top`.
        """
        if min_reader > SCHEMA:
            self.refuse(f"the board is for schema {min_reader} and newer, this build has {SCHEMA}")
        if numbered is not None and numbered < top:
            self._overwritten(top, None)
        self._numbered = self._numbered or numbered is not None

    def _overwritten(self, seq: int, at: datetime | None) -> None:
        if self._unnumbered and self._unnumbered[0] >= seq:
            return
        self._unnumbered = seq, at
        log.error("a build before 0.2.0 wrote here, and lost what it does not know: stop it", seq=seq)

    def warning(self, now: datetime) -> str | None:
        """A sentence for the person on call; `None` when nothing is wrong."""
        if self.unread:
            return f"nothing can be changed by way of this process, it runs {VERSION}: {self.unread}"
        if self._unnumbered:
            seq, at = self._unnumbered
            if at is None or now - at < WARNING_LIFETIME:
                return f"a build before 0.2.0 wrote event {seq}, and lost what it does not know: stop it"
        return None
