"""How far long work is: on a terminal a bar with the time left (click's own, which is there already), elsewhere plain lines."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import click

from webapp.intake.story.clean_text import clean_line

LINE_EVERY_S = 10.0
"""In a log."""

BAR_CHARS = 20
BESIDE_CHARS = BAR_CHARS + 22
"""The bar with percent and time left, so that all of it stays on one line."""


class Progress(Protocol):
    """Called with how much is done, of how much, and what is being done now. The first call begins what is shown."""

    def __call__(self, done: int, of: int, step: str = "") -> None: ...


@contextmanager
def shown(what: str, *, stopped: str) -> Iterator[Progress]:
    """Shows on standard error how far `what` is, and at its end how long it took.

    Where it is stopped (Ctrl-C) it says so, and with `stopped` what that leaves behind.
    """
    view = _Bar(what) if sys.stderr.isatty() else _Lines(what)
    began = time.monotonic()
    try:
        yield view.show
    except KeyboardInterrupt:
        view.close()
        click.echo(f"{what}: stopped; {stopped}", err=True)
        raise
    except BaseException:
        view.close()
        raise
    view.close()
    if view.began:
        click.echo(f"{what}: done in {seconds(time.monotonic() - began)}", err=True)


def seconds(span: float) -> str:
    """`0.4 s`, `12 s`, `3 min 20 s`."""
    if span < 10:
        return f"{span:.1f} s"
    whole = round(span)
    return f"{whole // 60} min {whole % 60} s" if whole >= 60 else f"{whole} s"


class _Bar:
    def __init__(self, what: str) -> None:
        self._what = what
        self._bar: Any = None

    def show(self, done: int, of: int, step: str = "") -> None:
        if self._bar is None:
            self._bar = click.progressbar(
                length=max(of, 1), label=self._what, file=sys.stderr, width=BAR_CHARS, item_show_func=lambda item: item
            )
            self._bar.__enter__()
        self._bar.length = max(of, 1)
        self._bar.finished = False  # it may have been, of a smaller length
        room = shutil.get_terminal_size().columns - len(self._what) - BESIDE_CHARS
        self._bar.update(max(done - self._bar.pos, 0), clean_line(step, room) if room > 10 else "")

    @property
    def began(self) -> bool:
        return self._bar is not None

    def close(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)


class _Lines:
    def __init__(self, what: str) -> None:
        self._what = what
        self._began = self._last = 0.0

    @property
    def began(self) -> bool:
        return bool(self._began)

    def show(self, done: int, of: int, step: str = "") -> None:
        now = time.monotonic()
        if not self._last:
            self._began = self._last = now
            click.echo(f"{self._what} …", err=True)
        elif now - self._last >= LINE_EVERY_S:
            self._last = now
            left = (now - self._began) / done * (of - done) if done else None
            about = f", about {seconds(left)} left" if left is not None else ""
            click.echo(f"{self._what}: {done:,} of {of:,}{about}", err=True)

    def close(self) -> None:
        pass
