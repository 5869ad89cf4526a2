"""The child's side of `isolated.py`. It imports what it needs before `serve`, for after that no file can be opened."""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable


def serve(answer: Callable[[bytes], bytes], max_memory_bytes: int) -> None:
    """Gives up files, sockets and memory beyond `max_memory_bytes`, then answers until the parent is gone."""
    resource.setrlimit(resource.RLIMIT_AS, (max_memory_bytes, max_memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    # Standard input, output and error are open, and no further file or socket ever is.
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
    while head := sys.stdin.buffer.read(4):
        answered = answer(sys.stdin.buffer.read(int.from_bytes(head)))
        sys.stdout.buffer.write(len(answered).to_bytes(4) + answered)
        sys.stdout.buffer.flush()
