"""A push service that takes everything at once: `python -m bench.push.service PORT`. On SIGUSR1 it says how much it took.

One loop, as few bytes and steps as it takes, so that the sender is what is measured.
"""

from __future__ import annotations

import json
import selectors
import signal
import socket
import sys
from collections import Counter
from pathlib import Path

ANSWER = b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"


def main() -> None:
    port, report = int(sys.argv[1]), Path(sys.argv[2])
    taken: Counter[bytes] = Counter()
    listening = socket.create_server(("127.0.0.1", port), backlog=512)
    listening.setblocking(False)
    selector = selectors.DefaultSelector()
    selector.register(listening, selectors.EVENT_READ, None)

    def tell(*_: object) -> None:
        counts = Counter(taken.values())
        found = {
            "paths": len(taken),
            "messages": taken.total(),
            "repeated": taken.total() - len(taken),
            "most": max(counts, default=0),
        }
        report.with_suffix(".new").write_text(json.dumps(found))
        report.with_suffix(".new").rename(report)

    signal.signal(signal.SIGUSR1, tell)
    while True:
        for key, _ in selector.select():
            if key.data is None:
                joined, _ = listening.accept()
                joined.setblocking(False)
                selector.register(joined, selectors.EVENT_READ, bytearray())
                continue
            line, got = key.fileobj, key.data
            assert isinstance(line, socket.socket)
            try:
                data = line.recv(65_536)
            except OSError:
                data = b""
            if not data:
                selector.unregister(line)
                line.close()
                continue
            got += data
            while (end := got.find(b"\r\n\r\n")) >= 0:
                head = bytes(got[:end])
                at = head.lower().find(b"content-length:")
                size = int(head[at + 15 :].split(b"\r\n", 1)[0])
                if len(got) < end + 4 + size:
                    break
                taken[head.split(b" ", 2)[1]] += 1
                del got[: end + 4 + size]
                line.send(ANSWER)


if __name__ == "__main__":
    main()
