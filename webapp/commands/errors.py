"""Errors of commands in words, on standard error, with exit status 1."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click

from webapp.newsroom.errors import NewsroomError
from webapp.wiring.config import ConfigError

P = ParamSpec("P")
R = TypeVar("R")


def errors_in_words(command: Callable[P, R]) -> Callable[P, R]:
    """Decorates a command: `NewsroomError` and `ConfigError` become a `ClickException` with their message."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except NewsroomError as error:
            raise click.ClickException(
                "\n".join([error.message, *(f"  {f['problem']}" for f in error.fields)])
            ) from None
        except ConfigError as error:
            raise click.ClickException(str(error)) from None

    return run
