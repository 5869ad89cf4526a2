"""Structured logs: one JSON object a line, or readable lines on a terminal."""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from webapp.processes.output_lines import printable


def configure(level: str) -> None:
    """Sets up structlog and the standard library's loggers of this process; `level` is a name such as `INFO`."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    if sys.stderr.isatty():
        shared.append(_printable)
    last = structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[*shared, last],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processor=last, foreign_pre_chain=shared))
    logging.basicConfig(handlers=[handler], level=level, force=True)
    # Its warnings are of steps that take longer than until the next, as while the store is away: what makes them wait is said.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)


def _printable(_: Any, __: str, fields: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Escapes control characters, so that no text from outside acts on a terminal."""
    for name, value in fields.items():
        if isinstance(value, str):
            fields[name] = "\n".join(map(printable, value.splitlines())) if name == "exception" else printable(value)
    return fields
