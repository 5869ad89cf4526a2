"""`python -m bench.page`: writes all figures of docs/explain/performance.md anew, so that none is of another build.

Each bench that writes into the page runs in turn; at the end stand all goals. It takes about two hours of a quiet machine.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys

from bench.page.quiet import IntoDocs
from bench.rig.docs_table import PAGE
from bench.rig.processes import ROOT

_BENCH = re.compile(r"<!-- bench: python -m (\S+) --docs writes from here -->(.*?)<!-- [\w.]+: to here -->", re.DOTALL)
_GOAL = re.compile(r"^- (?:met|MISSED): .*", re.MULTILINE)

OPTIONS = {
    "bench.failover": ["--rounds", "200"],
    "bench.fanout.sizes": ["--listeners", "5000"],
    "bench.store_restart": ["--listeners", "20000"],
    "bench.importing": ["--articles", "2500"],
}
"""What is said to a bench so that its figures are those of which the page speaks."""


def goals(page: str) -> dict[str, list[str]]:
    """The lines on goals that each bench has written into the page, in its order."""
    return {name: _GOAL.findall(text) for name, text in _BENCH.findall(page)}


def main() -> int:
    parse = argparse.ArgumentParser(prog="python -m bench.page", description=__doc__)
    parse.add_argument(
        "--docs", action=IntoDocs, help="run the benches; without it the goals are printed as they stand"
    )
    parse.add_argument("--only", nargs="+", help="these benches, such as bench.storm")
    asked = parse.parse_args()
    failed = []
    for name in goals(PAGE.read_text()) if asked.docs else ():
        if asked.only and name not in asked.only:
            continue
        command = [sys.executable, "-m", name, "--docs", *OPTIONS.get(name, [])]
        if subprocess.run(command, cwd=ROOT).returncode:
            failed.append(name)
    for name, lines in goals(PAGE.read_text()).items():
        print(f"{name}:", *lines, sep="\n")
    if failed:
        print(f"not measured: {', '.join(failed)}", file=sys.stderr)
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
