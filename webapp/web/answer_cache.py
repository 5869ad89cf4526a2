"""Answers from memory with an ETag. Each is rendered and compressed once for each version of what it is made of."""

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

from webapp.web.answers import LIVE
from webapp.web.work_lanes import WorkLane

ANY_HOST = "http://home.airwire.invalid"
"""Placeholder for the site's address in what is rendered once for all hosts by which the site is reached."""

MAX_CACHE_BYTES = 16_000_000
"""Of bodies in one cache, with their compressed copies."""

MAX_HOST_COPIES = 64
"""Answers kept with their placeholder replaced by a host's address."""

MIN_GZIP_BYTES = 600

_ANY_HOST = ANY_HOST.encode()
_PLAIN_ADDRESS = re.compile(r"https?://[A-Za-z0-9._:\[\]-]+")
_rendering: ContextVar[bool] = ContextVar("rendering", default=False)


def rendering_for_any_host() -> bool:
    """Whether the answer being rendered is shared by all hosts, so that it has to name `ANY_HOST` as its address."""
    return _rendering.get()


@dataclass(frozen=True, eq=False)
class _Made:
    """A rendered answer, with a gzip copy (`packed`) and one in brotli where these are smaller."""

    version: Any
    body: bytes
    packed: bytes | None
    tag: str
    brotli: bytes | None = None

    @property
    def size(self) -> int:
        return len(self.body) + len(self.packed or b"") + len(self.brotli or b"")


class _Memory:
    """An LRU cache of at most `max_answers` answers with `max_bytes` bytes together."""

    def __init__(self, max_answers: int, max_bytes: int) -> None:
        self._max_answers, self._max_bytes = max_answers, max_bytes
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
        while len(self._made) > self._max_answers or self.size > self._max_bytes:
            _, gone = self._made.popitem(last=False)
            self.size -= gone.size


class AnswerCache:
    """Keeps at most `max_answers` answers with `max_bytes` bytes together.

    An answer with a `host_url` is kept once for all hosts. Its copies for single hosts are kept apart, so that they never
    push out other answers.
    """

    def __init__(self, max_answers: int = 500, max_bytes: int = MAX_CACHE_BYTES) -> None:
        self._made = _Memory(max_answers, max_bytes)
        self._host_copies = _Memory(MAX_HOST_COPIES, max_bytes // 4)

    def __len__(self) -> int:
        return len(self._made) + len(self._host_copies)

    @property
    def size(self) -> int:
        """Bytes of the bodies in memory."""
        return self._made.size + self._host_copies.size

    def answer(
        self,
        name: Hashable,
        version: Any,
        mimetype: str,
        render: Callable[[], bytes],
        cache: str = LIVE,
        etag_of: Any = None,
        lane: WorkLane | None = None,
        host_url: str | None = None,
        brotli: Callable[[], bytes | None] = lambda: None,
    ) -> Response:
        """The answer `name` as of `version`: from memory, or rendered by `render`; 304 where the client has it.

        `cache` is its Cache-Control; by default that of `LIVE` answers. `etag_of` is what the ETag is made of where the
        bytes also contain the current time. A `render` of more than a millisecond or two gets a `lane` to run in; there it
        may neither ask the store nor wait for the same lane. `host_url` replaces `ANY_HOST` in the body. `brotli` returns what
        `render` does in brotli, where that was made beforehand: it is too dear to be made for each version.
        Raises `Busy` and `TooMany` where the lane is full.
        """
        return _response(self._answer(name, version, render, lane, host_url, etag_of, brotli), mimetype, cache)

    def body(
        self, name: Hashable, version: Any, render: Callable[[], bytes], lane: WorkLane, host_url: str | None = None
    ) -> bytes:
        """The body of such an answer, for what puts more into it."""
        return self._answer(name, version, render, lane, host_url).body

    def _answer(
        self,
        name: Hashable,
        version: Any,
        render: Callable[[], bytes],
        lane: WorkLane | None,
        host_url: str | None,
        etag_of: Any = None,
        brotli: Callable[[], bytes | None] = lambda: None,
    ) -> _Made:
        common = _from(
            self._made, name, version, lambda: _make(version, _for_any_host(render, host_url), etag_of, brotli()), lane
        )
        if host_url is None or _ANY_HOST not in common.body:
            return common
        return _from(
            self._host_copies, (name, host_url), common, lambda: _copy_for_host(common, host_url, etag_of), lane
        )


def _from(memory: _Memory, name: Hashable, version: Any, make: Callable[[], _Made], lane: WorkLane | None) -> _Made:
    made = memory.get(name, version)
    if made is None:
        made = lane.do((id(memory), name, version), make, request.remote_addr or "") if lane else make()
        memory.keep(name, made)
    return made


def _for_any_host(render: Callable[[], bytes], host_url: str | None) -> bytes:
    token = _rendering.set(host_url is not None)
    try:
        return render()
    finally:
        _rendering.reset(token)


def _copy_for_host(common: _Made, host_url: str, etag_of: Any) -> _Made:
    """A copy of `common` for one host. Only a plain address is put in; anything else could be markup where it stands."""
    host_url = host_url if _PLAIN_ADDRESS.fullmatch(host_url) else ""
    return _make(
        common, common.body.replace(_ANY_HOST, host_url.encode()), None if etag_of is None else (etag_of, host_url)
    )


def _make(version: Any, body: bytes, etag_of: Any, brotli: bytes | None = None) -> _Made:
    body = bytes(memoryview(body))  # orjson over-allocates
    packed = gzip.compress(body, 6, mtime=0) if len(body) > MIN_GZIP_BYTES else body
    tag = blake2b(body if etag_of is None else repr(etag_of).encode(), digest_size=9).hexdigest()
    return _Made(version, body, packed if len(packed) < len(body) else None, tag, brotli)


def _response(made: _Made, mimetype: str, cache: str) -> Response:
    packed, coding = _packed(made)
    tag = f"{made.tag}-{coding}" if coding else made.tag
    known = request.if_none_match.contains_weak(tag)
    response = Response(b"" if known else packed or made.body, status=304 if known else 200, mimetype=mimetype)
    headers = response.headers
    headers["ETag"] = f'"{tag}"'
    headers["Cache-Control"] = cache
    if made.packed is not None:
        headers["Vary"] = "Accept-Encoding"
    if packed is not None and not known:
        headers["Content-Encoding"] = {"gz": "gzip"}.get(coding, coding)
    return response


def _packed(made: _Made) -> tuple[bytes | None, str]:
    """The smallest copy that the client takes, and its coding as ETags have it."""
    if made.brotli is not None and request.accept_encodings["br"] > 0:
        return made.brotli, "br"
    if made.packed is not None and request.accept_encodings["gzip"] > 0:
        return made.packed, "gz"
    return None, ""
