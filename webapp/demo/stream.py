"""The demo station's stream: a loop made once, and a live playlist that is nothing but a function of the clock.

    clock ─► segment number n = floor(Unix time / 4) ─► bytes of part n mod 45, stamped "plays at n × 4 s"

Media time is Unix time, so each segment has the same number and content on every server and after every restart. Nothing
has to run between two requests, and there is no discontinuity where the loop begins again.
"""

from __future__ import annotations

import fcntl
import math
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import blake2b
from pathlib import Path

from webapp.demo import cmaf
from webapp.newsroom.times import rfc3339

SEGMENT_S = 4
RATE = 32_000
"""Timescale of the media: ticks a second."""

WINDOW_SEGMENTS = 8
"""Segments in the playlist: a player starts three from the end and has five behind it."""

PAST_SEGMENTS = 900
"""How many segments before the window are still answered: an hour, for players that resume."""

RETRY_S = 30
"""The least time between two attempts to make the loop: players ask every few seconds."""

INIT = "init.mp4"
OPENING = "-opening"
SOURCES = ("synth.py", "score.py", "encode.py", "cmaf.py")


@dataclass(frozen=True)
class SegmentSet:
    """The finished loop on disk: `init.mp4` and the parts `000.m4s`, `001.m4s`, …"""

    folder: Path
    count: int

    @property
    def whole(self) -> bool:
        return self.folder.name == version()

    def init(self) -> bytes:
        return (self.folder / INIT).read_bytes()

    def segment(self, number: int) -> bytes:
        """The segment that plays from Unix time `number` × 4 s on."""
        part = (self.folder / f"{number % self.count:03}.m4s").read_bytes()
        return cmaf.stamped(part, number, number * SEGMENT_S * RATE)


def live(now: datetime, window: int = WINDOW_SEGMENTS) -> range:
    """The numbers in the playlist at `now`: the last `window` segments that are over."""
    current = int(now.timestamp() // SEGMENT_S)
    return range(current - window, current)


def playlist(now: datetime, window: int = WINDOW_SEGMENTS) -> str:
    """The live HLS media playlist at `now`; each segment carries the date at which it plays."""
    numbers = live(now, window)
    lines = [
        "#EXTM3U",
        "#EXT-X-VERSION:7",
        "#EXT-X-INDEPENDENT-SEGMENTS",
        f"#EXT-X-TARGETDURATION:{SEGMENT_S}",
        f"#EXT-X-MEDIA-SEQUENCE:{numbers.start}",
        f'#EXT-X-MAP:URI="{INIT}"',
    ]
    for number in numbers:
        date = rfc3339(datetime.fromtimestamp(number * SEGMENT_S, UTC))
        lines += [f"#EXT-X-PROGRAM-DATE-TIME:{date}", f"#EXTINF:{SEGMENT_S:.3f},", f"{number}.m4s"]
    return "\n".join(lines) + "\n"


@cache
def version() -> str:
    """The name of the sound's folder: a digest of the files that make it."""
    digest = blake2b(digest_size=6)
    for name in SOURCES:
        digest.update((Path(__file__).parent / name).read_bytes())
    return digest.hexdigest()


def find_segments(folder: Path) -> SegmentSet | None:
    """The loop in `folder`, else the opening minute that is played until the loop is made; `None` without either."""
    for name in (version(), version() + OPENING):
        count = sum(1 for _ in (folder / name).glob("*.m4s"))
        if count:
            return SegmentSet(folder / name, count)
    return None


def build_segments(folder: Path) -> SegmentSet:
    """Makes the loop in `folder` unless it is there: two seconds for a first minute, eight more for the whole.

    Any number of processes may call it at once: one makes it, the others wait for it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _alone_in(folder):
        found = find_segments(folder)
        if found and found.whole:
            return found
        for left_over in folder.glob("*/"):
            shutil.rmtree(left_over, ignore_errors=True)
        # The codec is loaded only where the sound is made.
        from webapp.demo import encode, score

        _keep(folder / (version() + OPENING), encode.movie(score.play(score.opening(), score.MINUTE)))
        return _keep(folder / version(), encode.movie(score.play(score.touches(), score.LOOP)))


def _keep(home: Path, movie: bytes) -> SegmentSet:
    init, parts = cmaf.split(movie)
    work = Path(tempfile.mkdtemp(prefix="part-", dir=home.parent))
    (work / INIT).write_bytes(init)
    for number, part in enumerate(parts):
        (work / f"{number:03}.m4s").write_bytes(part)
    work.rename(home)
    return SegmentSet(home, len(parts))


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Holds the folder's lock; it goes with the process, however that ends."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class Builder:
    """Makes the loop in a child process, so that no listener's request waits for it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self._process: subprocess.Popen[bytes] | None = None
        self._found: SegmentSet | None = None
        self._not_before = -math.inf

    def segments(self, wait_s: float = 0.0) -> SegmentSet | None:
        """The segments to play. The first call starts making them; `None` if there are none after `wait_s`."""
        until = time.monotonic() + wait_s
        while not (found := self._look()) and time.monotonic() < until:
            time.sleep(0.1)
        return found

    def _look(self) -> SegmentSet | None:
        if self._found is None or not self._found.whole:
            self._found = find_segments(self.folder)
            working = self._process is not None and self._process.poll() is None
            done = self._found is not None and self._found.whole
            if not done and not working and time.monotonic() >= self._not_before:
                self._start()
        return self._found

    def _start(self) -> None:
        self._not_before = time.monotonic() + RETRY_S
        # The child ends when this pipe closes, so it does not outlive us.
        command = [sys.executable, "-m", "webapp.demo.stream", str(self.folder)]
        root = Path(__file__).parent.parent.parent
        self._process = subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)


def _main() -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.nice(5)
    build_segments(Path(sys.argv[1]))


def _end_with_parent() -> None:
    # The bare descriptor: a thread blocked in a Python file object would disturb the interpreter's shutdown.
    while os.read(0, 1):
        pass
    os._exit(1)


if __name__ == "__main__":
    _main()
