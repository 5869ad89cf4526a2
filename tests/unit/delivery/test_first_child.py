"""What a web process starts first (the demo's stream builder, say) starts in silence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

MASTER_WORKER_CHILD = """
import os
from webapp import gunicorn_conf
gunicorn_conf._import_everything()
from webapp.delivery.fast_http.worker import Worker
if os.fork():
    os._exit(os.waitstatus_to_exitcode(os.wait()[1]))
worker = Worker.__new__(Worker)
worker.sockets = []
worker.patch()
import signal, queue, subprocess
from gevent.monkey import is_module_patched
assert all(is_module_patched(name) for name in ("os", "signal", "queue", "threading", "socket"))
subprocess.run(["true"], check=True, preexec_fn=lambda: None)  # a real fork, with Python's hooks
"""


def test_the_first_child_of_a_worker_starts_without_a_complaint() -> None:
    """As gunicorn does it: the master patches and imports, a forked worker patches the rest, and starts a child."""
    root = Path(__file__).parents[3]
    run = subprocess.run([sys.executable, "-c", MASTER_WORKER_CHILD], capture_output=True, text=True, cwd=root)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
