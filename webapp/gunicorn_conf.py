"""How gunicorn serves: `gunicorn -c webapp/gunicorn_conf.py webapp.wsgi:app`. Settings come from the environment."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import sys
import tempfile
import time
from typing import Any

from gunicorn.glogging import Logger

from webapp.processes.heartbeat import tick
from webapp.processes.leaving import leave
from webapp.processes.logs import configure
from webapp.processes.tether import die_with
from webapp.wiring.config import ConfigError, read_config

try:
    _config = read_config()
except ConfigError as error:
    sys.exit(f"airwire: {error}")


class StructuredLogger(Logger):  # type: ignore[misc]
    """gunicorn's log lines in the same form as all others."""

    def setup(self, cfg: Any) -> None:
        configure(_config.log_level)
        self.error_log.setLevel(_config.log_level)
        self.error_log.propagate = True

    def warning(self, msg: str, *args: Any, **fields: Any) -> None:
        """Malformed requests are logged for debugging only: strangers may send many."""
        write = self.debug if msg.startswith("Invalid request from") else super().warning
        write(msg, *args, **fields)


bind = f"[{_config.host}]:{_config.port}" if ":" in _config.host else f"{_config.host}:{_config.port}"
workers = _config.web_concurrency
worker_class = "webapp.delivery.fast_http.worker.Worker"
worker_connections = _config.airwire_max_connections
backlog = 4096  # after an outage everybody comes at once
keepalive = 15  # longer than the proxy keeps an idle connection: see deploy/nginx.conf
timeout = 30 if _config.airwire_hung_s else 0  # a worker whose loop stands still is ended by the master
graceful_timeout = 6  # more than `delivery.limits.Limits.drain_s`; a worker takes up to 3 s more, and 10 in all
secure_scheme_headers: dict[str, str] = {}  # the application reads them, on all roads alike: delivery/forwarded.py
logger_class = StructuredLogger
control_socket_disable = True

METRICS = "PROMETHEUS_MULTIPROC_DIR"
"""The folder in which workers keep their metrics, so that each can answer the sum; prometheus_client reads it on import."""

if workers > 1 and METRICS not in os.environ:
    os.environ[METRICS] = tempfile.mkdtemp(prefix="airwire-metrics-")


TCP_RTO_MAX_MS = 44
"""Linux 6.15 and newer; socket.TCP_RTO_MAX_MS is not in Python yet."""


def on_starting(server: Any) -> None:
    """The master ticks each time it checks its workers; it kills hung workers by itself (`timeout`)."""
    murder_workers = server.murder_workers

    def murder_workers_and_tick() -> None:
        murder_workers()
        tick()

    server.murder_workers = murder_workers_and_tick
    if _config.airwire_leave_s:
        _leave_before_stopping(server, _config.airwire_leave_s)


def _leave_before_stopping(server: Any, leave_s: float) -> None:
    """After SIGTERM the server goes on serving for `leave_s` seconds, and says by `/readyz` that it is going down."""
    stop = server.stop

    def leave_and_stop(graceful: bool = True) -> None:
        if graceful and server.LISTENERS:
            leave()
            time.sleep(leave_s)
        stop(graceful)

    server.stop = leave_and_stop


def when_ready(server: Any) -> None:
    """Limits TCP's retransmission time-out to 4 s, so that a listener is soon up to date after a tunnel. Connections are handed
    over with their first bytes; those that say nothing take no descriptor for a second."""
    for listener in server.LISTENERS:
        with contextlib.suppress(OSError):  # accepted connections take it over from here
            listener.setsockopt(socket.IPPROTO_TCP, TCP_RTO_MAX_MS, 4_000)
        with contextlib.suppress(OSError, AttributeError):  # Linux has it
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, 1)
    _import_everything()
    tick()


def _import_everything() -> None:
    """Imports the application once, before workers are forked, so that a killed worker is replaced much sooner.

    Each worker builds its own application. A new version needs a restart: SIGHUP would fork workers of the old one.
    """
    import gc

    from gevent import monkey

    # The imported modules need gevent's patches, but the master keeps its own signals and waits for children.
    monkey.patch_all(os=False, signal=False, queue=False)
    gc.disable()
    import webapp.app  # noqa: F401
    from webapp.newsroom.reads.identity import is_bot

    is_bot("Mozilla/5.0")  # reads the list of bots, which would hold up a worker's first reader
    gc.enable()
    gc.freeze()  # these pages stay shared by all workers


def post_fork(server: Any, worker: Any) -> None:
    """Ties the worker to its master: otherwise it would go on serving after the master was killed, and hold the port."""
    die_with(worker.ppid)


THREAD_SWITCH_S = 0.0002
"""How long a computing thread (see `turns.py`) may block the event loop at a time; Python's default is 5 ms."""


def post_worker_init(worker: Any) -> None:
    from webapp.wiring.web.background import start

    sys.setswitchinterval(THREAD_SWITCH_S)
    start(worker.wsgi)


def child_exit(server: Any, worker: Any) -> None:
    if METRICS in os.environ:
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def on_exit(server: Any) -> None:
    if METRICS in os.environ:
        shutil.rmtree(os.environ[METRICS], ignore_errors=True)
