"""The pages' own modules, run by Node.js for tests that are written in Python."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "js"
NODE = shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")


class Script:
    """One Node.js process; `call("on-air/timeline.js", "turn", …)` answers with what the function returned."""

    def __init__(self) -> None:
        assert NODE, "Node.js is needed; `make test` brings one"
        self._process = subprocess.Popen(
            [NODE, str(HERE / "bridge.js")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def call(self, module: str, function: str, *arguments: Any) -> Any:
        return self._ask([module, function, arguments])

    def use(self, module: str, kind: str, arguments: Sequence[Any], calls: Sequence[tuple[str, Sequence[Any]]]) -> Any:
        """Makes one `kind` and calls its methods in order; all that they return."""
        return self._ask([module, kind, arguments, calls])

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(timeout=10)

    def _ask(self, question: Any) -> Any:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if "error" in answer:
            raise AssertionError(answer["error"])
        return answer["value"]
