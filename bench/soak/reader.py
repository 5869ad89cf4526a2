"""A listener by the contract: applies snapshots and events, drops repeats, asks to resume after a gap."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

MAX_REMEMBERED_HEADLINES = 200
"""Headlines that a reader still knows in the next round; a board shows 50 at most."""


def wish(item: dict[str, Any]) -> int:
    """The publisher's number of a headline. The same wish under two ids was published twice."""
    return int(item["headline"].rpartition(" ")[2])


class Reader:
    """One listener. `journal` has `(wish, when)` for each headline shown, `when` by the machine's monotonic clock."""

    def __init__(self) -> None:
        self.place: dict[str, Any] = {}
        self.journal: list[tuple[int, float]] = []
        self.last = 0
        self.snapshots = 0
        self._known: dict[str, None] = {}
        self._waiting = False

    def dropped(self) -> None:
        """The connection was lost: the next one asks again for what is missing."""
        self._waiting = False

    def take(self, name: str, data: dict[str, Any]) -> bool:
        """Applies a snapshot or event. True after a gap: then ask for what comes after `place`."""
        epoch, seq = data["epoch"], data["seq"]
        ours = epoch == self.place.get("epoch")
        if name == "snapshot":
            if not ours or seq >= self.place["seq"]:
                self._move(epoch, seq)
                self.snapshots += 1
                for item in reversed(data["breaking"]):
                    if item["id"] not in self._known:
                        self._show(item)
            return False
        if name == "epoch" and self._goes_on(data):
            return False
        if ours and seq <= self.place["seq"]:
            return False
        if not ours or seq > self.place["seq"] + 1:
            asks, self._waiting = not self._waiting, True
            return asks
        self._move(epoch, seq)
        # One that a failover lost before it was confirmed comes again by the same key, and so under the same id.
        if name == "breaking" and data["action"] == "published" and data["item"]["id"] not in self._known:
            self._show(data["item"])
        return False

    def _goes_on(self, data: dict[str, Any]) -> bool:
        """Whether nothing is to be asked for, now that another epoch begins (static/js/feed/sequence.js)."""
        here = self.place.get("seq", -1)
        if data["epoch"] == self.place.get("epoch") or data["seq"] < here:
            return True
        former = next((one for one in data.get("succeeds", ()) if one["epoch"] == self.place.get("epoch")), None)
        if former is None or not here <= former["seq"] or here != data["seq"]:
            return False
        self._move(data["epoch"], data["seq"])
        return True

    def _move(self, epoch: str, seq: int) -> None:
        self.place = {"epoch": epoch, "seq": seq}
        self._waiting = False

    def _show(self, item: dict[str, Any]) -> None:
        self._known[item["id"]] = None
        self.last = wish(item)
        self.journal.append((self.last, time.monotonic()))

    def take_journal(self) -> list[tuple[int, float]]:
        """The journal since the last call."""
        journal, self.journal = self.journal, []
        self._known = dict.fromkeys(list(self._known)[-MAX_REMEMBERED_HEADLINES:])
        return journal


@lru_cache(maxsize=256)
def parsed(packet: bytes) -> Any:
    """An event's packet; a broadcast is the same bytes for everybody, so it is read once."""
    return json.loads(packet)


def answer_questions(readers: Sequence[Reader], here: Callable[[], int]) -> None:
    """Serve standard input in a thread: `have <wish>` and `journals`, one JSON answer a line. Ends at its end."""

    def serve() -> None:
        for line in sys.stdin:
            match line.split():
                case ["have", number]:
                    have = sum(reader.last >= int(number) for reader in readers)
                    print(json.dumps({"here": here(), "have": have}), flush=True)
                case ["journals"]:
                    snapshots = sum(reader.snapshots for reader in readers)
                    print(
                        json.dumps({"journals": [reader.take_journal() for reader in readers], "snapshots": snapshots}),
                        flush=True,
                    )

    threading.Thread(target=serve, daemon=True).start()
