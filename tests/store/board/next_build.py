"""A build that nobody has made yet, as a process: this one with a field more on every value and an event type more.

    python -m tests.store.board.next_build REDIS_URL [MIN_READER]

Reads the name of a step of `newsroom_day` (or `tomorrow`) a line, takes it, and answers `done` or what went wrong.
"""

from __future__ import annotations

import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import ModuleType
from typing import Any

from typing_extensions import Buffer

FIELD, MARK = "next_build", "kept"
TYPE = "tomorrow"


class _Rewritten(SourceFileLoader):
    """The source of `webapp.newsroom.model` and `schema` as the next build may have it."""

    def get_data(self, path: str) -> bytes:
        data = super().get_data(path)
        config = b'    model_config = ConfigDict(frozen=True, extra="forbid")\n'
        assert path.endswith((".pyc", "schema.py")) or config in data
        least = sys.argv[2] if len(sys.argv) > 2 else "2"
        for old, new in (
            (config, config + f'    {FIELD}: str | None = "{MARK}"\n'.encode()),
            (b"SCHEMA = 2", b"SCHEMA = 3"),
            (b"MIN_READER = 2", f"MIN_READER = {least}".encode()),
            (b'VERSION = "0.2.0"', b'VERSION = "0.3.0"'),
        ):
            data = data.replace(old, new)
        return data

    def path_stats(self, path: str) -> Any:
        raise OSError("no byte code of this")

    def set_data(self, path: str, data: Buffer, *, _mode: int = 0o666) -> None:
        pass


class _Finder(MetaPathFinder):
    def find_spec(self, name: str, path: Any = None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name not in ("webapp.newsroom.model", "webapp.newsroom.schema"):
            return None
        spec = PathFinder.find_spec(name, path)
        assert spec and spec.origin
        spec.loader = _Rewritten(name, spec.origin)
        return spec


def main() -> None:
    sys.meta_path.insert(0, _Finder())
    from tests.any_store import connect
    from tests.conftest import NOON, make_room
    from tests.store.board.newsroom_day import STEPS
    from webapp.desk.change import CLOCK, Decision
    from webapp.newsroom import events
    from webapp.newsroom.model import Value

    class Tomorrow(Value):
        text: str

    events.BODIES[TYPE] = Tomorrow
    room = make_room(connect(sys.argv[1]))

    def tomorrow(_: Any) -> object:
        decision = Decision(Tomorrow(text="a thing of the future"))  # type: ignore[arg-type]
        return room.desk._change(lambda board: decision, "breaking", CLOCK, NOON, None, None)

    steps = {**STEPS, TYPE: tomorrow}
    print("ready", flush=True)
    for line in sys.stdin:
        try:
            steps[line.strip()](room)
        except Exception as error:  # noqa: BLE001 - the test that listens says so
            print(f"{type(error).__name__}: {error}", flush=True)
        else:
            print("done", flush=True)


if __name__ == "__main__":
    main()
