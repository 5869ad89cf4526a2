"""The streams' state beside the board: each one's layers, its history, and encoders' hints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson

from webapp.newsroom.stream.availability import MAX_NOTES, RETENTION
from webapp.newsroom.stream.facts import Watch
from webapp.newsroom.stream.history import HISTORY_RETENTION, MAX_HISTORY_NOTES, StatusNote
from webapp.newsroom.times import unix_ms
from webapp.store.board.commits import Write
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors
from webapp.store.core.stored import parse_stored, parse_value

HINTS_CAP = 200


class StreamRecords:
    """Raises `StoreAway` when the store does not answer."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def watches(self) -> dict[str, Watch]:
        """The layers of each stream as the monitor last reported them."""
        with store_errors():
            text = self._store.get(keys.WATCHES)
        return {name: parse_value(Watch, value) for name, value in orjson.loads(text or b"{}").items()}

    def notes(self, start: datetime, end: datetime) -> list[StatusNote]:
        """The notes from `start` to `end`, in order, preceded by the last one before `start`."""
        with store_errors(), self._store.pipeline(transaction=False) as pipe:
            pipe.zrevrangebyscore(keys.STREAM_NOTES, f"({unix_ms(start)}", "-inf", start=0, num=1)
            pipe.zrangebyscore(keys.STREAM_NOTES, unix_ms(start), f"({unix_ms(end)}")
            before, within = pipe.execute()
        return sorted((parse_stored(StatusNote, text) for text in (*before, *within)), key=lambda note: note.at)

    def station_notes(self, start: datetime, end: datetime) -> list[StatusNote]:
        """As `notes`, of the station's status alone, for ninety days."""
        with store_errors(), self._store.pipeline(transaction=False) as pipe:
            pipe.zrevrangebyscore(keys.STATION_NOTES, f"({unix_ms(start)}", "-inf", start=0, num=1)
            pipe.zrangebyscore(keys.STATION_NOTES, unix_ms(start), f"({unix_ms(end)}")
            before, within = pipe.execute()
        return sorted((parse_stored(StatusNote, text) for text in (*before, *within)), key=lambda note: note.at)

    def put_past(self, notes: Sequence[StatusNote]) -> None:
        """Writes notes of the past, for an invented one; the next real note removes what is too old."""
        with store_errors(), self._store.pipeline() as pipe:
            for note in notes:
                station = orjson.dumps(StatusNote(at=note.at, status=note.status).dump()).decode()
                pipe.zadd(keys.STATION_NOTES, {station: unix_ms(note.at)})
                pipe.zadd(keys.STREAM_NOTES, {orjson.dumps(note.dump()).decode(): unix_ms(note.at)})
            pipe.execute()

    def hint(self, stream: str | None, said: str) -> None:
        """Records an encoder's hint about `stream` (`None`: all of them); the monitor then looks at once."""
        fields = {"stream": stream or "", "said": said}
        with store_errors():
            self._store.xadd(keys.HINTS, fields, maxlen=HINTS_CAP, approximate=True)

    def hints(self, after: str, wait_s: float) -> tuple[str, list[str | None]]:
        """Waits up to `wait_s` for hints after the id `after` (`$`: from now on). Returns the id to continue with, and
        their streams.
        """
        with store_errors():
            if after == "$":
                newest = self._store.xrevrange(keys.HINTS, count=1)
                after = newest[0][0].decode() if newest else "0-0"
            answer: Any = self._store.xread({keys.HINTS: after}, block=max(1, int(wait_s * 1000)))
        entries = answer[0][1] if answer else []
        hinted = [fields[b"stream"].decode() or None for _, fields in entries]
        return (entries[-1][0].decode() if entries else after), hinted


def note_writes(notes: Sequence[StatusNote], now: datetime) -> list[Write]:
    """The commands that store `notes`, and delete those that are too old or too many."""
    writes: list[Write] = [("ZADD", keys.STREAM_NOTES, unix_ms(note.at), orjson.dumps(note.dump())) for note in notes]
    if not writes:
        return []
    for note in notes:
        station = orjson.dumps(StatusNote(at=note.at, status=note.status).dump())
        writes.append(("ZADD", keys.STATION_NOTES, unix_ms(note.at), station))
    writes.append(("ZREMRANGEBYSCORE", keys.STATION_NOTES, "-inf", unix_ms(now - RETENTION)))
    writes.append(("ZREMRANGEBYRANK", keys.STATION_NOTES, 0, -(MAX_NOTES + 1)))
    old: Write = ("ZREMRANGEBYSCORE", keys.STREAM_NOTES, "-inf", unix_ms(now - HISTORY_RETENTION))
    return [*writes, old, ("ZREMRANGEBYRANK", keys.STREAM_NOTES, 0, -(MAX_HISTORY_NOTES + 1))]


def watches_write(watches: Mapping[str, Watch]) -> Write:
    """The command that stores the layers of all streams."""
    return ("SET", keys.WATCHES, orjson.dumps({name: watch.dump() for name, watch in watches.items()}))
