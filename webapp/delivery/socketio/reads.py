"""Reads reported over open sockets, handled in the hub without a greenlet each; the answers of one turn of the event loop
are sent together."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Any, Generic, Protocol, TypeVar

import orjson
from gevent.lock import Semaphore

from webapp.delivery.socketio.handshakes import named
from webapp.delivery.socketio.listener import Listener
from webapp.delivery.wire import frame
from webapp.newsroom.errors import NewsroomError

log = logging.getLogger(__name__)

R = TypeVar("R")


class ReadReports(Protocol[R]):
    """The receiver of reads that listeners report over their sockets."""

    def by_handshake(self, environ: Mapping[str, Any], /) -> R:
        """The reader of a handshake, from its values by WSGI name."""

    def over_socket(self, reader: R, report: Mapping[str, Any], done: Callable[[Any], None], /) -> None:
        """Counts the read in `report`. Returns at once, or raises `NewsroomError`; `done` is called later, with the outcome
        or an exception."""


MAX_REMEMBERED_READERS = 4_096
"""Readers kept in memory by their handshakes."""

_READ = re.compile(r'2(0|[1-9]\d{0,9}|)(\["read"[,\]].*)', re.DOTALL)
"""A Socket.IO event of the namespace `/`: the number of its acknowledgement, if one is asked for, and its arguments."""

MAX_PENDING_READS = 8_192
"""Reads that may wait for the store. Further ones stay in their listeners' inboxes, which stops reading from their sockets."""


class SocketReads(Generic[R]):
    """An `Interceptor` that takes the event `read`. Each is acknowledged with `{counted: true}`, or `{counted: false}` with the
    error's code and message."""

    def __init__(self, reports: ReadReports[R]) -> None:
        self._reader_of = lru_cache(MAX_REMEMBERED_READERS)(lambda kept: reports.by_handshake(named(kept)))
        self._reports = reports
        self._room = Semaphore(MAX_PENDING_READS)
        self._due: dict[Listener, list[bytes]] = {}

    def take(self, listener: Listener, message: str, wait: bool) -> bool:
        """Whether `message` reports a read, which is then being counted. Without `wait`, also False where too many are
        pending."""
        found = _READ.match(message)
        if found is None or not self._room.acquire(blocking=wait):
            return False
        try:
            _, *arguments = orjson.loads(found[2])
        except orjson.JSONDecodeError:
            if not _is_json(found[2]):
                self._room.release()
                return False  # python-socketio reports what is wrong with it
            arguments = []
        report = arguments[0] if arguments and isinstance(arguments[0], dict) else {}
        done = partial(self._done, listener, found[1])
        try:
            self._reports.over_socket(self._reader_of(listener.handshake), report, done)
        except Exception as error:  # noqa: BLE001 - it is reported to the client
            done(error)
        return True

    def _done(self, listener: Listener, number: str, outcome: object) -> None:
        self._room.release()
        if not number:
            return
        if not self._due:
            listener.pool.loop.run_callback(self._answer)
        answer = _refused(number, outcome) if isinstance(outcome, Exception) else _counted(number)
        self._due.setdefault(listener, []).append(answer)

    def _answer(self) -> None:
        due, self._due = self._due, {}
        for listener, frames in due.items():
            listener.write(b"".join(frames))


def _is_json(text: str) -> bool:
    """Whether it is JSON although orjson refuses it: with an escaped lone surrogate, which browsers do send."""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


@lru_cache(maxsize=256)
def _counted(number: str) -> bytes:
    return frame(b'43%b[{"counted":true}]' % number.encode())


def _refused(number: str, error: Exception) -> bytes:
    if not isinstance(error, NewsroomError):
        log.error("a read was not counted", exc_info=error)
        error = NewsroomError("something went wrong here; it was written to the log")
        error.code = "internal"
    acknowledgement = {"counted": False, "code": error.code, "error": error.message}
    return frame(b"43%b[%b]" % (number.encode(), orjson.dumps(acknowledgement)))
