"""The child process that decodes: a piece of media comes in, what was heard of it goes out as JSON."""

from __future__ import annotations

import io
import json
import math
import wave
from array import array
from operator import mul
from typing import Any

QUIET_DBFS = -50.0
"""Quieter than a room with an open microphone."""

WINDOW_S = 0.25
SAMPLE_RATE = 8000
MAX_MEASURED_S = 60.0
MAX_MEMORY_BYTES = 1 << 30

TS_SYNC = b"\x47"

ALLOWED_FORMATS = "aac,ac3,eac3,flac,mp3,mpegts,mov,matroska,webm,ogg,wav"
"""Containers only: never a playlist or a list of files, which would have the demuxer open what it names."""


def measure(media: bytes) -> tuple[float, float]:
    """Seconds heard, and seconds of quiet at their end. Raises what PyAV raises."""
    import av

    options = {"format_whitelist": ALLOWED_FORMATS, "protocol_whitelist": "none", "probesize": "200000"}
    levels: list[float] = []
    samples = array("h")
    window = int(SAMPLE_RATE * WINDOW_S) * 2
    # a few packets of near silence are too little for the demuxer to guess from
    hint = "mpegts" if media[:1] == TS_SYNC and media[188:189] in (TS_SYNC, b"") else None
    with av.open(io.BytesIO(media), "r", hint, options) as container:
        stream = container.streams.audio[0]
        # both channels are kept: mixed to one, sound in opposite phase would cancel out and read as dead air
        resampler = av.AudioResampler(format="s16", layout="stereo", rate=SAMPLE_RATE)
        for packet in container.demux(stream):
            try:
                frames = packet.decode()
            except av.error.FFmpegError:
                continue
            for frame in frames:
                for piece in resampler.resample(frame):
                    samples.frombytes(bytes(piece.planes[0])[: piece.samples * 4])
            while len(samples) >= window:
                levels.append(_dbfs(samples[:window]))
                del samples[:window]
            if len(levels) * WINDOW_S >= MAX_MEASURED_S:
                break
    quiet = 0
    for level in reversed(levels):
        if level >= QUIET_DBFS:
            break
        quiet += 1
    return len(levels) * WINDOW_S, quiet * WINDOW_S


def _dbfs(samples: array[int]) -> float:
    mean_square = sum(map(mul, samples, samples)) / len(samples)
    return 10 * math.log10(mean_square / 32768**2) if mean_square else -math.inf


def answer(media: bytes) -> dict[str, Any]:
    try:
        heard_s, quiet_s = measure(media)
    except Exception as error:  # noqa: BLE001 - whatever a decoder makes of hostile bytes, the next piece is decoded
        return {"heard_s": 0, "quiet_s": 0, "problem": f"{type(error).__name__}: {error}"[:200]}
    return {"heard_s": heard_s, "quiet_s": quiet_s, "problem": None if heard_s else "no sound could be decoded"}


def second_of_silence() -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setparams((1, 2, SAMPLE_RATE, SAMPLE_RATE, "NONE", ""))
        sound.writeframes(bytes(2 * SAMPLE_RATE))
    return file.getvalue()


def main() -> None:
    import av.logging

    from webapp.processes.isolated_child import serve

    av.logging.set_level(av.logging.PANIC)
    measure(second_of_silence())  # PyAV imports parts of itself late
    serve(lambda media: json.dumps(answer(media)).encode(), MAX_MEMORY_BYTES)
