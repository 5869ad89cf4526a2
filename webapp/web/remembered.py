"""Answers from memory with an ETag: each is rendered and compressed once for what it depends on."""

from __future__ import annotations

import gzip
import re
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextvars import ContextVar
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from flask import Response, request

from webapp.web.turns import Turns

HOME = "http://home.airwire.invalid"
"""Stands for the site's own address in what is rendered for whatever host it will be asked by."""

ROOM = 16_000_000
"""Bytes of bodies that are remembered in one place, compressed ones included."""

HOMES = 64
"""So many answers are remembered as they are for one host."""

WORTH_PACKING = 600

_HOME = HOME.encode()
_PLAIN_HOME = re.compile(r"https?://[A-Za-z0-9._:\[\]-]+")
_rendering: ContextVar[bool] = ContextVar("rendering", default=False)


def rendering_for_any_host() -> bool:
    """Whether what is made now will be sent to whoever asks, by whatever host: `HOME` is its address."""
    return _rendering.get()


@dataclass(frozen=True, eq=False)
class _Made:
    """A rendered answer, and the same compressed where that is worth it."""

    version: Any
    body: bytes
    packed: bytes | None
    tag: str

    @property
    def size(self) -> int:
        return len(self.body) + len(self.packed or b"")


class _Memory:
    """At most `most` answers of `room` bytes together; the one that was not asked for longest goes first."""

    def __init__(self, most: int, room: int) -> None:
        self._most, self._room = most, room
        self._made: OrderedDict[Hashable, _Made] = OrderedDict()
        self.size = 0

    def __len__(self) -> int:
        return len(self._made)

    def get(self, name: Hashable, version: Any) -> _Made | None:
        made = self._made.get(name)
        if made is None or made.version != version:
            return None
        self._made.move_to_end(name)
        return made

    def keep(self, name: Hashable, made: _Made) -> None:
        if (before := self._made.pop(name, None)) is not None:
            self.size -= before.size
        self._made[name] = made
        self.size += made.size
        while len(self._made) > self._most or self.size > self._room:
            _, gone = self._made.popitem(last=False)
            self.size -= gone.size


class Remembered:
    """At most `most` answers of `room` bytes together.

    One is remembered once for all hosts, where it is `answer`ed with the host's `home`; what it is for a host takes no other
    answer's place.
    """

    def __init__(self, most: int = 500, room: int = ROOM) -> None:
        self._made = _Memory(most, room)
        self._at_homes = _Memory(HOMES, room // 4)

    def __len__(self) -> int:
        return len(self._made) + len(self._at_homes)

    @property
    def size(self) -> int:
        """Bytes of what is remembered."""
        return self._made.size + self._at_homes.size

    def answer(
        self,
        name: Hashable,
        version: Any,
        mimetype: str,
        render: Callable[[], bytes],
        cache: str = "public, no-cache",
        says: Any = None,
        turns: Turns | None = None,
        home: str | None = None,
    ) -> Response:
        """The answer `name` as of `version`. `cache` is its Cache-Control; as it stands, caches ask each time.

        `says` is what its ETag stands for, where the bytes also hold the time of asking. What takes longer than a
        millisecond or two to `render` is done by `turns`; then it may not ask the store, nor for a turn of its own kind.
        `home` is the address of the site that takes the place of `HOME`. Raises `Busy`, `TooMany`.
        """
        common = _from(self._made, name, version, lambda: _make(version, _for_any_host(render, home), says), turns)
        if home is None or _HOME not in common.body:
            return _response(common, mimetype, cache)
        made = _from(self._at_homes, (name, home), common, lambda: _at(common, home, says), turns)
        return _response(made, mimetype, cache)


def _from(memory: _Memory, name: Hashable, version: Any, make: Callable[[], _Made], turns: Turns | None) -> _Made:
    made = memory.get(name, version)
    if made is None:
        made = turns.do((id(memory), name, version), make, request.remote_addr or "") if turns else make()
        memory.keep(name, made)
    return made


def _for_any_host(render: Callable[[], bytes], home: str | None) -> bytes:
    token = _rendering.set(home is not None)
    try:
        return render()
    finally:
        _rendering.reset(token)


def _at(common: _Made, home: str, says: Any) -> _Made:
    """The same for one host. What is no plain address is put in nowhere: it could mean something where it stands."""
    home = home if _PLAIN_HOME.fullmatch(home) else ""
    return _make(common, common.body.replace(_HOME, home.encode()), None if says is None else (says, home))


def _make(version: Any, body: bytes, says: Any) -> _Made:
    body = bytes(memoryview(body))  # orjson leaves room behind what it makes
    packed = gzip.compress(body, 6, mtime=0) if len(body) > WORTH_PACKING else body
    tag = blake2b(body if says is None else repr(says).encode(), digest_size=9).hexdigest()
    return _Made(version, body, packed if len(packed) < len(body) else None, tag)


def _response(made: _Made, mimetype: str, cache: str) -> Response:
    packed = made.packed if request.accept_encodings["gzip"] > 0 else None
    tag = made.tag if packed is None else f"{made.tag}-gz"
    known = request.if_none_match.contains_weak(tag)
    response = Response(b"" if known else packed or made.body, status=304 if known else 200, mimetype=mimetype)
    headers = response.headers
    headers["ETag"] = f'"{tag}"'
    headers["Cache-Control"] = cache
    if made.packed is not None:
        headers["Vary"] = "Accept-Encoding"
    if packed is not None and not known:
        headers["Content-Encoding"] = "gzip"
    return response
