"""Whether the machine is quiet enough for figures that go into the docs."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

SECONDS = 3.0
LOOKS = 20
"""Until a machine counts as busy: what ran before this may still be ending."""

MAX_BUSY = 0.10
"""Share of all cores that others may use meanwhile; an idle desktop uses some hundredths."""


def busy_share(seconds: float = SECONDS) -> float:
    """The share of the machine's processor time that is used by anybody in the next `seconds`."""
    began = _times()
    time.sleep(seconds)
    idle, total = (now - before for now, before in zip(_times(), began, strict=True))
    return 1 - idle / max(1, total)


def _times() -> tuple[int, int]:
    """Idle and all ticks since the start."""
    fields = [int(field) for field in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    return fields[3] + fields[4], sum(fields)


class IntoDocs(argparse.Action):
    """An option for figures that go into the docs. Where the machine stays busy it ends the program, with the reason."""

    def __init__(self, option_strings: Sequence[str], dest: str, help: str | None = None) -> None:
        super().__init__(option_strings, dest, nargs=0, default=False, help=help)

    def __call__(
        self, parser: argparse.ArgumentParser, found: argparse.Namespace, values: object, option: str | None = None
    ) -> None:
        setattr(found, self.dest, True)
        for _ in range(LOOKS):
            share = busy_share()
            if share <= MAX_BUSY:
                return
        parser.exit(
            1,
            f"not into the docs: {share:.0%} of this machine is in use, and {MAX_BUSY:.0%} at most may be. Without "
            f"{option} the figures are only printed.\n",
        )
