"""`python -m bench.failover`: a station on a primary, two replicas and three Sentinels, whose primary is lost again and again.

Four newsrooms publish as fast as they can, each headline by its key until it is confirmed. Each round the primary is killed, or
frozen and woken later; then the log must have every acknowledged headline, once. Twenty rounds take about three minutes.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import threading
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import redis

from bench.page.quiet import IntoDocs
from bench.rig.docs_table import machine, table, verdict_at_most, write_between
from bench.rig.processes import BUILD, ROOT, running
from bench.rig.replicated import DOWN_AFTER_MS, ReplicatedStore
from tests.ports import free_port
from webapp.store.core import keys
from webapp.store.core.connection import connect
from webapp.store.people.staff import Staff

NEWSROOMS = 4
BURST_S = 0.8
"""Of publishing before the primary is lost."""

AFTER_S = 0.4
"""Of publishing once it goes on."""

FREEZE_EACH = 4
"""One round in so many freezes the primary, which wakes when another has taken its place."""

MAX_AGAIN_S = 6.0


@dataclass
class Round:
    """`acknowledged` maps each confirmed headline to when; `refused` counts answers that were no confirmation."""

    number: int
    token: str
    port: int
    acknowledged: dict[str, float] = field(default_factory=dict)
    refused: int = 0
    stop: threading.Event = field(default_factory=threading.Event)

    def publish(self, newsroom: int) -> None:
        count = 0
        while not self.stop.is_set():
            count += 1
            name = f"round {self.number}, newsroom {newsroom}, headline {count}"
            while not self._confirmed(name):  # the last one too: what was begun is known in the end
                self.refused += 1
                time.sleep(0.05)
            self.acknowledged[name] = time.monotonic()

    def _confirmed(self, name: str) -> bool:
        body = json.dumps({"headline": name, "priority": "urgent"}).encode()
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", "Idempotency-Key": name}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/api/v1/breaking", body, headers)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return bool(answer.status == 201)
        except OSError:
            return False


@dataclass
class Outcome:
    """Of all rounds. `again_s` has each wait from the loss of the primary until something was confirmed."""

    rounds: int = 0
    acknowledged: int = 0
    refused: int = 0
    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    again_s: list[float] = field(default_factory=list)


def play(store: ReplicatedStore, round_: Round, outcome: Outcome, chance: random.Random, down_after_s: float) -> None:
    """One round; afterwards all nodes run and are in step."""
    newsrooms = [threading.Thread(target=round_.publish, args=(n,)) for n in range(NEWSROOMS)]
    for newsroom in newsrooms:
        newsroom.start()
    time.sleep(BURST_S * chance.uniform(0.5, 1.5))
    freeze = round_.number % FREEZE_EACH == FREEZE_EACH - 1
    primary, began = store.primary, time.monotonic()
    if freeze:
        store.freeze(primary)
    else:
        primary.kill()
    # In flight at the very moment, an answer may still come; what follows was asked of another primary.
    after = began + down_after_s / 2
    while not any(at > after for at in list(round_.acknowledged.values())):
        time.sleep(0.01)
        if time.monotonic() - began > 60:
            raise RuntimeError(f"round {round_.number}: nothing could be published for a minute")
    again = min(at for at in round_.acknowledged.values() if at > after) - began
    if freeze:
        store.wake(primary)
    time.sleep(AFTER_S)
    round_.stop.set()
    for newsroom in newsrooms:
        newsroom.join(60)
    if freeze:
        store.wait_for_replicas()
    else:
        store.bring_back(primary)
    outcome.again_s.append(again)
    outcome.rounds += 1
    outcome.refused += round_.refused
    outcome.acknowledged += len(round_.acknowledged)
    there = _on_the_log(store)
    outcome.lost += [name for name in round_.acknowledged if name not in there]
    outcome.twice += [name for name in round_.acknowledged if there.count(name) > 1]


def _on_the_log(store: ReplicatedStore) -> list[str]:
    entries = redis.Redis(port=store.primary.port).xrange(keys.LOG)
    bodies = [json.loads(fields[b"body"]) for _, fields in entries if fields[b"type"] == b"breaking"]  # type: ignore[index,union-attr]
    return [body["item"]["headline"] for body in bodies if body["action"] == "published"]


def run(rounds: int, down_after_ms: int, seed: int, folder: Path) -> Outcome:
    outcome, chance, port = Outcome(), random.Random(seed), free_port()
    ports = [free_port() for _ in range(6)]
    with ReplicatedStore(folder / "store", ports, down_after_ms=down_after_ms) as store:
        staff = Staff(connect(store.url))
        tokens = [staff.add_token(f"newsroom {n}", "editor") for n in range(rounds)]  # each has a pace of its own
        web = [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "webapp" / "gunicorn_conf.py"), "webapp.wsgi:app"]
        settings = {
            "REDIS_URL": store.url, "SECRET_KEY": "a-secret-key-for-this-run-alone-xx", "PORT": str(port),
            "WEB_CONCURRENCY": "2", "LOG_LEVEL": "WARNING", "AIRWIRE_DATA": str(folder),
        }  # fmt: skip
        with running(web, port, settings, pinned=False):
            for number, token in enumerate(tokens):
                play(store, Round(number, token, port), outcome, chance, down_after_ms / 1000)
                print(
                    f"{number + 1} of {rounds}: again after {outcome.again_s[-1]:.2f} s, {outcome.acknowledged} acknowledged, "
                    f"{len(outcome.lost)} lost, {len(outcome.twice)} twice", file=sys.stderr, flush=True,
                )  # fmt: skip
    return outcome


def main() -> int:
    parse = argparse.ArgumentParser(prog="python -m bench.failover", description=__doc__)
    parse.add_argument("--rounds", type=int, default=20)
    parse.add_argument(
        "--down-after", type=int, default=DOWN_AFTER_MS, help="milliseconds until a Sentinel gives a primary up"
    )
    parse.add_argument("--seed", type=int, default=1)
    parse.add_argument("--docs", action=IntoDocs, help="into docs/explain/performance.md too")
    asked = parse.parse_args()
    BUILD.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        done = run(asked.rounds, asked.down_after, asked.seed, Path(folder))
    again = sorted(done.again_s)
    late = again[int(len(again) * 0.95)]
    head = ["", "acknowledged", "refused meanwhile", "lost", "twice", "publishes again p50, s", "p95, s", "longest, s"]
    row = [
        f"{done.rounds} primaries lost", str(done.acknowledged), str(done.refused), str(len(done.lost)), str(len(done.twice)),
        f"{statistics.median(again):.2f}", f"{late:.2f}", f"{again[-1]:.2f}",
    ]  # fmt: skip
    met = not done.lost and not done.twice
    text = "\n".join([
        f"Machine: {machine()}. One primary in {FREEZE_EACH} was frozen and woke later, the others were killed;",
        f"Sentinels gave them up after {asked.down_after / 1000:g} s.", "",
        table(head, [row]), "",
        f"- {'met' if met else 'MISSED'}: nothing acknowledged is lost or doubled",
        verdict_at_most("seconds until the newsroom publishes again, in 95 of 100", late, MAX_AGAIN_S),
    ])  # fmt: skip
    print(text)
    for name in done.lost + done.twice:
        print(f"lost or doubled: {name}", file=sys.stderr)
    if asked.docs:
        write_between("bench.failover", text)
    return 0 if met and late <= MAX_AGAIN_S else 1


if __name__ == "__main__":
    sys.exit(main())
