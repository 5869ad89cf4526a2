#!/usr/bin/env bash
# gevent patched in two steps around a fork registers its hooks twice, and the first child after that prints a traceback
#
# Versions: Python 3.11, gevent 26.9.0.
#
# A pre-forking server patches its master but for some parts, and each worker wholly. The second call passes by what is
# patched, and yet registers gevent's hooks for forks again; they assert in the next child, whose traceback is ignored
# and stands in the log. Patching only the parts that were left out is silent.
#
# Output seen (2026-11-30):
#     all again: Exception ignored in: <bound method _ForkHooks.after_fork_in
#     what was left out: silent
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check gevent==26.9.0 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import subprocess, sys
PROGRAM = """
from gevent import monkey
monkey.patch_all(os=False, signal=False, queue=False)
import os
if os.fork():
    os._exit(os.waitstatus_to_exitcode(os.wait()[1]))
{second}
import subprocess
subprocess.run(["true"], preexec_fn=lambda: None)
"""
for name, second in {"all again": "monkey.patch_all()", "what was left out": "monkey.patch_os(); monkey.patch_signal(); monkey.patch_queue()"}.items():
    ran = subprocess.run([sys.executable, "-c", PROGRAM.format(second=second)], capture_output=True, text=True)
    said = [line.strip() for line in ran.stderr.splitlines() if "Exception ignored" in line or "AssertionError" in line]
    print(name + ":", " ".join(line.split(" at 0x")[0] for line in said)[:60] or "silent")
PYTHON
)
expected=$(cat <<'EXPECTED'
all again: Exception ignored in: <bound method _ForkHooks.after_fork_in
what was left out: silent
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
