"""Work in a system thread while the event loop goes on."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import copy_context
from typing import Any

from gevent import get_hub
from gevent.monkey import is_module_patched

from webapp.processes.thread_priority import run_behind_the_loop


def in_a_thread(do: Callable[[], Any]) -> Any:
    """The result of `do`, run in a system thread, so that the hub serves listeners meanwhile. Raises what `do` raises."""
    if not is_module_patched("threading"):
        return do()
    run = copy_context().run  # with the request's context
    result, error = get_hub().threadpool.apply(run, (run_behind_the_loop, lambda: _result_or_error(do)))
    if error:
        raise error
    return result


def _result_or_error(do: Callable[[], Any]) -> tuple[Any, Exception | None]:
    """An error comes as a value: gevent's hub writes the traceback of one raised in a thread, and a refusal is no fault."""
    try:
        return do(), None
    except Exception as error:  # noqa: BLE001 - raised again by who asked
        return None, error
