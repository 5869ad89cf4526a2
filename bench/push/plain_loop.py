"""What most stations have: `python -m bench.push.plain_loop PORT COUNT`, a loop over pywebpush with requests."""

from __future__ import annotations

import base64
import json
import os
import resource
import sys
import time
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def peak_mb() -> float:
    """As in `sender.py`, which this Python may not be able to import."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1000


def main() -> None:
    from py_vapid import Vapid  # type: ignore[import-not-found]  # of another environment
    from pywebpush import webpush  # type: ignore[import-not-found]

    port, count = int(sys.argv[1]), int(sys.argv[2])
    vapid = Vapid()
    vapid.generate_keys()
    key = (
        ec.generate_private_key(ec.SECP256R1()).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    )
    keys = {"p256dh": text(key), "auth": text(os.urandom(16))}
    message = json.dumps({"title": "Flash: Quake off Batangas", "body": "It was felt in Manila. " * 8})
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
    for number in range(count):
        webpush(
            {"endpoint": f"http://127.0.0.1:{port}/plain/{number}", "keys": keys}, message, vapid_private_key=vapid,
            vapid_claims={"sub": "mailto:news@radyo.example"}, ttl=3600,
        )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    sys.stdout.write(json.dumps({"seconds": time.perf_counter() - began, "cpu_s": cpu, "mb": peak_mb()}))


if __name__ == "__main__":
    main()
