"""`python -m bench.line.idle`: the bytes that an idle listener of the demo station gets in an hour, beside the release before.

A listener as the page is (in brief, compressed), one as a stock client in a browser is (compressed), and one that takes neither.
They only listen, for some minutes; events that come in that time are counted for an hour.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import socket
import threading
import time
from collections import Counter
from urllib.parse import urlsplit

from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, Request, TextMessage
from wsproto.extensions import PerMessageDeflate

from bench.page.quiet import IntoDocs
from bench.paint import demo
from bench.rig.docs_table import machine, table, write_between
from bench.rig.previous import THIS, previous
from bench.rig.processes import BUILD

MINUTES = 12
MAX_RATIO = 0.4
"""Goal: of what the page got in the release before."""
PAGE, STOCK, PLAIN = "the page", "a stock client in a browser", "without compression"


class Listener:
    """One open websocket. `bytes` and `kinds` count what came after its snapshot."""

    def __init__(self, url: str, deflates: bool, brief: bool) -> None:
        self.bytes, self.kinds = 0, Counter[str]()
        host = urlsplit(url).netloc
        self._socket = socket.create_connection((urlsplit(url).hostname, urlsplit(url).port))
        self._protocol = WSConnection(ConnectionType.CLIENT)
        self._auth = {"brief": True} if brief else {}
        self._begun = False
        extensions = [PerMessageDeflate()] if deflates else []
        target = "/socket.io/?EIO=4&transport=websocket"
        self._socket.sendall(self._protocol.send(Request(host=host, target=target, extensions=list(extensions))))
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while data := self._socket.recv(65_536):
                if self._begun:
                    self.bytes += len(data)
                self._protocol.receive_data(data)
                for event in self._protocol.events():
                    if isinstance(event, TextMessage):
                        self._hear(event.data)
                    elif not isinstance(event, AcceptConnection):
                        return

    def _hear(self, text: str) -> None:
        if text.startswith("0"):
            self._say(f"40{json.dumps(self._auth)}")
        elif text == "2":
            self._say("3")
        elif text.startswith('42["snapshot"'):
            self._begun = True
        elif text.startswith("42"):
            self.kinds[json.loads(text[2:])[0]] += 1

    def _say(self, text: str) -> None:
        self._socket.sendall(self._protocol.send(TextMessage(text)))

    def leave(self) -> None:
        self._socket.close()


def main() -> int:
    parse = argparse.ArgumentParser(prog="python -m bench.line.idle", description=__doc__)
    parse.add_argument("--minutes", type=float, default=MINUTES)
    parse.add_argument("--docs", action=IntoDocs, help="into docs/explain/performance.md too")
    asked = parse.parse_args()
    BUILD.mkdir(parents=True, exist_ok=True)
    os.chdir(BUILD.parent)
    before = previous()
    with demo(before) as old, demo(THIS) as new:
        time.sleep(20)  # until the monitor has found the station on the air
        listeners = {
            (before.name, PAGE): Listener(old, deflates=True, brief=False),
            (THIS.name, PAGE): Listener(new, deflates=True, brief=True),
            (THIS.name, STOCK): Listener(new, deflates=True, brief=False),
            (THIS.name, PLAIN): Listener(new, deflates=False, brief=False),
        }
        time.sleep(asked.minutes * 60)
        hours = asked.minutes / 60
        kb = {who: listener.bytes / hours / 1000 for who, listener in listeners.items()}
        events = {
            who: ", ".join(f"{kind} {count / hours:.0f}" for kind, count in listener.kinds.most_common())
            for who, listener in listeners.items()
        }
        for listener in listeners.values():
            listener.leave()
    was = kb[before.name, PAGE]
    rows = [[f"{build}: {who}", events[build, who], f"{kb[build, who]:.1f}", f"{kb[build, who] / was:.2f}"]
            for build, who in kb]  # fmt: skip
    ratio = kb[THIS.name, PAGE] / was
    verdict = "met" if ratio <= MAX_RATIO else "MISSED"
    text = (
        f"Machine: {machine()}. {asked.minutes:.0f} minutes, counted for an hour.\n\n"
        + table(["", "events", "kB", "×"], rows)
        + f"\n\n- {verdict}: the page, beside the release before: {ratio:.2f} × (goal ≤ {MAX_RATIO})"
    )
    print(text)
    if asked.docs:
        write_between("bench.line.idle", text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
