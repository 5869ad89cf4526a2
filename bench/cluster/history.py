"""What everybody asked for, was told and saw, in one list that can be written down and judged again."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

Kind = Literal[
    "asked",
    "acknowledged",
    "withdrawing",
    "withdrawn",
    "shown",
    "gone",
    "healed",
    "log",
    "log back",
    "audit",
    "board",
    "kept",
]


@dataclass(frozen=True)
class Op:
    """One entry. `at` is monotonic seconds; `who` is a publisher, a listener or a host; `wish` the number of a headline.

    `asked`, `acknowledged`, `withdrawing`, `withdrawn`: by a publisher. `shown`, `gone`: by a listener. `healed`: all faults
    are over. In the end, read once all is quiet: `log` and `audit` have a publication each, in order, `log back` a withdrawal
    among them; `board` a headline of a host's board, `kept` one of a listener's.
    """

    at: float
    kind: Kind
    who: str
    wish: int = 0


class History:
    """Takes entries from any thread."""

    def __init__(self) -> None:
        self.ops: list[Op] = []
        self._guard = threading.Lock()

    def add(self, kind: Kind, who: str, wish: int = 0) -> None:
        with self._guard:
            self.ops.append(Op(time.monotonic(), kind, who, wish))

    def extend(self, kind: Kind, who: str, wishes: Iterable[int]) -> None:
        for wish in wishes:
            self.add(kind, who, wish)


def write(ops: Iterable[Op], path: Path) -> None:
    """One JSON object a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(asdict(op)) + "\n" for op in ops))


def read(path: Path) -> list[Op]:
    return [Op(**json.loads(line)) for line in path.read_text().splitlines()]
