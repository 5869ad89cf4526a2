"""A sender by itself: `python -m bench.push.sender STORE_URL`. It sends what is under way, and ends when nothing is.

Prints the seconds of CPU and the largest memory (MB) that it took.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from webapp.fetch.endpoints import EndpointPolicy
from webapp.newsroom.push.encryption import Signer
from webapp.outlets.push.delivery import Delivery
from webapp.outlets.push.sender import PushSender
from webapp.store.core.connection import connect
from webapp.store.push.campaigns import Campaigns
from webapp.store.push.subscriptions import PushSubscriptions


def now() -> datetime:
    return datetime.now(UTC)


def peak_mb() -> float:
    """The largest memory of this program; `getrusage` counts that of whoever started it too."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1000


def main() -> None:
    store = connect(sys.argv[1])
    subscriptions, campaigns = PushSubscriptions(store), Campaigns(store)

    def delivery() -> Delivery:
        return Delivery(Signer(subscriptions.signing_key(), "https://radyo.example"), EndpointPolicy(private=True), now)

    sender = PushSender(subscriptions, campaigns, delivery, lambda _: b"", now)
    began = time.perf_counter()
    while any(campaigns.left(one.id) for one in campaigns.all()):
        if not sender.pump_once():
            time.sleep(0.1)
    used = resource.getrusage(resource.RUSAGE_SELF)
    found = {
        "seconds": time.perf_counter() - began,
        "cpu_s": used.ru_utime + used.ru_stime,
        "mb": peak_mb(),
    }
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
