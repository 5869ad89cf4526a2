"""Whether this web server is about to go down, for its workers: said by the master, one byte of memory that both share.

The module has to be imported before workers are forked.
"""

from __future__ import annotations

import mmap

_shared = mmap.mmap(-1, 1)


def leave() -> None:
    """Says so to all workers, in the master."""
    _shared[0] = 1


def is_leaving() -> bool:
    """Whether the master has said so; asked by workers with each request."""
    return _shared[0] == 1
