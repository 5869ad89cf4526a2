"""What a release brings is known, with a licence that may stand beside ours. `make release` makes the whole bill."""

from __future__ import annotations

import runpy
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[3]
TOOL = runpy.run_path(str(ROOT / "tools" / "bill_of_materials.py"))


def part(name: str, *licences: Mapping[str, object]) -> dict[str, object]:
    return {"name": name, "version": "1.0", "licenses": list(licences)}


def test_a_part_whose_licence_nobody_looked_at_is_refused() -> None:
    good, odd = (
        part("flask", {"license": {"id": "BSD-3-Clause"}}),
        part("odd", {"license": {"name": "Ask our lawyers"}}),
    )
    mixed = part("both", {"expression": "MIT OR GPL-2.0-only"})
    nothing = part("nothing")
    assert TOOL["refused"]({"components": [good, odd, mixed, nothing]}) == ["odd: Ask our lawyers", "nothing: unknown"]


def test_a_licence_is_said_in_a_few_words() -> None:
    whole = {"license": {"name": "declared license file: LICENSE", "text": {"content": "…"}}}
    assert TOOL["licence_of"](part("x", {"license": {"id": "MIT"}}, whole)) == "MIT"
    assert (
        TOOL["licence_list"]({"components": [part("b", {"license": {"id": "MIT"}}), part("A")]})
        == "a 1.0: unknown\nb 1.0: MIT\n"
    )


def test_the_packages_are_those_that_are_locked() -> None:
    locked = TOOL["locked"]((ROOT / "requirements" / "base.lock").read_text("utf-8"))
    assert {"flask", "redis", "pyrage", "flask-socketio"} <= locked.keys() and all(locked.values())
    assert not {"pytest", "ruff"} & locked.keys()
