"""`python -m bench.push`: a flash to 100,000 phones by one sender, beside a plain loop of pywebpush; and a sender that is killed.

Against a push service on loopback that takes everything at once. About two minutes. The plain loop has an environment of its own,
made at the first run.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bench.page.quiet import IntoDocs
from bench.rig.docs_table import machine, table, verdict, verdict_at_most, write_between
from bench.rig.processes import BUILD, ROOT
from bench.store_costs import alone
from tests.ports import free_port
from webapp.newsroom.model import BreakingItem
from webapp.newsroom.push.campaign import NoticeWords, campaign_of
from webapp.newsroom.push.encryption import CURVE, in_base64url
from webapp.newsroom.push.subscription import PushSubscription
from webapp.outlets.push.delivery import CHANNELS_PER_SERVICE
from webapp.outlets.push.sender import NOTE_EVERY
from webapp.store.core import keys
from webapp.store.core.connection import connect
from webapp.store.push.campaigns import Campaigns
from webapp.store.push.subscriptions import PushSubscriptions, shard_of

PHONES, PLAIN_MESSAGES = 100_000, 2_000
PYWEBPUSH = "2.5.0"
MIN_RATIO, MAX_MB = 3.0, 100
BODY = "It was felt in Manila. " * 8


class Station:
    """A store with subscriptions, a push service, and campaigns to begin."""

    def __init__(self, url: str, port: int, report: Path, service: subprocess.Popen[bytes]) -> None:
        self.url, self.port, self.report, self.service = url, port, report, service
        self.store = connect(url)
        self.campaigns = Campaigns(self.store)

    def fill(self, phones: int) -> None:
        public = ec.generate_private_key(CURVE).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        about: dict[str, Any] = {
            "key": in_base64url(public),
            "confirmed": True,
            "since": datetime(2026, 1, 1, tzinfo=UTC),
        }
        pipe = self.store.pipeline(transaction=False)
        for number in range(phones):
            endpoint = (
                f"http://127.0.0.1:{self.port}/wpush/v2/{number:07}-" + "g" * 120
            )  # as long as Mozilla's and Google's
            phone = PushSubscription(endpoint=endpoint, auth=in_base64url(os.urandom(16)), level="all", **about)
            pipe.hset(keys.push_shard(shard_of(phone.id)), phone.id, orjson.dumps(phone.dump()))
            if number % 5_000 == 4_999:
                pipe.execute()
        pipe.execute()

    def begin(self, name: str) -> None:
        """Ends what is under way, and has a headline sent."""
        for other in self.campaigns.all():
            self.campaigns.end(other.id)
        now = datetime.now(UTC)
        item = BreakingItem(
            id=name, rev=1, headline="Quake off Batangas", priority="flash", body=BODY, published_at=now
        )
        words = NoticeWords(
            flash="Flash", bulletin="Bulletin", urgent="Urgent", corrected="Corrected", withdrawn="Withdrawn"
        )
        campaign = campaign_of(
            f"{name}-1-published", "published", item, now, "Radyo", "https://radyo.example/", (), {"en": words}
        )
        self.campaigns.begin(campaign, PushSubscriptions(self.store).shards())

    def sender(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-m", "bench.push.sender", self.url], cwd=ROOT, stdout=subprocess.PIPE)

    def taken(self) -> dict[str, int]:
        """What the push service has taken: paths, messages, and how many of these were repeated."""
        self.report.unlink(missing_ok=True)
        self.service.send_signal(signal.SIGUSR1)
        while not self.report.exists():
            time.sleep(0.01)
        found: dict[str, int] = json.loads(self.report.read_text())
        return found


@contextlib.contextmanager
def push_service(folder: Path) -> Iterator[tuple[int, Path, subprocess.Popen[bytes]]]:
    """Started anew for each round, since it counts."""
    port, report = free_port(), folder / "taken.json"
    service = subprocess.Popen([sys.executable, "-m", "bench.push.service", str(port), str(report)], cwd=ROOT)
    time.sleep(0.5)
    try:
        yield port, report, service
    finally:
        service.kill()
        service.wait()


def outcome(process: subprocess.Popen[bytes]) -> dict[str, float]:
    said, _ = process.communicate()
    found: dict[str, float] = json.loads(said)
    return found


def with_pywebpush() -> str:
    """A Python that has pywebpush."""
    python = BUILD / "pywebpush" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(BUILD / "pywebpush")], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", f"pywebpush=={PYWEBPUSH}"], check=True)
    return str(python)


def kill_half_way(station: Station, phones: int) -> dict[str, int]:
    """Two senders; one is killed when half is sent, the other goes on."""
    station.begin("killed")
    one, other = station.sender(), station.sender()
    while station.taken()["paths"] < phones / 2:
        time.sleep(0.05)
    one.kill()
    one.wait()
    outcome(other)
    return station.taken()


def row(name: str, notices: int, found: dict[str, float]) -> list[str]:
    """A row of the table."""
    rates = [notices / found["seconds"], notices / found["cpu_s"]]
    return [name, f"{notices:,}", *(f"{rate:,.0f}" for rate in rates), f"{found['mb']:.0f}"]


def main() -> int:
    parse = argparse.ArgumentParser(prog="python -m bench.push", description=__doc__)
    parse.add_argument("--phones", type=int, default=PHONES)
    parse.add_argument("--docs", action=IntoDocs, help="into docs/explain/performance.md too")
    asked = parse.parse_args()
    BUILD.mkdir(parents=True, exist_ok=True)
    rows, goals = [], []
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        server = stack.enter_context(alone(folder))
        url = f"redis://127.0.0.1:{server.port}/0"
        with push_service(folder) as (port, report, service):
            station = Station(url, port, report, service)
            station.fill(asked.phones)
            station.begin("quake")
            ours = outcome(station.sender())
            taken = station.taken()
            command = [with_pywebpush(), str(ROOT / "bench" / "push" / "plain_loop.py"), str(port), str(PLAIN_MESSAGES)]
            plain = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
        with push_service(folder) as (port, report, service):
            station.store.flushall()  # type: ignore[attr-defined]  # of a store that is ours alone
            station = Station(url, port, report, service)
            station.fill(asked.phones)
            killed = kill_half_way(station, asked.phones)
    per_core = asked.phones / ours["cpu_s"]
    rows.append(row("one sender of Airwire's", asked.phones, ours))
    rows.append(row("a plain loop of pywebpush", PLAIN_MESSAGES, plain))
    ratio = per_core / (PLAIN_MESSAGES / plain["cpu_s"])
    goals.append(verdict("notices a second of CPU, beside the plain loop", ratio, MIN_RATIO))
    goals += [
        verdict_at_most("memory of the sender, MB", ours["mb"], MAX_MB, 0),
        verdict_at_most("phones without their notice", asked.phones - taken["paths"], 0, 0),
        verdict_at_most(
            "of two senders one killed half way: phones without their notice", asked.phones - killed["paths"], 0, 0
        ),
        verdict_at_most("and notices sent twice", killed["repeated"], NOTE_EVERY + CHANNELS_PER_SERVICE, 0),
    ]
    head = ["", "notices", "a second", "a second of CPU", "MB"]
    text = "\n".join([f"Machine: {machine()}.\n", table(head, rows), "", *goals])
    print(text)
    if asked.docs:
        write_between("bench.push", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
