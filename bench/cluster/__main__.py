"""`python -m bench.cluster`: nights of faults composed at random, judged by `checker.py`. Exit 1 where one was not clean.

python -m bench.cluster --rounds 30                 # the table, also into build/cluster.md
python -m bench.cluster --seed 7 --only 12          # one night again, from its seed
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.cluster.checker import Verdict, check
from bench.cluster.history import History, Kind, write
from bench.cluster.machine import FAKETIME
from bench.cluster.nemesis import Step, compose, strike
from bench.cluster.network import why_no_network
from bench.cluster.people import Audience, Publisher
from bench.cluster.station import WEBS, Cluster, cluster
from bench.rig.fronts import program
from bench.rig.processes import ROOT
from bench.soak.document import into_docs
from bench.soak.reader import wish
from webapp.store.core import keys
from webapp.store.core.connection import connect

LISTENERS = 12
PUBLISHERS = 2
SETTLE_S = 45.0
"""After the faults: what is not well by then has failed."""

ON_LOG: dict[str, Kind] = {"published": "log", "withdrawn": "log back"}
ENDS = ("log", "log back", "audit", "board", "kept")

HEAD = (
    "| night | faults | acknowledged | withdrawn | lost, twice, out of order, made up | converged |\n"
    + "| --- " * 6
    + "|\n"
)


@dataclass(frozen=True)
class Night:
    """A station with people, for one round after another."""

    cluster: Cluster
    history: History
    publishers: Sequence[Publisher]
    audience: Audience

    def live_through(self, steps: Sequence[Step]) -> Verdict:
        """Strikes and undoes all `steps`, waits until all is well again, and judges everything so far."""
        for one in self.publishers:
            one.go_on()
        began = time.monotonic()
        undo: list[tuple[float, Callable[[], None]]] = []
        todo: list[tuple[float, int, Callable[[], None]]] = []
        for number, step in enumerate(steps):
            todo.append((step.at, number, self._striking(step, undo)))
        for at, _, do in sorted(todo, key=lambda one: one[:2]):
            self._sleep_until(began + at, undo, began)
            do()
        self._sleep_until(began + max(step.at + step.lasts for step in steps), undo, began)
        for _, end in undo:
            end()
        self.cluster.mend()
        self.history.add("healed", "")
        return self._judge_when_quiet()

    def _striking(self, step: Step, undo: list[tuple[float, Callable[[], None]]]) -> Callable[[], None]:
        def do() -> None:
            undo.append((step.at + step.lasts, strike(self.cluster, step)))

        return do

    def _sleep_until(self, until: float, undo: list[tuple[float, Callable[[], None]]], began: float) -> None:
        """Undoes meanwhile what is due."""
        while (now := time.monotonic()) < until:
            due = [one for one in undo if began + one[0] <= now]
            for one in due:
                undo.remove(one)
                one[1]()
            time.sleep(0.05)

    def _judge_when_quiet(self) -> Verdict:
        deadline = time.monotonic() + SETTLE_S
        time.sleep(1)
        confirmed = [one.pause(max(1.0, deadline - time.monotonic())) for one in self.publishers]
        if not all(confirmed):
            troubles = "; ".join(one.trouble for one in self.publishers)
            raise RuntimeError(
                f"nothing can be published {SETTLE_S:.0f} s after the faults: {troubles}\n{self.cluster.said()}"
            )
        wanted = {op.wish for op in self.history.ops if op.kind == "acknowledged"}
        wanted -= {op.wish for op in self.history.ops if op.kind == "withdrawing"}
        newest = max(wanted, default=0)
        while time.monotonic() < deadline and not self._all_have(newest):
            time.sleep(0.1)
        ops = History()
        ops.ops = list(self.history.ops)
        self._read_end_into(ops, deadline)
        return check(ops.ops)

    def _all_have(self, newest: int) -> bool:
        shown = all(newest in reader.shows.values() for reader in self.audience.readers)
        places = {json.dumps(reader.place, sort_keys=True) for reader in self.audience.readers}
        return shown and len(places) == 1 and len({str(self._board(web)) for web in WEBS}) == 1

    def _board(self, web: str) -> list[int] | None:
        answer = self.cluster.get(self.cluster.web_url(web), "/api/v1/snapshot")
        return None if answer is None else [wish(item) for item in json.loads(answer)["breaking"]]

    def _read_end_into(self, ops: History, deadline: float) -> None:
        """What the log, the audit trail, the boards and the pages have in the end. Raises `RuntimeError` where one is not to be
        had."""
        log: list[tuple[Kind, int]] | None = None
        while log is None:
            with contextlib.suppress(Exception):
                store = connect(self.cluster.store_url)
                entries = store.xrange(keys.LOG, "-", "+", 10_000)
                bodies = [json.loads(fields[b"body"]) for _, fields in entries if fields[b"type"] == b"breaking"]
                log = [(ON_LOG[body["action"]], wish(body["item"])) for body in bodies if body["action"] in ON_LOG]
                rows = store.xrange(keys.audit("changes")[0], "-", "+", 20_000)
            if log is None and time.monotonic() > deadline:
                raise RuntimeError("the store cannot be read")
        for kind, number in log:
            ops.add(kind, "", number)
        acts = [json.loads(fields[b"entry"]) for _, fields in rows]
        published = [act for act in acts if act["did"] == "breaking published"]
        ops.extend("audit", "", (int(act["what"].rsplit(" ", 1)[1]) for act in published))
        for web in WEBS:
            board = self._board(web)
            if board is None:
                raise RuntimeError(f"{web} does not answer\n{self.cluster.said()}")
            ops.extend("board", web, board)
        for number, reader in enumerate(self.audience.readers, 1):
            ops.extend("kept", f"listener{number}", list(reader.shows.values()))
        self.history.ops = [op for op in ops.ops if op.kind not in ENDS]


@contextmanager
def night(folder: Path, seed: int, down_after_ms: int = 1_500, listeners: int = LISTENERS) -> Iterator[Night]:
    with cluster(folder, down_after_ms) as station:
        history, numbers, token = History(), itertools.count(1), station.token()
        publishers = [
            Publisher(f"newsroom{n}", station.url, token, history, numbers, seed) for n in range(1, PUBLISHERS + 1)
        ]
        for one in publishers:
            one.start()
        try:
            with Audience(station.front, listeners, history) as audience:
                deadline = time.monotonic() + 20
                while audience.connected < listeners and time.monotonic() < deadline:
                    time.sleep(0.05)
                yield Night(station, history, publishers, audience)
        finally:
            for one in publishers:
                one.end()


def why_not() -> str | None:
    """Why it cannot run here; `None` where it can."""
    return why_no_network() or (None if program("haproxy") else "needs haproxy")


def run(seed: int, numbers: Sequence[int], folder: Path, keep: Path) -> tuple[str, bool]:
    """The table of the nights, and whether all were clean. One station lives through them, and another one after each that was
    not; its history is kept."""
    table, clean, left = HEAD, True, list(numbers)
    while left:
        with night(folder / str(left[0]), seed) as here:
            while left:
                number = left.pop(0)
                line, well = _row(here, seed, number, keep)
                table += line
                print(line, end="", flush=True)
                if not well:
                    clean = False
                    break
    return table, clean


def _row(here: Night, seed: int, number: int, keep: Path) -> tuple[str, bool]:
    """The row of a night, and whether it was clean."""
    steps = compose(seed, number)
    row = f"| {number} | {'; '.join(map(str, steps))} "
    try:
        verdict = here.live_through(steps)
    except RuntimeError as error:
        row += "| – | – | did not come back | never |\n"
        problems: Sequence[object] = [error]
    else:
        late = "never" if verdict.converged_s is None else f"{verdict.converged_s:.1f} s"
        counts = Counter(one.what for one in verdict.violations)
        counted = ", ".join(str(counts[what]) for what in ("lost", "twice", "out of order", "made up"))
        row += f"| {verdict.acknowledged} | {verdict.withdrawn} | {counted} | {late} |\n"
        problems = verdict.violations
    if problems:
        path = keep / f"history-{seed}-{number}.jsonl"
        write(here.history.ops, path)
        print(here.cluster.said(), *problems, file=sys.stderr, sep="\n")
        print(f"the history: {path}; the night again: --seed {seed} --only {number}", file=sys.stderr)
    return row, not problems


def main() -> int:
    parse = argparse.ArgumentParser(prog="python -m bench.cluster", description=__doc__)
    parse.add_argument("--rounds", type=int, default=30)
    parse.add_argument("--seed", type=int, default=time.time_ns() % 100_000)
    parse.add_argument("--only", type=int, nargs="+", help="these nights of the seed")
    parse.add_argument("--docs", action="store_true", help="also put the table into docs/explain/reliability.md")
    asked = parse.parse_args()
    if why := why_not():
        print(f"left out: {why}", file=sys.stderr)
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # and what was started ends with us
    print(f"seed {asked.seed}", file=sys.stderr)
    if FAKETIME is None:
        print("clocks are right all night: a wrong one needs Debian's libfaketime", file=sys.stderr)
    if FAKETIME is None:
        print("clocks are right all night: a wrong one needs Debian's libfaketime", file=sys.stderr)
    build = ROOT / "build"
    with tempfile.TemporaryDirectory(prefix="airwire-cluster-", ignore_cleanup_errors=True) as folder:
        table, clean = run(asked.seed, asked.only or range(1, asked.rounds + 1), Path(folder), build)
    build.mkdir(exist_ok=True)
    (build / "cluster.md").write_text(f"Seed {asked.seed}.\n\n{table}")
    if asked.docs:
        into_docs(table)
    return 0 if clean else 1


if __name__ == "__main__":
    sys.exit(main())
