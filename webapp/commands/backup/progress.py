"""How far long work is: a bar with the time left on a terminal (click's own, which is there already), a line elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click


@contextmanager
def shown(what: str) -> Iterator[Callable[[int, int], None]]:
    """What is called with how much is done, and of how much, while `what` is being done. Standard error has it."""
    if not sys.stderr.isatty():
        click.echo(f"{what} …", err=True)
        yield lambda done, of: None
        return
    with click.progressbar(length=1, label=what, file=sys.stderr, show_eta=True, update_min_steps=1) as bar:

        def show(done: int, of: int) -> None:
            bar.length = max(of, 1)
            bar.update(max(done - bar.pos, 0))

        yield show
