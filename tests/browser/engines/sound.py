"""Sound devices that nobody hears: PulseAudio of the test's own, with an empty sink for each browser that can be recorded."""

from __future__ import annotations

import os
import subprocess
from array import array
from pathlib import Path

from tests.web.server import wait_for

RATE = 8000
BLOCK_S = 0.02
FAINT = 200
"""Samples of 16 bits below this are silence."""


class SoundServer:
    """Can be stopped and started under the programs that use it, as an update of the system does."""

    def __init__(self, folder: Path, *sinks: str) -> None:
        self._folder, self._socket, self._sinks = folder, folder / "sound.socket", sinks
        self._process: subprocess.Popen[bytes] | None = None

    def environment(self, sink: str) -> dict[str, str]:
        """What has a program play into that sink."""
        return {
            "PULSE_SERVER": f"unix:{self._socket}",
            "PULSE_COOKIE": str(self._folder / "cookie"),
            "PULSE_SINK": sink,
        }

    def start(self) -> None:
        self._socket.unlink(missing_ok=True)
        modules = [f"module-null-sink sink_name={sink}" for sink in self._sinks]
        modules.append(f"module-native-protocol-unix auth-anonymous=1 socket={self._socket}")
        self._process = subprocess.Popen(
            ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--disable-shm=yes",
             *(part for module in modules for part in ("-L", module))],
            env={**os.environ, "HOME": str(self._folder), "XDG_RUNTIME_DIR": str(self._folder)},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        wait_for(self._socket.exists)

    def stop(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def record(self, sink: str) -> Recording:
        return Recording(self._folder / f"{sink}.raw", self.environment(sink), sink)


class Recording:
    """What comes out of a sink, from now on."""

    def __init__(self, path: Path, environment: dict[str, str], sink: str) -> None:
        self._path = path
        self._process = subprocess.Popen(
            ["parec", f"--device={sink}.monitor", f"--rate={RATE}", "--channels=1", "--format=s16le", "--raw",
             "--latency-msec=50", str(path)],
            env={**os.environ, **environment}, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def longest_silence(self) -> float:
        """In seconds, out of all that was recorded. Ends the recording."""
        self._process.terminate()
        self._process.wait(5)
        samples = array("h", self._path.read_bytes())
        block = int(RATE * BLOCK_S)
        longest = silent = 0
        for start in range(0, len(samples) - block, block):
            silent = silent + 1 if max(samples[start : start + block]) < FAINT else 0
            longest = max(longest, silent)
        assert len(samples) > RATE, "nothing was recorded"
        return longest * BLOCK_S
