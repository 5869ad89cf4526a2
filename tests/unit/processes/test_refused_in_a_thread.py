"""What is refused in a thread is refused as anywhere: whoever asked is told, and the log has no traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

REFUSED_IN_A_THREAD = """
from gevent import monkey; monkey.patch_all()
from threading import get_native_id
from webapp.processes.off_the_loop import in_a_thread
from webapp.newsroom.errors import Invalid

def refuse():
    raise Invalid(f"refused by {get_native_id()}")

try:
    in_a_thread(refuse)
except Invalid as error:
    print(error.message != f"refused by {get_native_id()}", in_a_thread(lambda: 5))
"""


def test_a_refusal_in_a_thread_reaches_who_asked_and_leaves_no_traceback_in_the_log() -> None:
    root = Path(__file__).parents[3]
    run = subprocess.run([sys.executable, "-c", REFUSED_IN_A_THREAD], capture_output=True, text=True, cwd=root)
    assert (run.stdout, run.stderr) == ("True 5\n", "")
