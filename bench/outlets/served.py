"""When what the station serves has a headline, or no longer has it: pages, snapshot, feeds, and what embeds are filled with."""

from __future__ import annotations

import http.client
import time

SERVED = {
    "page": "/",
    "page without scripts": "/lite",
    "snapshot": "/api/v1/snapshot",
    "feed (RSS)": "/breaking.xml",
    "feed (JSON)": "/breaking.json",
    "embed (frame)": "/embed/ticker",
    "embed (data)": "/embed/ticker.json",
    "embed (single headline)": "/embed/headline",
}
"""By name: what has the text of a headline that is out, and nowhere that of a withdrawn one."""

GIVE_UP_S = 20.0


class Served:
    """Asks each address over and over, on one kept connection, as fast as it is answered."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=GIVE_UP_S)

    def until(self, text: str, shown: bool, began: float) -> dict[str, float]:
        """By name: seconds from `began` (monotonic) until the answer had `text`, or had it no longer. Raises `RuntimeError`
        when that does not come."""
        took: dict[str, float] = {}
        while waiting := [name for name in SERVED if name not in took]:
            for name in waiting:
                if (text.encode() in self._get(SERVED[name])) is shown:
                    took[name] = time.monotonic() - began
            if time.monotonic() - began > GIVE_UP_S:
                raise RuntimeError(f"{', '.join(waiting)}: {'without' if shown else 'still with'} {text!r}")
        return took

    def close(self) -> None:
        self._connection.close()

    def _get(self, path: str) -> bytes:
        self._connection.request("GET", path)
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")
        return body
