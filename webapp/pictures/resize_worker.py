"""Decoding in a process of its own: decoders of pictures have a long history of holes.

Resizers.resized ─► width, kind, picture ─► `main` in the child ─► the picture, or why there is none
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from webapp.pictures.errors import UnusablePicture
from webapp.processes.isolated import Isolated, WorkerDied

RESIZE_TIMEOUT_S = 8.0
MAX_MEMORY_BYTES = 1 << 30
MADE, REFUSED = b"+", b"-"


class Resizers:
    """Children that resize, as many as are asked at once; those that are idle wait for the next picture."""

    def __init__(self) -> None:
        self._idle: list[Isolated] = []
        self._guard = threading.Lock()

    def resized(self, original: bytes, width: int, kind: str) -> bytes:
        """As `resize.resized`. Raises `UnusablePicture` too where the decoder dies over the picture or takes too long."""
        with self._one() as worker:
            try:
                answered = worker.ask(f"{width} {kind}\n".encode() + original)
            except WorkerDied as error:
                raise UnusablePicture(f"cannot be decoded: {error}") from None
        if answered[:1] == REFUSED:
            raise UnusablePicture(answered[1:].decode())
        return answered[1:]

    def close(self) -> None:
        with self._guard:
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.close()

    @contextmanager
    def _one(self) -> Iterator[Isolated]:
        with self._guard:
            worker = self._idle.pop() if self._idle else Isolated(__name__, RESIZE_TIMEOUT_S)
        try:
            yield worker
        finally:
            with self._guard:
                self._idle.append(worker)


def answer(request: bytes) -> bytes:
    """The child's answer to `width kind`, a line end, and the picture."""
    from webapp.pictures.resize import resized

    asked, _, original = request.partition(b"\n")
    width, kind = asked.decode().split()
    try:
        return MADE + resized(original, int(width), kind)
    except UnusablePicture as error:
        return REFUSED + str(error).encode()


def main() -> None:
    """The child. It resizes one picture of each format first, since their decoders are loaded late."""
    from io import BytesIO

    from PIL import Image

    from webapp.pictures.resize import FORMATS, QUALITY, resized
    from webapp.processes.isolated_child import serve

    for name in FORMATS:
        pixel = BytesIO()
        with suppress(KeyError, OSError):  # Pillow was built without it
            Image.new("RGB", (2, 2)).save(pixel, name)
            for kind in QUALITY:
                resized(pixel.getvalue(), 1, kind)
    serve(answer, MAX_MEMORY_BYTES)
