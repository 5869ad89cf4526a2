"""Broadcasts of one byte string to all listeners: python-socketio's client manager, with rooms made for broadcasting.

The receivers of a broadcast are those at the time of the call, all get broadcasts in the same order, and between two slices
the event loop runs, for HTTP and pings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any

import gevent
from gevent.lock import Semaphore
from socketio import Manager
from socketio.packet import EVENT

from webapp.delivery.socketio.engine import Engine
from webapp.delivery.socketio.listener import Listener
from webapp.delivery.socketio.opening import ID_CHARS
from webapp.delivery.websocket.io_uring import ENTRIES
from webapp.delivery.websocket.slices import sender
from webapp.delivery.wire import BINARY, Forms, form, frame

NAMESPACE = "/"

Written = list[tuple[float, int]]
"""When a slice was written to its sockets (`perf_counter`), and to how many."""

_SOMEBODY = b"." * ID_CHARS
_CONNECTED = frame(b'40{"sid":"%b"}' % _SOMEBODY).replace(_SOMEBODY, b"%b") + b"%b"
"""The acknowledgement of a CONNECT, for the id of its client, and what follows it."""

YIELD_S = 1e-6
"""Not 0: gevent would then resume up to fifty times before it polls any socket."""


class Fanout(Manager):  # type: ignore[misc]
    """The clients of the namespace `/`. (The stock manager walks through every room for each client that leaves.)"""

    def __init__(self, slice_size: int) -> None:
        super().__init__()
        self._slice = min(slice_size, ENTRIES)
        self._clients: dict[str, Listener] = {}
        self._rooms: dict[str, set[Listener]] = {}
        self._under_way: list[list[Listener]] = []
        self._turn = Semaphore()

    @property
    def _engine(self) -> Engine:
        return self.server.eio  # type: ignore[no-any-return]

    # Sending

    def broadcast(self, forms: Forms, written: Written | None = None) -> None:
        """Sends to every listener that is live now, to each in the form that it takes. Returns once it was sent to each;
        `written` then has, slice by slice, when it was."""
        live = list(self._engine.live) if forms.plain else []
        if len(set(forms)) == 1:
            self._send([(forms.plain, live)], written)
            return
        waiting: list[list[Listener]] = [[] for _ in forms]
        for listener in live:
            waiting[listener.form].append(listener)
        self._send(list(zip(forms, waiting, strict=True)), written)

    def join_live(self, sid: str, forms: Forms) -> None:
        """Sends what was missed, whole, and from then on every broadcast. A broadcast that is under way is not sent after it."""
        listener = self._clients.get(sid)
        if listener is None:
            return
        for waiting in self._under_way:
            if listener in self._engine.live and listener in waiting:
                waiting.remove(listener)
        listener.write(forms.deflated if listener.deflates else forms.plain)
        if not listener.closing:
            self._engine.live[listener] = None

    def join_at_once(self, listener: Listener, forms: Forms, takes_briefs: bool) -> None:
        """A newcomer's whole way in: its id, the acknowledgement of its CONNECT together with what it missed, whole, and from
        then on every broadcast."""
        listener.sio = sid = self._engine.generate_id()
        listener.entered = True
        self._clients[sid] = listener
        if takes_briefs:
            listener.form = form(listener.deflates, takes_briefs)
        listener.write(_CONNECTED % (sid.encode(), forms.deflated if listener.deflates else forms.plain))
        if not listener.closing:
            self._engine.live[listener] = None

    def send_to(self, sid: str, forms: Forms) -> None:
        listener = self._clients.get(sid)
        if listener is not None:
            listener.write(forms[listener.form])

    def give_briefs(self, sid: str) -> None:
        """Briefs, where there are any, to this listener."""
        listener = self._clients.get(sid)
        if listener is not None:
            listener.form = form(listener.deflates, takes_briefs=True)

    def emit(
        self, event: str, data: Any, namespace: str, room: Any = None, skip_sid: Any = None,
        callback: Callable[..., Any] | None = None, to: Any = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        """Flask-SocketIO's `emit`. With a callback, which needs a number for each recipient, it is the stock method."""
        if callback is not None:
            super().emit(event, data, namespace, room=room, skip_sid=skip_sid, callback=callback, to=to, **kwargs)
            return
        args = list(data) if isinstance(data, tuple) else [] if data is None else [data]
        packets = self.server.packet_class(EVENT, namespace=namespace, data=[event, *args]).encode()
        encoded = b"".join(_frame(packet) for packet in (packets if isinstance(packets, list) else [packets]))
        skipped = set(skip_sid if isinstance(skip_sid, list) else [skip_sid])
        self._send([(encoded, [one for one in self._members(namespace, to or room) if one.sio not in skipped])])

    def _send(self, parts: list[tuple[bytes, list[Listener]]], written: Written | None = None) -> None:
        """Sends each of `parts`, one broadcast in its forms, to its listeners."""
        parts = [part for part in parts if part[1]]
        own = [waiting for _, waiting in parts]
        self._under_way += own
        try:
            with self._turn:
                for data, waiting in parts:
                    self._send_slices(data, waiting, own, written)
        finally:
            # By identity: two broadcasts may have equal lists.
            self._under_way = [other for other in self._under_way if not any(other is mine for mine in own)]

    def _send_slices(
        self, data: bytes, waiting: list[Listener], own: list[list[Listener]], written: Written | None
    ) -> None:
        send = sender(self._engine.pool, data)
        while waiting:
            batch = waiting[-self._slice :]
            del waiting[-self._slice :]
            send(batch)
            if written is not None:
                written.append((perf_counter(), len(batch)))
            if any(own):
                gevent.sleep(YIELD_S)

    # Members

    def _members(self, namespace: str, room: Any) -> list[Listener]:
        if namespace != NAMESPACE:
            return []
        if room is None:
            return list(self._clients.values())
        if isinstance(room, str):
            listener = self._clients.get(room)
            return [listener] if listener else list(self._rooms.get(room, ()))
        return list({member: None for one in room for member in self._members(namespace, one)})

    def get_namespaces(self) -> list[str]:
        return [NAMESPACE]

    def get_participants(self, namespace: str, room: Any) -> Iterator[tuple[str, str]]:
        for listener in self._members(namespace, room):
            if listener.sio is not None:
                yield listener.sio, listener.sid

    def sid_from_eio_sid(self, eio_sid: str, namespace: str) -> str | None:
        listener = self._engine.sockets.get(eio_sid) if namespace == NAMESPACE else None
        return listener.sio if listener else None

    def eio_sid_from_sid(self, sid: str, namespace: str) -> str | None:
        listener = self._clients.get(sid) if namespace == NAMESPACE else None
        return listener.sid if listener else None

    # Connecting and disconnecting

    def pre_connect(self, eio_sid: str, namespace: str) -> str | None:
        """A new id; `None` refuses a second CONNECT, and another namespace."""
        listener = self._engine.sockets.get(eio_sid)
        if namespace != NAMESPACE or listener is None or listener.sio is not None:
            return None
        listener.sio = sid = self._engine.generate_id()
        self._clients[sid] = listener
        return sid

    def connect(self, sid: str, namespace: str) -> str:
        self._clients[sid].entered = True
        return sid

    def is_pre_connected(self, sid: str, namespace: str) -> bool:
        return sid in self._clients and not self._clients[sid].entered

    def is_connected(self, sid: str | None, namespace: str) -> bool:
        return sid in self._clients and self._clients[sid].entered

    def pre_disconnect(self, sid: str, namespace: str) -> str | None:
        listener = self._clients.get(sid)
        if listener is None:
            return None
        listener.entered = False
        self._engine.live.pop(listener, None)
        return listener.sid

    def disconnect(self, sid: str, namespace: str, **kwargs: Any) -> None:
        listener = self._clients.pop(sid, None)
        if listener is None:
            return
        self._engine.live.pop(listener, None)
        for room in listener.rooms:
            self._leave(listener, room)
        listener.sio, listener.entered, listener.rooms = None, False, ()
        self.callbacks.pop(sid, None)

    # Rooms

    def enter_room(self, sid: str, namespace: str, room: str, eio_sid: str | None = None) -> None:
        if room in self._clients and room != sid:
            raise ValueError("cannot enter a sid room")
        if sid not in self._clients:
            raise ValueError("sid is not connected to requested namespace")
        listener = self._clients[sid]
        if room != sid and room not in listener.rooms:
            listener.rooms += (room,)
            self._rooms.setdefault(room, set()).add(listener)

    def leave_room(self, sid: str, namespace: str, room: str) -> None:
        listener = self._clients.get(sid)
        if listener is not None and room in listener.rooms:
            listener.rooms = tuple(other for other in listener.rooms if other != room)
            self._leave(listener, room)

    def _leave(self, listener: Listener, room: str) -> None:
        members = self._rooms[room]
        members.discard(listener)
        if not members:
            del self._rooms[room]

    def close_room(self, room: str, namespace: str) -> None:
        for listener in self._members(namespace, room):
            if listener.sio is not None:
                self.leave_room(listener.sio, namespace, room)

    def get_rooms(self, sid: str, namespace: str) -> list[str]:
        listener = self._clients.get(sid)
        return [sid, *listener.rooms] if listener else []


def _frame(packet: str | bytes) -> bytes:
    return frame(packet, BINARY) if isinstance(packet, bytes) else frame(b"4" + packet.encode())
