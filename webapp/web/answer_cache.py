"""Answers from memory with an ETag. Each is rendered once, and compressed once in each coding that is asked for, for each version
of what it is made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from contextvars import ContextVar
from hashlib import blake2b
from typing import Any

from flask import Response, request

from webapp.web.answer_memory import AnswerMemory, MadeAnswer
from webapp.web.answers import LIVE, private
from webapp.web.compression.codings import BROTLI, MIN_BYTES, PLAIN, Coding, coding_for, compressed
from webapp.web.compression.dictionaries import VARY, Dictionaries
from webapp.web.compression.dictionary import DELTA
from webapp.web.work_lanes import WorkLane

ANY_HOST = "http://home.airwire.invalid"
"""Placeholder for the site's address in what is rendered once for all hosts by which the site is reached."""

MAX_CACHE_BYTES = 16_000_000
"""Of bodies in one cache, with their compressed copies."""

MAX_HOST_COPIES = 64
"""Answers kept with their placeholder replaced by a host's address."""

_ANY_HOST = ANY_HOST.encode()
_PLAIN_ADDRESS = re.compile(r"https?://[A-Za-z0-9._:\[\]-]+")
_rendering: ContextVar[bool] = ContextVar("rendering", default=False)


def rendering_for_any_host() -> bool:
    """Whether the answer being rendered is shared by all hosts, so that it has to name `ANY_HOST` as its address."""
    return _rendering.get()


class AnswerCache:
    """Keeps at most `max_answers` answers with `max_bytes` bytes together.

    An answer with a `host_url` is kept once for all hosts. Its copies for single hosts are kept apart, so that they never
    push out other answers. With `dictionaries` clients get differences; only for what everybody gets alike.
    """

    def __init__(
        self,
        max_answers: int = 500,
        max_bytes: int = MAX_CACHE_BYTES,
        dictionaries: Dictionaries | None = None,
    ) -> None:
        self._dictionaries = dictionaries
        self._made = AnswerMemory(max_answers, max_bytes)
        self._host_copies = AnswerMemory(MAX_HOST_COPIES, max_bytes // 4)

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
        personal: bool = False,
    ) -> Response:
        """The answer `name` as of `version`: from memory, or rendered by `render`; 304 where the client has it.

        `cache` is its Cache-Control; by default that of `LIVE` answers. `etag_of` is what the ETag is made of where the
        bytes also contain the current time. A `render` of more than a millisecond or two gets a `lane` to run in; there it
        may neither ask the store nor wait for the same lane; it is compressed there too, as well as can be. `host_url`
        replaces `ANY_HOST` in the body. `brotli` returns what `render` does in brotli, where that was made beforehand. What has a
        `personal` text in it, such as what somebody looks for, comes whole.
        Raises `Busy` and `TooMany` where the lane is full.
        """
        by_dictionary = self._dictionaries is not None and not personal
        dictionary = self._dictionaries.of_client(request.environ) if self._dictionaries and by_dictionary else None
        coding = Coding(DELTA, dictionary) if dictionary else coding_for(request.accept_encodings)
        made = self._answer(name, version, render, lane, host_url, etag_of, coding, brotli)
        return _response(made, coding, mimetype, cache, by_dictionary)

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
        coding: Coding = PLAIN,
        brotli: Callable[[], bytes | None] = lambda: None,
    ) -> MadeAnswer:
        def common() -> MadeAnswer:
            return _make(version, _for_any_host(render, host_url), etag_of)

        if host_url is None:
            return _from(self._made, name, version, common, lane, coding, brotli)
        shared = _from(self._made, name, version, common, lane)
        if _ANY_HOST not in shared.body:
            return _from(self._made, name, version, lambda: shared, lane, coding)
        return _from(
            self._host_copies, (name, host_url), shared, lambda: _copy_for_host(shared, host_url, etag_of), lane, coding
        )


def _from(
    memory: AnswerMemory,
    name: Hashable,
    version: Any,
    make: Callable[[], MadeAnswer],
    lane: WorkLane | None,
    coding: Coding = PLAIN,
    brotli: Callable[[], bytes | None] = lambda: None,
) -> MadeAnswer:
    """The answer in `memory`, with its copy in `coding`; what is missing of it is made in `lane`."""
    known = memory.get(name, version)
    if known is not None and (coding == PLAIN or coding in known.copies):
        return known

    def work() -> MadeAnswer:
        made = known or make()
        if coding != PLAIN:
            beforehand = brotli() if coding == BROTLI else None
            made.copies[coding] = beforehand or compressed(made.body, coding, thoroughly=lane is not None)
        return made

    key = (id(memory), name, version, coding)
    made: MadeAnswer = lane.do(key, work, request.remote_addr or "") if lane else work()
    memory.keep(name, made)
    return made


def _for_any_host(render: Callable[[], bytes], host_url: str | None) -> bytes:
    token = _rendering.set(host_url is not None)
    try:
        return render()
    finally:
        _rendering.reset(token)


def _copy_for_host(common: MadeAnswer, host_url: str, etag_of: Any) -> MadeAnswer:
    """A copy of `common` for one host. Only a plain address is put in; anything else could be markup where it stands."""
    host_url = host_url if _PLAIN_ADDRESS.fullmatch(host_url) else ""
    return _make(
        common, common.body.replace(_ANY_HOST, host_url.encode()), None if etag_of is None else (etag_of, host_url)
    )


def _make(version: Any, body: bytes, etag_of: Any) -> MadeAnswer:
    body = bytes(memoryview(body))  # orjson over-allocates
    return MadeAnswer(
        version, body, blake2b(body if etag_of is None else repr(etag_of).encode(), digest_size=9).hexdigest()
    )


def _response(made: MadeAnswer, coding: Coding, mimetype: str, cache: str, by_dictionary: bool) -> Response:
    packed = made.copies.get(coding)
    tag = f"{made.tag}-{coding.tag}" if packed else made.tag
    known = _known_as(made, tag)
    response = Response(b"" if known else packed or made.body, status=304 if known else 200, mimetype=mimetype)
    headers = response.headers
    headers["ETag"] = f'"{known or tag}"'
    headers["Cache-Control"] = private(cache) if packed and coding.dictionary else cache
    if len(made.body) > MIN_BYTES:
        headers["Vary"] = f"Accept-Encoding, {VARY}" if by_dictionary else "Accept-Encoding"
    if packed and not known:
        headers["Content-Encoding"] = coding.name
    return response


def _known_as(made: MadeAnswer, tag: str) -> str | None:
    """The tag by which the client says that it has `made`, in whatever coding; `None` where it has not."""
    asked = request.if_none_match
    if asked.star_tag or asked.contains_weak(tag):
        return tag
    return next((one for one in asked.as_set(include_weak=True) if one.partition("-")[0] == made.tag), None)
