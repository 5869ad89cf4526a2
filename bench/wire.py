"""`python -m bench.wire`: the bytes of each kind of message on a websocket, plain and compressed, of the demo station."""

from __future__ import annotations

import argparse
import json
import urllib.request
from collections import defaultdict

from bench.page.quiet import IntoDocs
from bench.paint import demo
from bench.rig.docs_table import table, write_between
from bench.rig.previous import THIS
from webapp.delivery.wire import Encoded, encode


def collect(url: str) -> dict[str, list[Encoded]]:
    """The snapshot, and the events that would bring its parts, by kind."""
    found: dict[str, list[Encoded]] = defaultdict(list)
    with urllib.request.urlopen(f"{url}/api/v1/snapshot", timeout=10) as answer:
        board = json.load(answer)
    found["snapshot"].append(encode("snapshot", board))
    place = {"epoch": board["epoch"], "seq": board["seq"], "at": board["now"]}
    for kind in ("on_air", "most_read", "stream"):
        found[kind].append(encode(kind, {**place, **board[kind]}))
    for item in board["breaking"]:
        found["breaking"].append(encode("breaking", {**place, "action": "published", "item": item}))
    return found


def main() -> int:
    parse = argparse.ArgumentParser(prog="python -m bench.wire", description=__doc__)
    parse.add_argument("--docs", action=IntoDocs, help="into docs/explain/performance.md too")
    asked = parse.parse_args()
    with demo(THIS) as url:
        found = collect(url)
    rows = []
    for kind, messages in found.items():
        plain = sum(len(one.frame) for one in messages) / len(messages)
        packed = sum(len(one.deflated) for one in messages) / len(messages)
        rows.append([kind, f"{plain:,.0f}", f"{packed:,.0f}", f"{packed / plain:.2f}"])
    text = table(["message", "plain, bytes", "compressed, bytes", "ratio"], rows)
    print(text)
    if asked.docs:
        write_between("bench.wire", text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
