"""Dead air is heard by decoding, and hostile media harm nobody."""

from __future__ import annotations

import io
import math
import os
import signal
import time
import wave
from array import array
from collections.abc import Iterator
from pathlib import Path

import pytest

from webapp.monitor.probes import level
from webapp.monitor.probes.level import WorkerEar

RATE = 22_050


def tone(seconds: float, amplitude: float = 0.3) -> array[int]:
    return array("h", (int(32767 * amplitude * math.sin(i * 0.1)) for i in range(int(RATE * seconds))))


def wav(left: array[int], right: array[int] | None = None) -> bytes:
    file = io.BytesIO()
    samples = left if right is None else array("h", (s for pair in zip(left, right, strict=True) for s in pair))
    with wave.open(file, "wb") as sound:
        sound.setparams((1 if right is None else 2, 2, RATE, 0, "NONE", ""))
        sound.writeframes(samples.tobytes())
    return file.getvalue()


@pytest.fixture(scope="module")
def ear() -> Iterator[WorkerEar]:
    ear = WorkerEar()
    yield ear
    ear.close()


def test_a_voice_is_heard(ear: WorkerEar) -> None:
    heard = ear.hear(wav(tone(3)))
    assert heard.heard_s == pytest.approx(3, abs=0.3) and heard.quiet_s == 0 and heard.problem is None


@pytest.mark.parametrize("amplitude", [0, 0.001], ids=["nothing", "hum of the line"])
def test_silence_is_measured_from_its_beginning(ear: WorkerEar, amplitude: float) -> None:
    heard = ear.hear(wav(tone(2) + tone(3, amplitude)))
    assert heard.heard_s == pytest.approx(5, abs=0.3)
    assert heard.quiet_s == pytest.approx(3, abs=0.3)


def test_channels_in_opposite_phase_are_sound(ear: WorkerEar) -> None:
    left = tone(2)
    assert ear.hear(wav(left, array("h", (-sample for sample in left)))).quiet_s == 0


@pytest.mark.parametrize(
    "media",
    [
        b"",
        b"<html>nothing to hear</html>",
        bytes(range(256)) * 2000,
        b"ffconcat version 1.0\nfile /etc/hostname\n",
        b"#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:6,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n",
        wav(tone(1))[:60],
    ],
    ids=["nothing", "HTML", "noise", "list of files", "playlist", "cut off"],
)
def test_what_cannot_be_decoded_was_not_heard_and_the_next_piece_is(ear: WorkerEar, media: bytes) -> None:
    heard = ear.hear(media)
    assert heard.heard_s == 0
    assert heard.problem
    assert ear.hear(wav(tone(1))).heard_s > 0


def pid(ear: WorkerEar) -> int:
    assert ear._worker.pid is not None
    return ear._worker.pid


def test_a_decoder_that_is_killed_or_hangs_is_replaced_after_a_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(level, "RESTART_DELAY_S", 0.3)
    monkeypatch.setattr(level, "DECODE_TIMEOUT_S", 0.3)
    ear = WorkerEar()
    try:
        for trouble in (signal.SIGKILL, signal.SIGSTOP):
            assert ear.hear(wav(tone(1))).heard_s > 0
            os.kill(pid(ear), trouble)
            began = time.monotonic()
            assert ear.hear(wav(tone(30))).heard_s == 0
            assert time.monotonic() - began < 8
            assert ear.hear(wav(tone(1))).problem == "the decoder died: it died a moment ago"
            time.sleep(0.35)
    finally:
        ear.close()


def test_the_decoder_can_open_no_file_and_no_connection(ear: WorkerEar) -> None:
    ear.hear(wav(tone(1)))
    limits = Path(f"/proc/{pid(ear)}/limits").read_text().splitlines()
    files = next(line.split() for line in limits if line.startswith("Max open files"))
    assert files[3:5] == ["3", "3"]


def test_the_decoder_ends_with_us() -> None:
    ear = WorkerEar()
    ear.hear(wav(tone(1)))
    worker = pid(ear)
    ear.close()
    assert not Path(f"/proc/{worker}").exists()
    assert ear.hear(wav(tone(1))).heard_s == 0, "nothing is decoded once it was closed"
