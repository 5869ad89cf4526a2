"""`python -m bench.cluster.next_build -m MODULE ARGUMENT…`: runs a module as a build that nobody has made yet would: this
one with a field more on every value and another schema number."""

from __future__ import annotations

import runpy
import sys


def main() -> None:
    _, module, *arguments = sys.argv[1:]
    sys.argv = ["next_build"]
    from tests.store.board.next_build import _Finder

    sys.meta_path.insert(0, _Finder())
    import webapp.newsroom.model
    import webapp.newsroom.schema  # noqa: F401

    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
