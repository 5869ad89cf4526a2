"""The shapes of the public stream for our scripts: `static/js/feed/events.d.ts`, written from the types of `newsroom/`.

`make types` runs it after a change to `newsroom/model.py`, `events.py` or `board.py`; a test says where that was forgotten.
Needs the project's own Python and the linters' part of `node_modules`.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import Any

from places import NODE_MODULES, ROOT
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from webapp.newsroom.board import Board
from webapp.newsroom.events import BODIES

TYPES = ROOT / "static" / "js" / "feed" / "events.d.ts"
NULLED = ("most_read", "promo")
"""Blocks of a snapshot that are `null` where there is nothing (`Board.public`); elsewhere what says nothing is left out."""

_ORIGIN = re.compile(
    r" \*\n \* This interface was referenced.*\n.*\n|/\*\*\n \* This interface was referenced.*\n.*\n \*/\n"
)

HEAD = "Written by `make types` from webapp/newsroom/{model,events,board}.py: change those, not this."
COMPILE = """
import { compile } from "json-schema-to-typescript";
let text = "";
for await (const piece of process.stdin) text += piece;
const options = { additionalProperties: false, bannerComment: "", style: { printWidth: 120 }, unreachableDefinitions: true };
process.stdout.write(await compile(JSON.parse(text), "Snapshot", options));
"""


def event_types() -> str:
    """The text of `events.d.ts`. Raises `CalledProcessError` where the compiler of the schema fails."""
    done = subprocess.run(
        ["node", "--input-type=module", "--eval", COMPILE],
        input=json.dumps(stream_schema()), capture_output=True, text=True, check=True, cwd=NODE_MODULES.parent,
    )  # fmt: skip
    return f"/** {HEAD} */\n\n{_ORIGIN.sub('', done.stdout)}\n{_event_map()}"


def stream_schema() -> dict[str, Any]:
    """JSON schema of a snapshot, with every body under its own name in `$defs`."""
    kinds: list[type[BaseModel]] = [Board, *BODIES.values()]
    _, schema = models_json_schema([(kind, "serialization") for kind in kinds], ref_template="#/$defs/{model}")
    shapes: dict[str, Any] = schema["$defs"]
    for shape in shapes.values():
        _as_dumped(shape)
    board = shapes.pop("Board")
    for name in NULLED:
        board["properties"][name] = {"anyOf": [board["properties"][name], {"type": "null"}]}
        board["required"].append(name)
    board["required"].remove("succeeds")  # left out where there are none
    board["properties"]["now"] = {"type": "string", "format": "date-time"}
    board["required"].append("now")
    return {**board, "title": "Snapshot", "$defs": shapes}


def _as_dumped(shape: dict[str, Any]) -> None:
    """As `Value.dump` writes it: what may be `None` is left out then, everything else is there."""
    shape["required"] = []
    for name, field in shape.get("properties", {}).items():
        options = [option for option in field.get("anyOf", ()) if option != {"type": "null"}]
        if len(options) == len(field.get("anyOf", ())):
            shape["required"].append(name)
        elif len(options) == 1:
            field.update(options[0])
            del field["anyOf"]
        for unsaid in ("title", "default", "maxItems", "minItems"):
            field.pop(unsaid, None)


def _event_map() -> str:
    bodies = "".join(f"  {name}: {kind.__name__};\n" for name, kind in BODIES.items() if name != "promo")
    return (
        "/** Where an event stands in the log: dense within an epoch. `at` is RFC 3339. */\n"
        "export interface Place {\n  epoch: string;\n  seq: number;\n  at: string;\n}\n\n"
        "/** The body of `promo` when none is shown any more. */\n"
        "export interface PromoGone {\n  title?: undefined;\n}\n\n"
        "/** The body of each event by its name. */\n"
        f"export interface Bodies {{\n{bodies}  promo: Promo | PromoGone;\n}}\n\n"
        "export type EventName = keyof Bodies;\n"
        "/** What a listener gets under the name of an event. */\n"
        "export type EventData<Name extends EventName> = Place & Bodies[Name];\n"
    )


def main() -> None:
    if "--print" in sys.argv:
        sys.stdout.write(event_types())
    else:
        TYPES.write_text(event_types(), encoding="utf-8")


if __name__ == "__main__":
    main()
